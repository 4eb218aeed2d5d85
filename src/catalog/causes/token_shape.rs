//! The shape of the token and of the header that carries it.

use super::{FRESH_IS_REFUSED, WORKED_BEFORE};
use crate::catalog::cause::{Cause, Family, id};
use crate::catalog::evidence::{Evidence, Experiment, Fact};

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        id: "token-malformed",
        family: Family::TokenShape,
        title: "the token is not three base64url parts of JSON and bytes",
        explanation: "\
Signing by hand goes wrong in the encoding: base64 with `+`, `/` and `=` instead of base64url, a
part too many, JSON that is not one.",
        fix: &["Let a JWT library make the token.", "Or compare with a good one: `why401 mint`."],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            WORKED_BEFORE,
            Evidence::against(Fact::Passed("token-json-invalid"), 3.0, "header and claims are JSON"),
            FRESH_IS_REFUSED,
        ],
        source: "https://www.rfc-editor.org/rfc/rfc7515#section-7.1",
    },
    Cause {
        id: "algorithm-wrong",
        family: Family::TokenShape,
        title: "the token is signed with another algorithm than ES256",
        explanation: "\
HS256 signs with the text of the key as a password, RS256 with an RSA key; Apple takes ES256 only.",
        fix: &["Set the algorithm to ES256: `algorithm: 'ES256'` in jsonwebtoken, \
                 `algorithm='ES256'` in PyJWT."],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::rules_out(Fact::Passed("header-alg-not-es256"), "the algorithm is ES256"),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: id::SIGNATURE_DER,
        family: Family::TokenShape,
        title: "the signature is ASN.1 DER instead of the raw 64 bytes",
        explanation: "\
OpenSSL and many platforms sign as DER, 70 to 72 bytes that begin with 0x30. A JWS holds r and s, 32
bytes each (RFC 7518 §3.4).",
        fix: &["Let a JWT library sign, or convert: `dsaEncoding: 'ieee-p1363'` in Node, \
                 `rawRepresentation` in CryptoKit."],
        page: None,
        experiments: &[Experiment::Resigned, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::rules_out(Fact::Passed("signature-der"), "the signature is raw"),
            FRESH_IS_REFUSED,
        ],
        source: "https://www.rfc-editor.org/rfc/rfc7518#section-3.4",
    },
    Cause {
        id: id::SIGNATURE_INVALID,
        family: Family::TokenShape,
        title: "the signature does not verify with the public half of the key",
        explanation: "\
The token was signed with another key, or changed after it was signed: re-encoded claims, a cut
signature, an added claim.",
        fix: &[
            "Check it with the key that should have signed: `why401 check TOKEN --key \
                 AuthKey_XXXXXXXXXX.p8`.",
            "Sign exactly the two parts that are sent, joined by a dot.",
        ],
        page: None,
        experiments: &[Experiment::Resigned, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::rules_out(Fact::Passed("signature-invalid"), "the signature verifies"),
            FRESH_IS_REFUSED,
        ],
        source: "https://www.rfc-editor.org/rfc/rfc7515#section-5.2",
    },
    Cause {
        id: "audience-wrong",
        family: Family::TokenShape,
        title: "`aud` is not the audience of the service",
        explanation: "\
`aud` is `appstoreconnect-v1` for App Store Connect, App Store Server and the Notary API,
`apple-developer-enterprise-v1` for the Enterprise Program, `https://appleid.apple.com` for Sign in
with Apple, and no URL of an API.",
        fix: &["Set `aud` to the value of the service: `why401 explain asc-team` shows it."],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::rules_out(Fact::Passed("claims-aud-wrong"), "`aud` is right"),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: id::SUBJECT_WRONG,
        family: Family::TokenShape,
        title: "`sub` is not what the service needs",
        explanation: "\
`sub` is the client ID at Sign in with Apple, the service ID at WeatherKit, and `user` for individual keys.",
        fix: &["Set `sub` as the service asks: `why401 explain siwa`, `why401 explain asc-individual`."],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::against(Fact::Passed("claims-sub-wrong"), 3.0, "`sub` has the right form"),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/technotes/",
            "tn3107-resolving-sign-in-with-apple-response-errors"
        ),
    },
    Cause {
        id: "bundle-id-missing",
        family: Family::TokenShape,
        title: "`bid` is absent where the service needs the bundle ID of the app",
        explanation: "\
The App Store Server API needs the app's bundle ID in `bid`; a token of the App Store Connect API has none.",
        fix: &["Add `bid` with the bundle ID of the app."],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &["app-store-server"],
        evidence: &[
            Evidence::rules_out(Fact::Passed("claims-bid-missing"), "`bid` is there"),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreserverapi/",
            "generating-json-web-tokens-for-api-requests"
        ),
    },
    Cause {
        id: id::BUNDLE_ID_WRONG,
        family: Family::TokenShape,
        title: "`bid` is not the bundle ID of the app",
        explanation: "\
Letter case counts, and extensions have bundle IDs of their own. A token with another app's bundle
ID is accepted, and the transaction is not found (4040010, 4040003).",
        fix: &["Compare `bid` with the bundle ID in App Store Connect, letter by letter."],
        page: Some("App Store Connect → Apps → the app → App Information → Bundle ID"),
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &["app-store-server"],
        evidence: &[Evidence::against(
            Fact::Passed("claims-bid-mismatch"),
            2.0,
            "`bid` is the bundle ID that was given",
        )],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreserverapi/",
            "generating-json-web-tokens-for-api-requests"
        ),
    },
    Cause {
        id: id::SCOPE_MISMATCH,
        family: Family::TokenShape,
        title: "no entry of `scope` covers the request",
        explanation: "\
A token with `scope` is good for the listed GET requests only: path and parameters must match,
`limit`, `cursor` and `sort` aside.",
        fix: &["Add the request to `scope`, or leave `scope` away."],
        page: None,
        experiments: &[Experiment::Scope, Experiment::Check],
        answer: false,
        services: &["asc-team", "asc-individual", "enterprise", "notary"],
        evidence: &[Evidence::against(
            Fact::Passed("claims-scope-mismatch"),
            2.0,
            "`scope` covers the request",
        )],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: "authorization-missing",
        family: Family::TokenShape,
        title: "the request has no Authorization header",
        explanation: "\
HTTP clients drop it on redirects, proxies strip it, and a configuration forgot it. Apple answers as
to a wrong token.",
        fix: &[
            "Send `Authorization: Bearer TOKEN` with every request.",
            "Look at what is really sent: `curl -v` shows it.",
        ],
        page: None,
        experiments: &[Experiment::Given, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[Evidence::rules_out(
            Fact::Passed("request-authorization-missing"),
            "the header was sent",
        )],
        source: "https://www.rfc-editor.org/rfc/rfc9110#section-11.6.2",
    },
    Cause {
        id: "authorization-malformed",
        family: Family::TokenShape,
        title: "the Authorization header is not `Bearer` and one token",
        explanation: "\
The bare token, another scheme, a missing blank, quotes, or a variable that was not expanded stand
in the header.",
        fix: &[
            "Send exactly `Authorization: Bearer TOKEN`, one space, no quotes.",
            "Look at what is really sent: `curl -v` shows it.",
        ],
        page: None,
        experiments: &[Experiment::Given, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[Evidence::rules_out(
            Fact::Passed("request-authorization-malformed"),
            "the header has its form",
        )],
        source: "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
    },
    Cause {
        id: id::CLAIMS_UNEXPECTED,
        family: Family::TokenShape,
        title: "the token carries a claim that the service forbids",
        explanation: "\
Some services take only the claims they list: WeatherKit documents it, and StoreKit signatures have
no `exp`. For others it is not known.",
        fix: &["Send only the claims that the service lists: `why401 explain` and the name of the service."],
        page: None,
        experiments: &[Experiment::Scope, Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[Evidence::against(Fact::Passed("claims-unexpected"), 3.0, "no claim is forbidden")],
        source: concat!(
            "https://developer.apple.com/documentation/weatherkitrestapi/",
            "request-authentication-for-weatherkit-rest-api"
        ),
    },
];
