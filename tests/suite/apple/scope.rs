//! The `scope` claim: the only requests a token is good for (§3).

use std::collections::BTreeSet;

use hyper::Method;
use serde_json::Value;

use super::exchange::Request;
use super::jws::Jws;
use super::reason::Reason;

/// Parameters that do not count.
const IGNORED: [&str; 3] = ["cursor", "limit", "sort"];

/// One request that a token is good for.
pub(super) struct Entry<'a> {
    pub(super) path: &'a str,
    query: &'a str,
}

/// The entries of a token; `None` without the claim, which then allows whatever the role does.
///
/// A claim of another JSON type, and an entry that is not `GET path`, refuse the token: *assumption*.
pub(super) fn entries(jws: &Jws) -> Result<Option<Vec<Entry<'_>>>, Reason> {
    let Some(claim) = jws.claim("scope") else { return Ok(None) };
    let all = claim.as_array().ok_or(Reason::ScopeMalformed)?;
    all.iter().map(|it| entry(it).ok_or(Reason::ScopeMalformed)).collect::<Result<_, _>>().map(Some)
}

/// Whether one entry covers the request; no entry covers another method than GET.
pub(super) fn covers(entries: &[Entry<'_>], request: &Request) -> bool {
    request.method == Method::GET
        && entries.iter().any(|entry| {
            entry.path == request.path() && parameters(entry.query) == parameters(request.query())
        })
}

/// The entries without a method that tools send to the Notary API, `/notary/v2`, work there (§3).
pub(super) fn is_notary(jws: &Jws) -> bool {
    let is_path = |it: &Value| it.as_str().is_some_and(|text| text.starts_with("/notary/"));
    jws.claim("scope").and_then(Value::as_array).is_some_and(|all| !all.is_empty() && all.iter().all(is_path))
}

fn entry(value: &Value) -> Option<Entry<'_>> {
    let target = value.as_str()?.strip_prefix("GET ")?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    path.starts_with('/').then_some(Entry { path, query })
}

/// What has to agree: all parameters but the ignored ones, in any order, percent-encoded or not. That the request may
/// have no further ones is an *assumption*, and so is that encoding does not matter.
fn parameters(query: &str) -> BTreeSet<String> {
    let name = |it: &String| it.split('=').next().unwrap_or_default().to_owned();
    let all = query.split('&').filter(|it| !it.is_empty()).map(decoded);
    all.filter(|it| !IGNORED.contains(&name(it).as_str())).collect()
}

/// Undoes percent-encoding.
pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|it| u8::from_str_radix(str::from_utf8(it).ok()?, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
