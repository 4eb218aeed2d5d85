//! The reason of a verdict in one sentence: what was asked, else the response and its likeliest cause, else what was
//! and was not found.

use super::view::{Confidence, Kind, Level, Probes, Response, Signature, View};
use super::{Options, Summary, Tally};
use crate::catalog::response::{Credential, Shows};
use crate::catalog::service::Service;
use crate::catalog::services::{self, SERVICES};

/// Characters of a code that are shown.
const MAX_CODE: usize = 200;

/// Findings that are named.
const MAX_NAMES: usize = 3;

/// The reason of the verdict on several subjects, or on none; `failure`: the first that has causes.
pub(super) fn of_several(failure: Option<&View>, tally: Tally) -> String {
    let counts = counts(tally.summary);
    let count = tally.summary.subjects;
    match failure {
        Some(subject) => format!("first of {count} subjects: {}", of_response(subject)),
        None if !tally.is_checked && counts.is_empty() => format!("nothing to check in {count} inputs"),
        None if counts.is_empty() => format!("nothing wrong found in {count} subjects"),
        None => format!("{counts} in {count} subjects"),
    }
}

/// The sentence that stands for one subject alone.
pub(super) fn of_subject(subject: &View, options: &Options) -> String {
    of_one(subject, Tally::of(subject, options))
}

/// The reason of the verdict on one subject, of which this is the tally.
pub(super) fn of_one(subject: &View, tally: Tally) -> String {
    of_probes(subject).unwrap_or_else(|| of_unprobed(subject, &counts(tally.summary)))
}

/// Of a subject about which nothing was asked.
fn of_unprobed(subject: &View, counts: &str) -> String {
    if subject.response().is_some() {
        return of_response(subject);
    }
    if subject.kind() == Kind::Log {
        let found = format!("no failure of an Apple API found in {}", subject.name());
        return match subject.foreign_sender() {
            _ if subject.is_of_unknown() => {
                format!("a request, a login or a token was refused, and {UNKNOWN_SENDER}")
            }
            Some(sender) => format!("{found}; {sender} sent the failure in it"),
            None => found,
        };
    }
    if let Some(binary) = subject.binary() {
        return format!("{} is {}, not {}", subject.name(), binary.what, binary.expected());
    }
    if let Some(service) = subject.named_service() {
        return format!(
            "{} is a token for {}, whose rules are not known: it was not checked",
            subject.name(),
            service_name(service)
        );
    }
    let what = what(subject);
    if !counts.is_empty() {
        return format!("{counts} in the {what}: {}", names(subject));
    }
    let signature = match subject.token().map(|token| token.signature()) {
        None => "",
        Some(Signature::Verified(_)) => ", signature verified",
        Some(Signature::Invalid(_)) => ", signature invalid",
        Some(Signature::Unchecked) => ", signature not checked (needs --key or --jwks)",
    };
    match subject.findings().len() {
        0 => format!("nothing wrong found in the {what}{signature}"),
        allowed => format!("{allowed} allowed, nothing else found in the {what}{signature}"),
    }
}

/// What is said of a failure whose sender is not known.
const UNKNOWN_SENDER: &str = concat!(
    "nothing shows who sent this; ",
    "if it was Apple, name the service with --service, or the address with --url"
);

/// The captured response and its likeliest cause.
pub(super) fn of_response(subject: &View) -> String {
    let mut text = response(subject);
    if subject.is_of_unknown() {
        return format!("{text}: {UNKNOWN_SENDER}");
    }
    if has_good_credential(subject) {
        text += ", key and token are good, do not rotate them";
    }
    let Some(first) = subject.causes().next() else { return text };
    let cause = format!("{} ({})", first.cause.title, first.cause.id);
    match first.confidence {
        Confidence::Proven if subject.probes().is_some_and(Probes::has_proof) => {
            format!("{text}; proven: {cause}")
        }
        Confidence::Proven => format!("{text}: {cause}"),
        Confidence::Likely => format!("{text}, most likely because {cause}"),
        Confidence::Possible => format!("{text}; one cause of several: {cause}"),
    }
}

/// The captured response: status and code, or who said it.
pub(super) fn response(subject: &View) -> String {
    match (subject.status(), subject.code()) {
        (Some(status), Some(code)) => format!("{status} {}", code.excerpt(MAX_CODE)),
        (Some(status), None) => status.to_string(),
        (None, Some(code)) => code.excerpt(MAX_CODE),
        (None, None) => "a failure".to_owned(),
    }
}

/// Whether the response says in words that the credential is good; a bare status does not.
pub(super) fn has_good_credential(subject: &View) -> bool {
    let is_by_text = subject.response().is_some_and(|recognized| recognized.by_text);
    is_by_text && subject.shows() == Some(Shows::Refused { credential: Credential::Good })
}

/// What asking came to; `None`: the captured response says it better, or nothing was asked.
fn of_probes(subject: &View) -> Option<String> {
    let probes = subject.probes()?;
    if probes.is_dry_run() {
        let count = probes.most_requests();
        return Some(format!("nothing was sent; at most {count} requests would be sent"));
    }
    if let Some(failure) = probes.failure() {
        return Some(format!("no answer: {failure}"));
    }
    let is_unexplained =
        || subject.causes().next().is_none_or(|first| first.confidence == Confidence::Possible);
    let has_causes = subject.causes().len() > 0;
    let Some(given) = probes.given() else { return Some("ended before there was a judgement".to_owned()) };
    let answer = self::answer(&given);
    match given.level {
        Level::Accepted if !has_causes => Some(format!("{answer}: the service takes the token")),
        Level::Accepted if subject.status() != Some(given.status) => {
            Some(format!("{answer} now; what is explained: {}", of_response(subject)))
        }
        Level::Nothing if is_unexplained() => {
            let to = given.redirect.as_ref().map(|to| format!(", a redirect to {to}"));
            Some(format!("{answer}{} says nothing of the token", to.unwrap_or_default()))
        }
        level => {
            let level = (!has_causes).then(|| level.as_str().to_owned());
            let summary = probes.summary().map(|summary| summary.to_string()).or(level)?;
            Some(format!("{answer}: {summary}"))
        }
    }
}

/// Status and code of a response to a request that was sent.
pub(super) fn answer(response: &Response) -> String {
    const MAX_CODE: usize = 60;
    match &response.code {
        Some(code) => format!("{} {}", response.status, code.excerpt(MAX_CODE)),
        None => response.status.to_string(),
    }
}

/// `1 error, 2 warnings`; empty when there is nothing but what is allowed.
fn counts(summary: Summary) -> String {
    let plural = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    let words = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")];
    words.into_iter().filter_map(|(count, word)| plural(count, word)).collect::<Vec<_>>().join(", ")
}

/// The first findings by name.
fn names(subject: &View) -> String {
    let names: Vec<_> = subject.findings().filter(|f| !f.is_allowed).map(|f| f.lint.name).collect();
    let first = names.iter().take(MAX_NAMES).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MAX_NAMES) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// What the subject is, in a noun.
fn what(subject: &View) -> String {
    match subject.service() {
        Some(service) if subject.kind() == Kind::Token && service.rules.is_some() => {
            format!("token for {}", service_name(service))
        }
        None if subject.kind() == Kind::Token && is_between_some(subject) => {
            let ids: Vec<_> = subject.services().iter().map(|service| service.id).collect();
            format!("token for one of {}", ids.join(", "))
        }
        _ if subject.kind() == Kind::Jwks => "JWKS".to_owned(),
        _ => subject.kind().as_str().to_owned(),
    }
}

/// Whether several services remain, but not all.
fn is_between_some(subject: &View) -> bool {
    subject.services().len() > 1 && !services::are_all(SERVICES, subject.services())
}

/// `App Store Connect API, team key (asc-team)`
pub(super) fn service_name(service: &Service) -> String {
    format!("{} ({})", service.name, service.id)
}
