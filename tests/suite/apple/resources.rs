//! The resources of App Store Connect, of which there are next to none.

use serde_json::json;

use super::exchange::{Answer, Request};
use super::key::{Key, Role};
use super::reason::Reason;
use super::state::State;
use super::{bodies, roles, scope};

/// What the API says to a good key: role first, then what is asked for.
pub(super) fn answer(key: &Key, state: &State, request: &Request) -> Result<Answer, Reason> {
    let (method, path) = (request.method.as_str(), request.path());
    let segments: Vec<_> = path.trim_start_matches('/').split('/').collect();
    let id = bodies::uuid(state.answered);
    let (kind, rest) = match &segments[..] {
        ["v1", kind, rest @ ..] if roles::is_type(kind) => (*kind, rest),
        // `/v1/agreements` too: no such path, yet it tells a pending agreement.
        _ => {
            return Ok(bodies::error(
                404,
                "PATH_ERROR",
                "The URL path is not valid",
                "Invalid URL path",
                &id,
            ));
        }
    };
    if method == "POST" && kind == "apps" {
        return Err(Reason::OperationNotOffered);
    }
    if let "salesReports" | "financeReports" = kind {
        return report(key, request, &id);
    }
    roles::allow(key, method, path)?;
    if method != "GET" && method != "HEAD" {
        let body = String::from_utf8_lossy(&request.body);
        if kind == "certificates" && body.contains("DEVELOPER_ID") && key.role != Role::AccountHolder {
            return Err(Reason::AccountHolderOnly);
        }
        let title = "There is a problem with the request entity";
        return Ok(bodies::error(409, "ENTITY_ERROR", title, "The request is not carried out here.", &id));
    }
    let apps = &state.policy.apps;
    Ok(match (kind, rest) {
        ("apps", []) => list(request, "apps", apps),
        ("apps", [app, ..]) if !apps.contains(app) => missing("apps", app, &id),
        ("apps", [app]) => instance("apps", app),
        ("apps", [_, .., name]) => list(request, name, &[]),
        (kind, []) => list(request, kind, &[]),
        (kind, [it, ..]) => missing(kind, it, &id),
    })
}

/// The answer to an operation that nobody may do.
pub(super) fn not_offered(request: &Request, id: &str) -> Answer {
    let kind = request.path().rsplit('/').next().unwrap_or_default();
    let detail = format!(
        "The resource '{kind}' does not allow 'CREATE'. Allowed operations are: GET_COLLECTION, GET_INSTANCE, UPDATE"
    );
    bodies::error(403, "FORBIDDEN_ERROR", "The given operation is not allowed", &detail, id)
}

/// Reports of sales and finance: `Accept` (406 in plain text), role, parameters; no data is 404, which shows that the
/// role is enough. That order is an *assumption*, and so are the words of 400 and 404.
fn report(key: &Key, request: &Request, id: &str) -> Result<Answer, Reason> {
    let accept = request.field("accept").unwrap_or("*/*");
    if !accept.contains("application/a-gzip") && !accept.contains("*/*") {
        let text =
            "The provided Accept header is not supported for this request.\n\nAllowed: application/a-gzip";
        return Ok(Answer::text(406, text));
    }
    roles::allow(key, request.method.as_str(), request.path())?;
    let query = scope::decoded(request.query());
    for name in ["filter[reportType]", "filter[vendorNumber]"] {
        if !query.contains(&format!("{name}=")) {
            let detail = format!("The parameter '{name}' is required but was not provided");
            let (code, title) = ("PARAMETER_ERROR.REQUIRED", "A required parameter is missing");
            return Ok(bodies::error(400, code, title, &detail, id));
        }
    }
    let detail = "There were no reports for the dates you specified.";
    Ok(bodies::error(404, "NOT_FOUND", "The specified resource does not exist", detail, id))
}

fn list(request: &Request, kind: &str, ids: &[&str]) -> Answer {
    let data: Vec<_> = ids.iter().map(|id| json!({"type": kind, "id": id})).collect();
    let paging = json!({"total": data.len(), "limit": 50});
    let link = format!("https://{}{}", request.host, request.path());
    Answer::json(200, json!({"data": data, "links": {"self": link}, "meta": {"paging": paging}}).to_string())
}

fn instance(kind: &str, id: &str) -> Answer {
    Answer::json(200, json!({"data": {"type": kind, "id": id}}).to_string())
}

fn missing(kind: &str, it: &str, id: &str) -> Answer {
    let detail = format!("There is no resource of type '{kind}' with id '{it}'");
    bodies::error(404, "NOT_FOUND", "The specified resource does not exist", &detail, id)
}
