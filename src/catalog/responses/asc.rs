//! App Store Connect API and Enterprise Program API: refusals of the credential.

use super::priors::{ASC, UNAUTHORIZED};
use crate::catalog::response::{Layer, Marks, Response, Shows};

pub(super) static RESPONSES: &[Response] = &[Response {
    id: "401-not-authorized-std",
    layer: Layer::Api,
    services: ASC,
    status: &[401],
    marks: Marks {
        detail: &[
            "Provide a properly configured and signed",
            "Learn more about Generating Tokens for API Requests",
        ],
        code: &["NOT_AUTHORIZED"],
        title: &["Authentication credentials are missing or"],
        loose: &["api-generating-tokens"],
        ..Marks::NONE
    },
    sample: Some(concat!(
        r#"{"errors": [{"status": "401", "code": "NOT_AUTHORIZED", "title": "Authentication "#,
        r#"credentials are missing or invalid.", "detail": "Provide a properly configured and "#,
        r#"signed bearer token, and make sure that it has not expired. Learn more about "#,
        r#"Generating Tokens for API Requests "#,
        r#"https://developer.apple.com/go/?id=api-generating-tokens"}]}"#,
    )),
    meaning: "The token was refused; this answer is the same for every fault a token or key can have.",
    shows: Shows::REFUSED,
    priors: UNAUTHORIZED,
    hints: &[
        "The body is the same to the byte for every cause, even without an Authorization \
                 header: read no cause out of it.",
        "Compare the local clock with the Date header of the 401 itself.",
        "Send a fresh token with `iat` 60 s back and a life of 10 minutes: when it \
                 passes, the old one had expired, lived too long or came from a wrong clock; when it \
                 fails three times, key ID, issuer ID or key are wrong.",
        "Send the same key as an individual key (`sub` of \"user\", no `iss`): when it passes, it is one.",
        "Refused everywhere: identity. Refused on one endpoint only: passing, or the wrong host.",
    ],
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    ..Response::BLANK
}];
