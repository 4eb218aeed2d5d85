//! What a report may show of a subject. Only this module reads what was judged; text from outside leaves it as
//! [`Foreign`], which every way of printing redacts.

mod discovery;
mod key;
mod probes;
mod spot;
mod token;

use std::rc::Rc;

pub(super) use discovery::Discovery;
use key::public;
pub(super) use key::{Identifier, Key, PublishedKey};
pub(super) use probes::{Probes, Response, Roles, Step};
pub(super) use spot::Spot;
pub(crate) use spot::Workspace;
pub(super) use token::{Member, Members, Signature, Text, Token, Verifier};

use crate::catalog::cause;
use crate::catalog::lint::{self, Checks, Lint, Severity};
use crate::catalog::response::{Recognized, Shows};
use crate::catalog::sender::Sender;
use crate::catalog::service::Service;
use crate::input::Binary;
pub(super) use crate::judge::diagnosis::Confidence;
use crate::judge::diagnosis::Diagnosis;
pub(super) use crate::judge::experiments::Level;
use crate::judge::subject::Subject;
pub(super) use crate::judge::subject::{FailOn, Kind, Place, Verdict};
use crate::model::exchange::sentence;
use crate::model::jwk::PublicKey;
use crate::model::request;
use crate::redact::{self, Foreign, Known};

/// A subject as reports see it.
#[derive(Clone)]
pub(crate) struct View {
    subject: Rc<Subject>,
    /// `--show-token`
    shows_token: bool,
    /// The private key, which is shown in no place, not even as an identifier.
    known: Rc<Known>,
}

/// A finding, with its words redacted.
pub(super) struct Finding<'a> {
    pub(super) lint: &'static Lint,
    pub(super) severity: Severity,
    pub(super) at: Foreign<'a>,
    pub(super) message: Foreign<'a>,
    pub(super) help: Option<Foreign<'a>>,
    pub(super) is_allowed: bool,
}

/// A cause, with its evidence redacted.
pub(super) struct Cause<'a> {
    pub(super) cause: &'static cause::Cause,
    pub(super) confidence: Confidence,
    pub(super) evidence: Vec<Foreign<'a>>,
    pub(super) against: Vec<Foreign<'a>>,
    pub(super) next: Option<Foreign<'a>>,
}

/// The captured request.
pub(super) struct Request<'a> {
    pub(super) method: Foreign<'a>,
    pub(super) url: Foreign<'a>,
}

impl View {
    pub(super) fn new(subject: Subject, shows_token: bool) -> Self {
        let known = Rc::new(subject.known());
        Self { subject: Rc::new(subject), shows_token, known }
    }

    pub(super) fn verdict(&self, fail_on: FailOn) -> Verdict {
        self.subject.verdict(fail_on)
    }

    /// Whether a finding counts.
    pub(super) fn counts(&self, fail_on: FailOn) -> bool {
        self.subject.counts(fail_on)
    }

    /// Whether there was anything in it to check.
    pub(super) fn is_checked(&self) -> bool {
        self.subject.is_checked()
    }

    /// Whether it reports a failure and nothing shows who sent it.
    pub(super) fn is_of_unknown(&self) -> bool {
        self.subject.is_of_unknown()
    }

    /// Who sent the failures of a text, when it was not Apple.
    pub(super) fn foreign_sender(&self) -> Option<Foreign<'_>> {
        match &self.subject.input.sender {
            Sender::Foreign(name) => Some(Foreign::new(name.as_str())),
            _ => None,
        }
    }

    /// Whether the other is the same subject, and not only one of the same name.
    pub(super) fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.subject, &other.subject)
    }

    pub(super) fn name(&self) -> Foreign<'_> {
        Foreign::new(&*self.subject.input.source.name)
    }

    /// Where in a log it stands.
    pub(super) fn place(&self) -> Option<Place> {
        self.subject.input.place
    }

    pub(super) fn kind(&self) -> Kind {
        self.subject.input.kind
    }

    /// What it was recognized as, when it holds nothing to check.
    pub(super) fn binary(&self) -> Option<Binary> {
        self.subject.input.binary
    }

    /// The service of a token that is recognized and cannot be checked.
    pub(super) fn named_service(&self) -> Option<&'static Service> {
        self.service().filter(|_| self.kind() == Kind::Other)
    }

    /// How much of a log the logs of its steps hold as well, and their folder.
    pub(super) fn repeats(&self) -> Option<(usize, Foreign<'_>)> {
        self.subject.input.repeats.as_ref().map(|repeats| (repeats.count, Foreign::new(&*repeats.of)))
    }

    /// The instant as of which it was judged, in seconds since 1970.
    pub(super) fn at(&self) -> f64 {
        self.subject.recognition.at
    }

    /// Whether that is the instant of the request.
    pub(super) fn at_is_known(&self) -> bool {
        self.subject.recognition.at_is_known
    }

    /// The services it may belong to.
    pub(super) fn services(&self) -> &[&'static Service] {
        &self.subject.recognition.services
    }

    /// What else it may belong to, where its service is only assumed.
    pub(super) fn assumed_instead_of(&self) -> Vec<&'static str> {
        let all = self.subject.recognition.assumed_among.iter();
        all.filter(|other| self.service().is_some_and(|it| it.id != other.id)).map(|other| other.id).collect()
    }

    /// The service, when only one remains.
    pub(super) fn service(&self) -> Option<&'static Service> {
        self.subject.service()
    }

    /// Whether a request or its response was captured.
    pub(super) fn has_exchange(&self) -> bool {
        self.subject.input.exchange.is_some()
    }

    pub(super) fn request(&self) -> Option<Request<'_>> {
        let request = self.subject.input.exchange.as_ref()?.request.as_ref()?;
        Some(Request { method: Foreign::new(&*request.method), url: Foreign::new(request.shown()) })
    }

    /// The method and the URL of the request.
    pub(super) fn request_line(&self) -> Option<Foreign<'_>> {
        let line =
            |request: &request::Request| Foreign::new(format!("{} {}", request.method, request.shown()));
        self.subject.input.exchange.as_ref()?.request.as_ref().map(line)
    }

    /// The status of the response.
    pub(super) fn status(&self) -> Option<u16> {
        self.subject.status()
    }

    /// Apple's code in the response.
    pub(super) fn code(&self) -> Option<Foreign<'_>> {
        self.subject.recognition.code.as_deref().map(Foreign::new)
    }

    /// What is wrong in the service's own words, when the request is at fault and not the credential.
    pub(super) fn sentence(&self) -> Option<Foreign<'_>> {
        let body = self.subject.input.exchange.as_ref()?.body.as_deref()?;
        let is_of_request =
            self.shows() == Some(Shows::Accepted) && self.status().is_none_or(|status| status >= 400);
        is_of_request.then(|| sentence(body)).flatten().map(Foreign::new)
    }

    /// What the response was recognized as.
    pub(super) fn response(&self) -> Option<Recognized> {
        self.subject.recognition.response
    }

    /// What the response shows of the credential.
    pub(super) fn shows(&self) -> Option<Shows> {
        Some(self.response()?.shows(self.status()))
    }

    /// Who may do what was asked, in lines.
    pub(super) fn operation(&self) -> Option<Foreign<'_>> {
        self.subject.explanation.operation.as_deref().map(|lines| Foreign::new(lines.trim_end()))
    }

    /// Root cause first.
    pub(super) fn findings(&self) -> impl ExactSizeIterator<Item = Finding<'_>> {
        self.checks().findings.iter().map(|finding| Finding::of(finding, &self.known))
    }

    /// The checks that had something to look at and found nothing.
    pub(super) fn passed(&self) -> &[&'static Lint] {
        &self.checks().passed
    }

    /// The checks that found something that is not reported.
    pub(super) fn withheld(&self) -> &[&'static Lint] {
        &self.checks().withheld
    }

    /// The checks that had nothing to look at.
    pub(super) fn inapplicable(&self) -> &[&'static Lint] {
        &self.checks().inapplicable
    }

    fn checks(&self) -> &Checks {
        &self.subject.checks
    }

    /// Most likely first.
    pub(super) fn causes(&self) -> impl ExactSizeIterator<Item = Cause<'_>> {
        self.subject.explanation.causes.iter().map(|cause| Cause::of(cause, &self.known))
    }

    /// What was learnt by asking the service.
    pub(super) fn probes(&self) -> Option<Probes<'_>> {
        self.subject.experiments.as_ref().map(Probes::new)
    }

    pub(super) fn token(&self) -> Option<Token<'_>> {
        Token::of(&self.subject, self.shows_token, &self.known)
    }

    pub(super) fn key(&self) -> Option<Key<'_>> {
        let input = self.subject.input.key.as_ref()?;
        Some(Key {
            file: Foreign::new(&*input.source.name),
            kind: &input.key.kind,
            thumbprint: input.key.public.as_ref().map(PublicKey::thumbprint),
        })
    }

    pub(super) fn key_id(&self) -> Option<Identifier<'_>> {
        let id = self.subject.input.credentials.key_id()?;
        let with_origin = format!("{} ({})", id.value, id.origin);
        Some(Identifier {
            value: public(&*id.value, &self.known),
            with_origin: public(with_origin, &self.known),
        })
    }

    pub(super) fn issuer_id(&self) -> Option<Identifier<'_>> {
        let id = self.subject.input.credentials.issuer_id()?;
        let with_origin = Foreign::new(format!("{} ({})", id.value, id.origin));
        Some(Identifier { value: Foreign::new(&*id.value), with_origin })
    }

    /// What was found where tools keep credentials, when it was asked for.
    pub(super) fn discovery(&self) -> Option<Discovery<'_>> {
        self.subject.input.credentials.discovery.as_deref().map(Discovery)
    }

    /// The keys of a JWKS, and how many more there are that can verify nothing.
    pub(super) fn published_keys(&self) -> Option<(impl ExactSizeIterator<Item = PublishedKey<'_>>, usize)> {
        let jwks = self.subject.input.jwks.as_ref()?;
        Some((jwks.keys.iter().map(|jwk| PublishedKey::of(jwk, &self.known)), jwks.left_out))
    }
}

impl<'a> Finding<'a> {
    fn of(finding: &'a lint::Finding, known: &Known) -> Self {
        let words = |text: &'a str| Foreign::new(redact::without_known(text, known));
        Self {
            lint: finding.lint,
            severity: finding.severity,
            at: Foreign::new(&*finding.at),
            message: words(&finding.message),
            help: finding.help.as_deref().map(words),
            is_allowed: finding.allowed,
        }
    }
}

impl<'a> Cause<'a> {
    fn of(diagnosis: &'a Diagnosis, known: &Known) -> Self {
        let words = |text: &'a str| Foreign::new(redact::without_known(text, known));
        let clauses = |clauses: &'a [String]| clauses.iter().map(|clause| words(clause)).collect();
        Self {
            cause: diagnosis.cause,
            confidence: diagnosis.confidence,
            evidence: clauses(&diagnosis.evidence),
            against: clauses(&diagnosis.against),
            next: diagnosis.next.as_deref().map(words),
        }
    }
}
