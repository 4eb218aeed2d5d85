use super::claims_iss_missing::without_issuer;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::a;
use crate::catalog::lint::{Check, Finding, Group, Lint, Severity};
use crate::catalog::need::lacking;
use crate::catalog::words::list;
use crate::model::credentials::Named;
use crate::model::discovery::Discovery;

pub(super) static LINT: Lint = Lint {
    name: "credentials-incomplete",
    group: Group::Credentials,
    severity: Severity::Warning,
    summary: "something is missing to mint a token with",
    explanation: EXPLANATION,
    bad: r#"{"token": null, "credentials": {"key_id": "K7Q2M9X4TZ"}}"#,
    good: r#"{"token": null, "credentials": {"key_id": "K7Q2M9X4TZ",
        "issuer_id": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["credential-missing"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
A token is made of a private key, its key ID, and the identifier of the key's owner: the issuer ID
for App Store Connect, the Team ID for the services of the developer portal. Some services need
more: the bundle ID of the app, the client ID. In CI the missing one is often a secret that is not
handed to pull requests from forks, or that has another name there.

With `--discover` it is an error: a variable that the credential has and that is empty is named, and
when nothing was found, what was looked at.

Give what is missing. Only an individual key of App Store Connect has no issuer ID: without one, App
Store Connect takes the key for that.";

fn check(cx: &Context) -> Option<Check> {
    if let Some(discovery) = cx.credentials.discovery.as_deref().filter(|_| cx.token.is_none()) {
        if !discovery.rivals.is_empty() {
            return None;
        }
        if let Some(finding) = discovered(cx, discovery) {
            return Some(Found(finding));
        }
    }
    let identifiers = cx.credentials.identifiers();
    let is_given = identifiers.iter().any(|(_, _, sources)| sources.iter().any(Named::is_explicit));
    if cx.token.is_some() || !cx.credentials.is_set && (cx.request.is_some() || !is_given) {
        return None;
    }
    let lacking = |service| lacking(service, cx.credentials, cx.key.is_some());
    let mut missing = lacking(cx.service);
    missing.retain(|need| cx.services.iter().all(|service| lacking(service).contains(need)));
    let Some(member) = missing.first().map(|need| need.member) else { return Some(Passed) };
    let names: Vec<_> = missing.iter().map(|need| need.noun).collect();
    let options: Vec<_> = missing.iter().map(|need| format!("`{}`", need.option)).collect();
    let at = if member == "key" { "/key".to_owned() } else { format!("/credentials/{member}") };
    let mut help = format!("give {}", list(&options));
    if let (true, Some((twin, _))) =
        (names.contains(&"the issuer ID"), cx.services.iter().find_map(|service| without_issuer(cx, service)))
    {
        let key = a(twin.key.name);
        help = format!("{help}; for {key}, which has no issuer ID, say `--service {}`", twin.id);
    }
    // Without a key there is nothing to check or to send, whatever else is there.
    let severity = if cx.key.is_none() { Severity::Error } else { LINT.severity };
    let message = format!("no token can be minted: {} missing", is_or_are(&names));
    Some(Found(LINT.finding(at, message).severity(severity).help(help)))
}

/// What discovery should have found: places without a value, or anything at all.
fn discovered(cx: &Context, discovery: &Discovery) -> Option<Finding> {
    let missing: Vec<_> = discovery.gaps.iter().filter(|gap| gap.is_missing).collect();
    let gaps = if missing.is_empty() { discovery.gaps.iter().collect() } else { missing.clone() };
    if let Some(first) = gaps.first() {
        let names: Vec<_> = gaps.iter().map(|gap| format!("{} {}", gap.name, gap.what)).collect();
        let nouns: Vec<_> = gaps.iter().map(|gap| gap.noun).collect();
        let severity = if missing.is_empty() { Severity::Warning } else { Severity::Error };
        let at =
            if first.member == "key" { "/key".to_owned() } else { format!("/credentials/{}", first.member) };
        let is_empty = gaps.iter().all(|gap| gap.what == "is empty");
        let wrong = || format!("put the {} into {}", first.noun, first.name);
        let empty = format!(
            "look whether the secret for the {} is set where this job gets its secrets, and spelled alike there; a job \
             for a fork's pull request gets none",
            list(&nouns)
        );
        return Some(LINT.finding(at, names.join("; ")).severity(severity).help(if is_empty {
            empty
        } else {
            wrong()
        }));
    }
    if cx.key.is_some() {
        return None;
    }
    let looked_at = format!(
        "{} of {} environment variables have a name that can matter; no file {}",
        discovery.opened,
        discovery.variables,
        alternatives(&discovery.absent)
    );
    let found = match discovery.is_unusable() {
        true => "no credential was found",
        false => "no private key was found",
    };
    let help = "set the key, its key ID and its issuer ID in the environment, such as `ASC_PRIVATE_KEY`, `ASC_KEY_ID` \
        and `ASC_ISSUER_ID`, or give `--key`";
    Some(LINT.finding("/key", format!("{found}: {looked_at}")).severity(Severity::Error).help(help))
}

fn alternatives(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        names => names.join(""),
    }
}

fn is_or_are(names: &[&str]) -> String {
    match names {
        [one] => format!("{one} is"),
        names => format!("{} are", list(names)),
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn everything_missing_is_named_at_once() {
        let found = findings(
            &LINT,
            r#"{"service": "app-store-server", "token": null, "key": null, "key_file": null,
                "credentials": {"key_id": "K7Q2M9X4TZ"}}"#,
        );
        assert_eq!(found.len(), 1, "{found:?}");
        let expected = "the private key, the issuer ID and the bundle ID are missing";
        assert!(found[0].message.ends_with(expected), "{found:?}");
        assert_eq!(found[0].help.as_deref(), Some("give `--key`, `--issuer-id` and `--bundle-id`"));
    }

    #[test]
    fn other_services_need_other_things() {
        let siwa = r#"{"service": "siwa", "token": null, "credentials": {"is_set": true}}"#;
        assert!(findings(&LINT, siwa)[0].message.contains("the Team ID and the subject are missing"));
        assert!(!is_found(
            &LINT,
            r#"{"service": "asc-individual", "token": null, "credentials": {"is_set": true}}"#
        ));
        let found = findings(&LINT, r#"{"token": null, "credentials": {"is_set": true}}"#);
        assert!(found[0].message.ends_with("the issuer ID is missing"), "{found:?}");
        assert!(found[0].help.as_deref().unwrap().ends_with("say `--service asc-individual`"), "{found:?}");
    }

    #[test]
    fn what_only_one_of_several_services_needs_is_not_missing() {
        let open = r#"{"services": ["asc-team", "asc-individual"], "token": null,
            "credentials": {"key_id": "K7Q2M9X4TZ"}}"#;
        assert!(!is_found(&LINT, open));
        let all = r#"{"services": ["apns", "asc-team"], "token": null, "key": null,
            "credentials": {"key_id": "K7Q2M9X4TZ"}}"#;
        assert!(findings(&LINT, all)[0].message.ends_with("the private key is missing"));
    }

    #[test]
    fn what_discovery_should_have_found_is_an_error() {
        let gap = |is_missing: bool| {
            let gap =
                format!(r#"{{"name": "ASC_ISSUER_ID", "what": "is empty", "is_missing": {is_missing}}}"#);
            findings(
                &LINT,
                &format!(r#"{{"token": null, "credentials": {{"discovery": {{"gaps": [{gap}]}}}}}}"#),
            )
        };
        assert_eq!(
            (gap(true)[0].severity, &*gap(true)[0].message),
            (Severity::Error, "ASC_ISSUER_ID is empty")
        );
        assert_eq!(gap(false)[0].severity, Severity::Warning);
        let nothing = r#"{"token": null, "key": null, "key_file": null,
            "credentials": {"discovery": {"absent": ["a", "b", "c"]}}}"#;
        let found = findings(&LINT, nothing);
        assert_eq!(found[0].severity, Severity::Error);
        let expected = "no credential was found: 0 of 0 environment variables have a name that can matter; \
            no file a, b or c";
        assert_eq!(found[0].message, expected);
        let rivals = r#"{"token": null, "key": null, "key_file": null,
            "credentials": {"discovery": {"rivals": [["A"], ["B"]]}}}"#;
        assert!(!is_found(&LINT, rivals), "credentials-conflict says it");
    }

    #[test]
    fn a_key_for_verification_and_a_key_alone_need_nothing() {
        for patch in [
            r#"{"token": null}"#,
            r#"{"key_file": "key.pem"}"#,
            r#"{"credentials": {"key_id": "K7Q2M9X4TZ"}}"#,
        ] {
            assert!(!is_found(&LINT, patch), "{patch}");
        }
    }
}
