//! App Store Connect API: answers of 403, to a key that is authentic.

use super::priors::{AGREEMENT, ASC, ASC_AND_NOTARY, FORBIDDEN, ROLE};
use crate::catalog::response::{Marks, Priors, Response, Shows};

const CODES: &str =
    "https://developer.apple.com/documentation/appstoreconnectapi/parsing-the-error-response-code";

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "403-api-key-does-not-allow",
        services: ASC,
        status: &[403],
        marks: Marks { detail: &["API key in use does not allow"], ..Marks::NONE },
        sample: Some(concat!(
            r#"{"errors":[{"id":"00000000-0000-0000-0000-000000000000","status":"403","#,
            r#""code":"FORBIDDEN_ERROR","title":"This request is forbidden for security reasons","#,
            r#""detail":"The API key in use does not allow this request"}]}"#,
        )),
        meaning: "The key is authentic; its role does not allow this request.",
        shows: Shows::FORBIDDEN,
        priors: ROLE,
        hints: &[
            "This body proves key ID, issuer ID, clock and signature good: leave the token alone.",
            "GET works and PATCH or POST fails: a Developer key.",
            "The role of a key cannot be changed: make a new key.",
            "The key is known to be Admin: then Apple has withdrawn the field or endpoint; \
                 retry without the field.",
            "Creating an analytics report request needs Admin, even where reading reports works.",
        ],
        source: "https://github.com/fastlane/fastlane/issues/21544",
        ..Response::BLANK
    },
    Response {
        id: "403-account-holder-only",
        services: ASC,
        status: &[403],
        marks: Marks { detail: &["only be performed by the Account Holder"], ..Marks::NONE },
        sample: Some(
            "This request is forbidden for security reasons - This operation can only be \
                 performed by the Account Holder",
        ),
        meaning: "Only the Account Holder may do this, and no team key is one.",
        shows: Shows::FORBIDDEN,
        decisive: true,
        priors: Priors::same(&[("account-holder-required", 0.95), ("operation-not-offered", 0.03)]),
        hints: &["An Admin key does not help: reporters already had one."],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "creating-api-keys-for-app-store-connect-api"
        ),
        ..Response::BLANK
    },
    Response {
        id: "403-operation-not-allowed",
        services: ASC,
        status: &[403],
        marks: Marks {
            detail: &[
                "does not allow 'CREATE'",
                "does not allow 'UPDATE'",
                "does not allow 'DELETE'",
                "does not allow 'GET_COLLECTION'",
                "does not allow 'GET_INSTANCE'",
                "The given operation is not allowed",
                "Allowed operations are: ",
            ],
            ..Marks::NONE
        },
        sample: Some(concat!(
            r#"{"errors":[{"id":"00000000-0000-0000-0000-000000000000","status":"403","#,
            r#""code":"FORBIDDEN_ERROR","title":"The given operation is not allowed","detail":"The "#,
            r#"resource 'apps' does not allow 'CREATE'. Allowed operations are: GET_COLLECTION, "#,
            r#"GET_INSTANCE, UPDATE"}]}"#,
        )),
        meaning: "The API has no such operation on this resource, for nobody.",
        shows: Shows::FORBIDDEN,
        decisive: true,
        priors: Priors::same(&[("operation-not-offered", 1.0)]),
        hints: &["No role helps; apps and Xcode Cloud products cannot be created by this API."],
        source: CODES,
        ..Response::BLANK
    },
    Response {
        id: "403-required-agreements",
        services: ASC_AND_NOTARY,
        status: &[403],
        marks: Marks {
            detail: &[
                "required agreement is missing or",
                "requires an in-effect agreement",
                "Ensure your team has signed the necessary legal agreements",
            ],
            code: &[
                "FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED",
                "REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED",
            ],
            wrapper: &["Spaceship::ProgramLicenseAgreementUpdated"],
            ..Marks::NONE
        },
        sample: Some(concat!(
            r#"{ "errors": [ { "id": "XXXXXXXXXXXXXXXXXXXXXXXXXX", "status": "403", "code": "#,
            r#""FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED", "title": "A required agreement "#,
            r#"is missing or has expired.", "detail": "This request requires an in-effect "#,
            r#"agreement that has not been signed or has expired.", "links": { "see": "/business" "#,
            r#"} } ] }"#,
        )),
        meaning: "The key is authentic; an agreement of the team is not signed or has expired.",
        shows: Shows::FORBIDDEN,
        priors: AGREEMENT,
        hints: &[
            "Do not make a new key.",
            "Two places: developer.apple.com/account (Program License Agreement) and App \
                 Store Connect, Business; only the Account Holder can sign.",
            "Signed minutes ago: it takes a while to come into effect.",
            "Some endpoints answer and some do not, or it changes between tries: Apple's side.",
        ],
        source: "https://github.com/bitrise-io/go-xcode/pull/267",
        ..Response::BLANK
    },
    Response {
        id: "403-pla-not-accepted",
        services: ASC_AND_NOTARY,
        status: &[403],
        marks: Marks {
            detail: &["PLA Update available", "Program License Agreement update available"],
            code: &["FORBIDDEN_ERROR.PLA_NOT_ACCEPTED", "PLA_NOT_ACCEPTED"],
            title: &["must agree to the latest Program License Agreement"],
            ..Marks::NONE
        },
        sample: Some(
            "HTTP 403 FORBIDDEN_ERROR.PLA_NOT_ACCEPTED\n\"Unable to process request - PLA \
                 Update available. ... your team's Account Holder, <name>, must agree to the latest \
                 Program License Agreement.\"",
        ),
        meaning: "The key is authentic; the Account Holder has not agreed to the latest Program \
                 License Agreement.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("agreement-pending", 0.97), ("apple-outage", 0.02)]),
        hints: &[
            "The Account Holder signs at developer.apple.com/account; it may take minutes to take effect.",
        ],
        source: "https://github.com/Cap-go/capgo.app/pull/2541",
        ..Response::BLANK
    },
    Response {
        id: "403-access-unavailable-pla",
        services: ASC_AND_NOTARY,
        status: &[403],
        marks: Marks {
            detail: &["You currently don't have access to this resource"],
            code: &["\"code\":\"FORBIDDEN\"", "\"code\": \"FORBIDDEN\"", "\"code\"=>\"FORBIDDEN\""],
            title: &["Access Unavailable"],
            ..Marks::NONE
        },
        codes: &["FORBIDDEN"],
        sample: Some(concat!(
            r#"{"errors":[{"status":"403","code":"FORBIDDEN","title":"Access Unavailable","#,
            r#""detail":"You currently don't have access to this resource. To resolve this issue, "#,
            r#"the Account Holder must agree to the latest Program License Agreement in their "#,
            r#"account on the Apple Developer website. https://developer.apple.com/account"}]}"#,
        )),
        meaning: "The key is authentic; Apple wants the Account Holder to agree to the Program \
                 License Agreement.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("agreement-pending", 0.6), ("apple-outage", 0.35)]),
        hints: &["Reporters of 2020 had nothing left to sign: it was Apple's fault with new accounts."],
        source: CODES,
        ..Response::BLANK
    },
    Response {
        id: "403-no-active-membership",
        services: ASC_AND_NOTARY,
        status: &[403],
        marks: Marks { detail: &["not associated with an active membership"], ..Marks::NONE },
        sample: Some(concat!(
            r#"{"errors":[{"id":"UUID","status":"403","code":"FORBIDDEN_ERROR","title":"This "#,
            r#"request is forbidden for security reasons","detail":"Team ID: 'ABCDE12345' is not "#,
            r#"associated with an active membership. To check your teams membership status, sign "#,
            r#"in your account on the developer website. https://developer.apple.com/account/"}]}"#,
        )),
        meaning: "The key is authentic; the team's membership of the developer program has lapsed.",
        shows: Shows::FORBIDDEN,
        decisive: true,
        priors: Priors::same(&[("membership-expired", 0.95), ("apple-outage", 0.04)]),
        source: concat!(
            "https://github.com/fastlane/fastlane/blob/d5347690d/spaceship/lib/spaceship/",
            "connect_api/api_client.rb#L329-L332"
        ),
        ..Response::BLANK
    },
    Response {
        id: "403-team-admins",
        services: ASC,
        status: &[403, 200],
        marks: Marks {
            detail: &[
                "check with one of your Team Admins",
                "You are not allowed to perform this operation. Please check",
            ],
            ..Marks::NONE
        },
        codes: &["1200"],
        sample: Some(concat!(
            r#"{ "errors": [ { "status": "403", "code": "FORBIDDEN_ERROR", "#,
            r#""id":"00000000-0000-0000-0000-000000000000","title": "This request is forbidden for "#,
            r#"security reasons", "detail": "You are not allowed to perform this operation. Please "#,
            r#"check with one of your Team Admins, or, if you need further assistance, please "#,
            r#"contact Apple Developer Program Support. https://developer.apple.com/support" } ] }"#,
        )),
        meaning: "Authenticated; this key or user has no access to certificates, identifiers and profiles.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("role-insufficient", 0.95), ("individual-key-restricted", 0.03)]),
        hints: &["The portal also answers so with status 200 and `resultCode` 1200."],
        source: "https://developer.apple.com/forums/thread/795381",
        ..Response::BLANK
    },
    Response {
        id: "403-content-provider-id",
        services: ASC,
        status: &[403],
        marks: Marks {
            detail: &["Unable to find a team with the given"],
            loose: &["Content Provider ID"],
            ..Marks::NONE
        },
        sample: Some(
            "FORBIDDEN_ERROR: This request is forbidden for security reasons: Unable to find \
                 a team with the given Content Provider ID",
        ),
        meaning: "The key is authentic; the provisioning side of Apple does not know its team.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("team-not-found", 0.5), ("membership-expired", 0.25), ("apple-outage", 0.2)]),
        hints: &["Compare GET /v1/apps (content side) with GET /v1/certificates (provisioning side)."],
        source: "https://github.com/bitrise-steplib/steps-ios-auto-provision-appstoreconnect/issues/14",
        ..Response::BLANK
    },
    Response {
        id: "403-missing-provider",
        services: ASC_AND_NOTARY,
        status: &[403],
        marks: Marks {
            detail: &["This provider does not exist"],
            code: &["FORBIDDEN.MISSING_PROVIDER"],
            loose: &["MISSING_PROVIDER"],
            ..Marks::NONE
        },
        sample: Some(concat!(
            r#"{"errors":[{"id":"ABCDEFGHIJKLMNOPQRSTUVWXYZ","status":"403","#,
            r#""code":"FORBIDDEN.MISSING_PROVIDER","title":"This provider does not exist.","#,
            r#""detail":"This provider does not exist.","links":{"see":"/landing"}}]}"#,
        )),
        meaning: "The key is authentic; Apple does not find the team behind it.",
        shows: Shows::FORBIDDEN,
        priors: Priors::same(&[("apple-outage", 0.6), ("team-not-found", 0.2), ("membership-expired", 0.15)]),
        hints: &[
            "Two unrelated teams saw it in one Apple incident (May 2025): try again.",
            "Then check that the team still opens in App Store Connect.",
        ],
        source: CODES,
        ..Response::BLANK
    },
    Response {
        id: "403-empty-detail",
        services: ASC,
        status: &[403],
        marks: Marks {
            code: &["FORBIDDEN_ERROR"],
            title: &["request is forbidden for security"],
            ..Marks::NONE
        },
        sample: Some(concat!(
            r#"{"errors":[{"status":"403","code":"FORBIDDEN_ERROR","title":"This request is "#,
            r#"forbidden for security reasons","detail":""}]}"#,
        )),
        meaning: "The key is authentic; the operation is forbidden to it, and no known detail says why.",
        shows: Shows::FORBIDDEN,
        priors: FORBIDDEN.at_first(&[
            ("role-insufficient", 0.75),
            ("agreement-pending", 0.1),
            ("operation-not-offered", 0.06),
            ("individual-key-restricted", 0.03),
            ("account-holder-required", 0.02),
        ]),
        hints: &["An empty detail was seen with a Developer key that made an external tester group."],
        source: CODES,
        ..Response::BLANK
    },
];
