use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{absence, misplaced, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};

pub(super) static LINT: Lint = Lint {
    name: "claims-bid-missing",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "the claims have no `bid`",
    explanation: EXPLANATION,
    bad: r#"{"service": "app-store-server"}"#,
    good: r#"{"service": "app-store-server", "claims": {"bid": "com.example.app"}}"#,
    source: "https://developer.apple.com/documentation/appstoreserverapi/\
        generating-json-web-tokens-for-api-requests",
    causes: &["bundle-id-missing", "wrong-service"],
    explained_by: &["request-host-wrong"],
    check,
};

const EXPLANATION: &str = "\
A token for the App Store Server API speaks for one app, and `bid` names it by its bundle ID. A
token made by recipe of the App Store Connect API has none: the two share issuer, audience and
header, but neither the key nor this claim.

Add `bid` with the bundle ID of the app, and sign with an In-App Purchase key. Apple's own server
libraries ask for the bundle ID when the client is created.";

fn check(cx: &Context) -> Option<Check> {
    cx.claims().filter(|_| cx.service.requires("bid"))?;
    let Some(found) = absence(cx, "bid") else { return Some(Passed) };
    let about = cx.service.claim("bid")?.about;
    let place = misplaced(cx, "bid").map(|place| format!("; {place}")).unwrap_or_default();
    let help = match cx.credentials.bundle_id() {
        Some(given) => format!("add `bid` \"{}\"", trimmed(&given.value)),
        None => format!("add `bid`: the {about}"),
    };
    Some(Found(LINT.finding("/claims/bid", format!("{found}, expected the {about}{place}")).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    #[test]
    fn an_empty_bundle_id_is_a_missing_one() {
        for (bid, words) in
            [(r#""bid": """#, "`bid` is empty"), (r#""bundleId": "x""#, "`bundleId` stands in its place")]
        {
            let found =
                findings(&LINT, &format!(r#"{{"service": "app-store-server", "claims": {{{bid}}}}}"#));
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].message.contains(words), "{found:?}");
        }
    }

    #[test]
    fn the_bundle_id_given_is_what_to_add() {
        let found = findings(
            &LINT,
            r#"{"service": "app-store-server", "credentials": {"bundle_id": "com.example.app"}}"#,
        );
        assert_eq!(found[0].help.as_deref(), Some("add `bid` \"com.example.app\""));
    }
}
