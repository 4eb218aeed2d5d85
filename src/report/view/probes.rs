//! What was sent, and what came of it.

use std::time::Duration;

use super::{Foreign, Level};
use crate::judge::experiments::{Experiments, ProbeResponse, ProbeStep};
use crate::model::clock::Clock;
use crate::probe::origin;

/// Everything that was learnt by asking.
#[derive(Clone, Copy)]
pub(in crate::report) struct Probes<'a>(&'a Experiments);

/// One request, and the response to it.
pub(in crate::report) struct Step<'a> {
    step: &'a ProbeStep,
    pub(in crate::report) name: &'static str,
    /// JSON pointers to what differs from what it is compared with.
    pub(in crate::report) changed: Vec<Foreign<'a>>,
    pub(in crate::report) method: Foreign<'a>,
    pub(in crate::report) url: Foreign<'a>,
    /// The method and the URL.
    pub(in crate::report) line: Foreign<'a>,
    /// Whether it goes to another origin than the first.
    pub(in crate::report) is_elsewhere: bool,
    /// What is sent, as a clause.
    pub(in crate::report) what: Foreign<'a>,
    /// What the response shows; in a dry run, what it would show.
    pub(in crate::report) shows: Foreign<'a>,
    /// `None`: nothing was sent. The error says why there is no response.
    pub(in crate::report) result: Option<Result<Response<'a>, Foreign<'a>>>,
}

/// A response, as far as experiments are concerned.
pub(in crate::report) struct Response<'a> {
    pub(in crate::report) status: u16,
    /// Apple's code.
    pub(in crate::report) code: Option<Foreign<'a>>,
    pub(in crate::report) level: Level,
    pub(in crate::report) elapsed: Duration,
    /// The rate limit as the server writes it.
    pub(in crate::report) rate_limit: Option<Foreign<'a>>,
    /// Where the response points; nothing was sent there.
    pub(in crate::report) redirect: Option<Foreign<'a>>,
    /// What is to be said of its body.
    pub(in crate::report) remark: Option<&'static str>,
}

/// What the responses leave of the roles that a key can have.
pub(in crate::report) struct Roles<'a> {
    pub(in crate::report) consistent: &'a [&'static str],
    /// With the evidence.
    pub(in crate::report) excluded: Vec<(&'static str, Foreign<'a>)>,
    /// Role probes that were not sent, and why.
    pub(in crate::report) skipped: Vec<Foreign<'a>>,
}

impl<'a> Probes<'a> {
    pub(super) fn new(experiments: &'a Experiments) -> Self {
        Self(experiments)
    }

    /// Whether nothing was sent.
    pub(in crate::report) fn is_dry_run(self) -> bool {
        self.0.is_dry_run
    }

    /// In a dry run, how many of the requests would be sent at most.
    pub(in crate::report) fn most_requests(self) -> usize {
        self.0.most_requests
    }

    /// Whether an experiment proved a cause.
    pub(in crate::report) fn has_proof(self) -> bool {
        self.0.has_proof()
    }

    pub(in crate::report) fn steps(self) -> impl DoubleEndedIterator<Item = Step<'a>> {
        let origin_of_first = self.0.steps.first().map_or("", |step| origin(&step.url));
        self.0.steps.iter().map(move |step| Step::of(step, origin(&step.url) != origin_of_first))
    }

    /// The last response to the token as given.
    pub(in crate::report) fn given(self) -> Option<Response<'a>> {
        self.0.given.as_ref().map(Response::of)
    }

    /// Why the token as given got no response.
    pub(in crate::report) fn failure(self) -> Option<Foreign<'a>> {
        self.0.failure().map(|failure| Foreign::new(&*failure.message))
    }

    /// What is left when nothing is proven, as a clause.
    pub(in crate::report) fn summary(self) -> Option<Foreign<'a>> {
        self.0.summary.as_deref().map(Foreign::new)
    }

    /// What all of it comes to, in sentences.
    pub(in crate::report) fn conclusions(self) -> impl Iterator<Item = Foreign<'a>> {
        self.0.conclusions.iter().map(|sentence| Foreign::new(&**sentence))
    }

    pub(in crate::report) fn clock(self) -> Option<&'a Clock> {
        self.0.clock.as_ref()
    }

    pub(in crate::report) fn roles(self) -> Option<Roles<'a>> {
        let roles = self.0.roles.as_ref()?;
        Some(Roles {
            consistent: &roles.consistent,
            excluded: roles.excluded.iter().map(|(role, why)| (*role, Foreign::new(&**why))).collect(),
            skipped: roles.skipped.iter().map(|why| Foreign::new(&**why)).collect(),
        })
    }
}

impl<'a> Step<'a> {
    fn of(step: &'a ProbeStep, is_elsewhere: bool) -> Self {
        let result = step.result.as_ref().map(|result| match result {
            Ok(response) => Ok(Response::of(response)),
            Err(failure) => Err(Foreign::new(&*failure.message)),
        });
        Self {
            step,
            name: step.name.as_str(),
            changed: step.changed.iter().map(|pointer| Foreign::new(&**pointer)).collect(),
            method: Foreign::new(&*step.method),
            url: Foreign::new(&*step.url),
            line: Foreign::new(format!("{} {}", step.method, step.url)),
            is_elsewhere,
            what: Foreign::new(&*step.what),
            shows: Foreign::new(&*step.shows),
            result,
        }
    }

    pub(in crate::report) fn has_method(&self, method: &str) -> bool {
        self.step.method == method
    }

    /// The response, if there is one.
    pub(in crate::report) fn response(&self) -> Option<&Response<'a>> {
        self.result.as_ref()?.as_ref().ok()
    }
}

impl<'a> Response<'a> {
    fn of(response: &'a ProbeResponse) -> Self {
        Self {
            status: response.status,
            code: response.code.as_deref().map(Foreign::new),
            level: response.level,
            elapsed: response.elapsed,
            rate_limit: response.rate_limit.as_deref().map(Foreign::new),
            redirect: response.redirect.as_deref().map(Foreign::new),
            remark: response.remark,
        }
    }
}
