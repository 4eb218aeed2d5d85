//! Which role a key seems to have: requests that roles tell apart, compared with the role table.

use chrono::{DateTime, Datelike};

use super::attempt::{Attempt, Credential, Purpose};
use super::endpoint::Endpoint;
use super::observation::Reading;
use super::walk::{Flow, Walk};
use crate::catalog::cause;
use crate::catalog::evidence::RoleFit;
use crate::catalog::role;
use crate::catalog::service::Service;
use crate::judge::experiments::{Level, Name, Roles};
use crate::model::request::Request;
use crate::redact::Sendable;

/// One request that roles tell apart.
struct RoleProbe {
    /// `{app}` is the ID of an app, `{vendor}` the vendor number, `{month}` the last whole month.
    path: &'static str,
    /// Whom it tells apart.
    splits: &'static str,
    accept: Option<&'static str>,
}

/// From the one that tells most.
static PROBES: [RoleProbe; 7] = [
    RoleProbe {
        path: "/v1/apps/{app}/analyticsReportRequests?limit=1",
        splits: "Admin, Sales and Finance from the others",
        accept: None,
    },
    RoleProbe {
        path: "/v1/apps/{app}/appAvailabilityV2",
        splits: "Admin and App Manager from Developer",
        accept: None,
    },
    RoleProbe {
        path: "/v1/apps/{app}/betaFeedbackCrashSubmissions?limit=1",
        splits: "Admin, App Manager and Developer from the others",
        accept: None,
    },
    RoleProbe {
        path: "/v1/apps/{app}/appClips?limit=1",
        splits: "Admin, App Manager and Marketing from the others",
        accept: None,
    },
    RoleProbe {
        path: "/v1/certificates?limit=1&fields[certificates]=certificateType",
        splits: "Admin from App Manager; individual keys are refused whatever the role",
        accept: None,
    },
    RoleProbe {
        path: "/v1/financeReports?filter[vendorNumber]={vendor}&filter[reportType]=FINANCIAL\
               &filter[regionCode]=US&filter[reportDate]={month}",
        splits: "Admin and Finance from Sales",
        accept: Some("application/a-gzip"),
    },
    RoleProbe {
        path: "/v1/apps/{app}/customerReviews?limit=1",
        splits: "Customer Support from Sales and Finance",
        accept: None,
    },
];

/// What role probes need beside the token.
struct Needs<'a> {
    app: Option<String>,
    vendor: Option<&'a str>,
}

impl Walk<'_> {
    /// Sends the role probes with a token that was accepted, and compares the responses with the role table.
    pub(super) fn roles(&mut self) -> Flow<()> {
        let service = self.plan.service;
        if !service.is_at(role::HOST, "/") {
            self.conclude(format!("Roles are those of App Store Connect; {} has none.", service.name));
            return Ok(());
        }
        let needs = Needs { app: self.app.clone(), vendor: self.plan.vendor };
        let (mut roles, mut requests, mut attempts) = (Roles::default(), Vec::new(), Vec::new());
        for probe in &PROBES {
            match filled(probe.path, &needs, self.now()) {
                Ok(path) => {
                    if let Some((request, attempt)) = probe.attempt(service, &path, &self.plan.given.text) {
                        requests.push(request);
                        attempts.push(attempt);
                    }
                }
                Err(need) => roles.skipped.push(format!("{}: {need}", without_query(probe.path))),
            }
        }
        let mut answers = Vec::new();
        for (request, seen) in requests.into_iter().zip(self.send_all(attempts)?) {
            let fit = seen.and_then(|seen| self.role_fit(&seen));
            answers.extend(fit.map(|fit| (request, fit)));
        }
        compare(&mut roles, &answers);
        self.results.roles = (!answers.is_empty() || !roles.skipped.is_empty()).then_some(roles);
        Ok(())
    }

    /// Whether the request was allowed; `None` when the response is about something else.
    fn role_fit(&mut self, seen: &Reading) -> Option<RoleFit> {
        let recognized = &seen.reply.response.recognized;
        let first = recognized.response.priors.unknown.first();
        let is_of_role =
            recognized.by_text && first.is_some_and(|(cause, _)| *cause == cause::id::ROLE_INSUFFICIENT);
        let meaning = Purpose::Role.meaning();
        let (fit, shows) = match seen.level {
            Level::Accepted => (Some(RoleFit::Allowed), meaning.further),
            Level::Forbidden if is_of_role => (Some(RoleFit::Refused), meaning.rejected),
            _ => (None, "says nothing of the role"),
        };
        self.note(seen, shows);
        fit
    }
}

impl RoleProbe {
    fn attempt(&self, service: &Service, path: &str, token: &Sendable) -> Option<(Request, Attempt)> {
        let request = Request::parse(Some("GET"), path)?;
        let mut endpoint = Endpoint::target(service, None, &request)?;
        if let Some(accept) = self.accept {
            endpoint = endpoint.with_field("accept", accept);
        }
        let what = format!("GET {}", without_query(path));
        let credential = Credential::Token(token.clone());
        let attempt = Attempt::new(Purpose::Role, Name::Role, what, &endpoint, credential);
        Some((request, Attempt { question: format!("tells {}", self.splits), ..attempt }))
    }
}

fn compare(roles: &mut Roles, answers: &[(Request, RoleFit)]) {
    if answers.is_empty() {
        return;
    }
    for role in role::roles().iter().filter(|role| role.team_key) {
        let contradiction = answers.iter().find_map(|(request, seen)| {
            let operation = role::operation("GET", &request.path);
            let fit = role::fit(role, &operation).filter(|fit| fit.fit != *seen)?;
            let answer = if *seen == RoleFit::Allowed { "allowed" } else { "refused" };
            let rule = if fit.fit == RoleFit::Allowed { "may" } else { "may not" };
            let doubt = if fit.is_by_exclusion { ", by exclusion" } else { "" };
            Some(format!(
                "GET {} was {answer}, and this role {rule} ({}{doubt})",
                request.path,
                fit.mark.as_str()
            ))
        });
        match contradiction {
            Some(why) => roles.excluded.push((role.name(), why)),
            None => roles.consistent.push(role.name()),
        }
    }
}

/// The path with what it needs, or what is missing.
fn filled(path: &str, needs: &Needs, now: f64) -> Result<String, &'static str> {
    let mut path = path.to_owned();
    if path.contains("{app}") {
        path = path.replace("{app}", needs.app.as_deref().ok_or("the key shows no app to ask about")?);
    }
    if path.contains("{vendor}") {
        let vendor =
            needs.vendor.ok_or("needs --vendor-number, as on the page of payments and financial reports")?;
        path = path.replace("{vendor}", vendor).replace("{month}", &last_month(now));
    }
    Ok(path)
}

/// `YYYY-MM`
fn last_month(now: f64) -> String {
    let date = DateTime::from_timestamp(now as i64, 0).unwrap_or_default();
    match (date.year(), date.month()) {
        (year, 1) => format!("{:04}-12", year - 1),
        (year, month) => format!("{year:04}-{:02}", month - 1),
    }
}

fn without_query(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}
