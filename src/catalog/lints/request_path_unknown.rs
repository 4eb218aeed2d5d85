use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::role::{self, Offer};
use crate::catalog::words::list;

pub(super) static LINT: Lint = Lint {
    name: "request-path-unknown",
    group: Group::Request,
    severity: Severity::Note,
    summary: "the published API description does not have this path, or not with this method",
    explanation: EXPLANATION,
    bad: r#"{"request": {"method": "POST", "url": "https://api.appstoreconnect.apple.com/v1/apps"}}"#,
    good: r#"{"request": {"method": "PATCH",
        "url": "https://api.appstoreconnect.apple.com/v1/apps/6446048195"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/parsing-the-error-response-code",
    causes: &["operation-not-offered", "resource-not-found"],
    explained_by: &["request-host-wrong"],
    check,
};

const EXPLANATION: &str = "\
Apple publishes a description of the App Store Connect API. What it does not offer, such as creating
an app, is answered with a 403 \"does not allow 'CREATE'\" or a 404 to everybody, whatever the role
of the key, while the web UI can do more. This program knows one version of that description; a
newer one may have what is missing here, so that a missing path is no proof.

Compare path, version and method with the documentation of the operation. Paths begin with `/v1/`,
`/v2/` or `/v3/` and are written in camel case, in the plural.";

fn check(cx: &Context) -> Option<Check> {
    let operation = role::asked(cx.service, cx.request?)?;
    let (path, version) = (quoted(&operation.path), role::version());
    let help = "compare it with the documentation: a newer version may have it";
    let (at, message, help) = match operation.offer {
        Offer::Offered { .. } => return Some(Passed),
        Offer::OtherApi => return None,
        Offer::MethodAbsent { methods } => {
            let found =
                format!("{} {path} is not in the API description {version}", quoted(&operation.method));
            (
                "/request/method",
                format!("{found}, which has {} for this path", list(methods)),
                help.to_owned(),
            )
        }
        Offer::PathAbsent { nearest } => {
            let message = format!("{path} is not in the API description {version}");
            let near = nearest.map(|near| format!("the nearest path there is \"{near}\"; {help}"));
            let near = near.unwrap_or_else(|| help.to_owned());
            ("/request/url", message, near)
        }
    };
    let message = format!("{message}; that is no proof that it does not exist");
    Some(Found(LINT.finding(at, message).help(help)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    fn asked(method: &str, url: &str) -> String {
        format!(r#"{{"request": {{"method": "{method}", "url": "{url}"}}}}"#)
    }

    #[test]
    fn the_message_tells_path_from_method_and_claims_no_more_than_is_known() {
        for (method, url, message, help) in [
            (
                "POST",
                "/v1/ciProducts",
                "\"POST\" \"/v1/ciProducts\" is not in the API description 4.5.1, which has GET for \
                 this path; that is no proof that it does not exist",
                "compare it with the documentation: a newer version may have it",
            ),
            (
                "GET",
                "/v1/app/1/builds",
                "\"/v1/app/1/builds\" is not in the API description 4.5.1; that is no proof that it \
                 does not exist",
                "the nearest path there is \"/v1/apps/{id}/builds\"; compare it with the \
                 documentation: a newer version may have it",
            ),
            (
                "GET",
                "/v1/agreements",
                "\"/v1/agreements\" is not in the API description 4.5.1; that is no proof that it \
                 does not exist",
                "compare it with the documentation: a newer version may have it",
            ),
        ] {
            let found = findings(&LINT, &asked(method, url));
            assert!(is_found(&LINT, &asked(method, url)));
            assert_eq!((&*found[0].message, found[0].help.as_deref()), (message, Some(help)));
        }
    }

    #[test]
    fn only_the_app_store_connect_api_is_described() {
        let enterprise = r#"{"service": "enterprise", "claims": {"aud": "apple-developer-enterprise-v1"},
            "request": {"url": "/v1/unheardOf"}}"#;
        assert!(!is_found(&LINT, enterprise));
        assert!(!is_found(&LINT, &asked("GET", "https://127.0.0.1:8080/v1/unheardOf")));
        assert!(!is_found(&LINT, &asked("GET", "/v1/apps/6446048195/relationships/builds?limit=1")));
    }
}
