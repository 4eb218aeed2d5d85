//! Which role a key seems to have: requests that roles tell apart, compared with the role table.

use chrono::{DateTime, Datelike};
use futures_util::future::join_all;

use super::endpoint::Endpoint;
use crate::catalog::evidence::RoleFit;
use crate::catalog::role;
use crate::catalog::service::Service;
use crate::judge::experiments::{Level, Name, Roles};
use crate::model::request::Request;
use crate::probe::driver::{Ask, Bench, Seen, Shot};
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
        path: "/v1/financeReports?filter[vendorNumber]={vendor}&filter[reportType]=FINANCIAL&filter[regionCode]=US&filter[reportDate]={month}",
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
pub(super) struct Needs<'a> {
    pub(super) app: Option<String>,
    pub(super) vendor: Option<&'a str>,
}

/// Sends the role probes with a token that was accepted, and compares the answers with the role table.
pub(super) async fn probe<A: Ask>(
    bench: &Bench<'_, A>,
    service: &Service,
    token: &Sendable,
    needs: Needs<'_>,
) -> Option<Roles> {
    let (mut roles, mut asked) = (Roles::default(), Vec::new());
    for probe in &PROBES {
        match filled(probe.path, &needs, bench.ask.now()) {
            Ok(path) => asked.extend(shot(service, probe, &path, token)),
            Err(need) => roles.skipped.push(format!("{}: {need}", without_query(probe.path))),
        }
    }
    let answers = asked.into_iter().map(|(request, shot)| async move {
        let seen = bench.send(shot).await?;
        judged(bench, &seen, &request)
    });
    let answers: Vec<_> = join_all(answers).await.into_iter().flatten().collect();
    compare(&mut roles, &answers);
    (!answers.is_empty() || !roles.skipped.is_empty() && !bench.is_dry_run()).then_some(roles)
}

fn shot(service: &Service, probe: &RoleProbe, path: &str, token: &Sendable) -> Option<(Request, Shot)> {
    let request = Request::parse(Some("GET"), path)?;
    let endpoint = Endpoint::target(service, None, &request)?;
    let endpoint = match probe.accept {
        Some(accept) => endpoint.with_field("accept", accept),
        None => endpoint,
    };
    let shot = Shot {
        name: Name::Role,
        changed: Vec::new(),
        what: format!("GET {}", without_query(path)),
        tells: format!("tells {}", probe.splits),
        outgoing: endpoint.outgoing(Some((token, None))),
        is_variant: false,
    };
    Some((request, shot))
}

/// Whether the request was allowed; `None` when the answer is about something else.
fn judged<A: Ask>(bench: &Bench<'_, A>, seen: &Seen, request: &Request) -> Option<(Request, RoleFit)> {
    let is_of_role = {
        let notebook = bench.notebook.borrow();
        let answered = notebook.steps.get(seen.index)?.result.as_ref()?.as_ref().ok()?;
        let priors = answered.recognised.response.priors.unknown;
        answered.recognised.by_text && priors.first().is_some_and(|(cause, _)| *cause == "role-insufficient")
    };
    let fit = match seen.level {
        Level::Accepted => RoleFit::Allowed,
        Level::Forbidden if is_of_role => RoleFit::Refused,
        _ => {
            bench.note(seen.index, "says nothing of the role");
            return None;
        }
    };
    bench.note(
        seen.index,
        if fit == RoleFit::Allowed { "the role is enough" } else { "the role is not enough" },
    );
    Some((request.clone(), fit))
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
