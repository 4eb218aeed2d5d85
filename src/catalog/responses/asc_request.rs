//! App Store Connect API: answers that only come behind authentication, and faults of Apple's side.

use super::priors::{ASC, ASC_AND_NOTARY, OUTAGE};
use crate::catalog::response::{Marks, Priors, Response, Shows};

const CODES: &str =
    "https://developer.apple.com/documentation/appstoreconnectapi/parsing-the-error-response-code";
const STATUSES: &str =
    "https://developer.apple.com/documentation/appstoreconnectapi/about-the-http-status-code";

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "400-invalid-filter",
        services: ASC,
        status: &[400],
        marks: Marks {
            detail: &["is not a valid filter value"],
            code: &["PARAMETER_ERROR", "ENTITY_INVALID"],
            title: &["A parameter has an invalid value"],
            ..Marks::NONE
        },
        sample: Some(
            "A parameter has an invalid value - 'UNIVERSAL' is not a valid filter value. \
                 Expected one of: IOS, MAC_OS",
        ),
        meaning: "Authenticated; a parameter of the request is wrong or missing.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("request-invalid", 0.5), ("client-outdated", 0.45)]),
        hints: &["Apple drops values from its enumerations: an older tool still sends them."],
        source: CODES,
        ..Response::BLANK
    },
    Response {
        id: "400-vendor-number",
        services: ASC,
        status: &[400],
        marks: Marks { detail: &["Invalid vendor number"], loose: &["invalid vendor id"], ..Marks::NONE },
        sample: Some("A parameter has an invalid value - Invalid vendor number specified."),
        meaning: "Authenticated; the vendor number is not one of this team.",
        shows: Shows::Accepted,
        priors: Priors::same(&[
            ("request-invalid", 0.65),
            ("wrong-service", 0.15),
            ("issuer-id-wrong", 0.12),
        ]),
        hints: &["The vendor number stands in App Store Connect, Payments and Financial Reports; \
                 it is no Team ID."],
        source: CODES,
        ..Response::BLANK
    },
    Response {
        id: "404-resource-missing",
        services: ASC,
        status: &[404],
        marks: Marks {
            detail: &["There is no resource of type"],
            code: &["\"code\":\"NOT_FOUND\"", "\"code\": \"NOT_FOUND\"", "\"code\"=>\"NOT_FOUND\""],
            loose: &["NOT_FOUND", "The specified resource does not exist"],
            ..Marks::NONE
        },
        codes: &["NOT_FOUND"],
        sample: Some(
            "The specified resource does not exist - There is no resource of type \
                 'appStoreReviewDetail' with id '00000000-0000-0000-0000-000000000000'",
        ),
        meaning: "Authenticated; there is nothing of that id that this key can see.",
        shows: Shows::Accepted,
        priors: Priors::same(&[
            ("resource-not-found", 0.75),
            ("apple-outage", 0.1),
            ("app-access-limited", 0.06),
            ("operation-not-offered", 0.04),
        ]),
        hints: &[
            "List the collection and look for the id: bundle IDs and Team IDs are no resource ids.",
            "What another team owns, or the key's user does not see, is answered the same.",
        ],
        source: CODES,
        ..Response::BLANK
    },
    Response {
        id: "404-relationship-missing",
        services: ASC,
        status: &[404],
        marks: Marks {
            detail: &[
                "URL path is not valid - The relationship",
                "URL path is not valid\",\"detail\":\"The relationship",
                "URL path is not valid\", \"detail\": \"The relationship",
            ],
            loose: &["The relationship '"],
            ..Marks::NONE
        },
        sample: Some("The URL path is not valid - The relationship 'buildDeliveries' does not exist"),
        meaning: "Authenticated; the public API has no such relationship.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("operation-not-offered", 0.75), ("client-outdated", 0.2)]),
        hints: &["What only Apple's web pages use is no part of the public API."],
        source: "https://github.com/fastlane/fastlane/issues/20599",
        ..Response::BLANK
    },
    Response {
        id: "404-url-path-invalid",
        services: ASC,
        status: &[404],
        marks: Marks {
            detail: &["does not match a defined resource type"],
            code: &["\"code\":\"PATH_ERROR\"", "\"code\": \"PATH_ERROR\""],
            loose: &["PATH_ERROR"],
            title: &["The URL path is not valid"],
            ..Marks::NONE
        },
        codes: &["PATH_ERROR"],
        sample: Some(concat!(
            r#"{"errors":[{"status":"404","code":"PATH_ERROR","title":"The URL path is not valid","#,
            r#""detail":"Invalid URL path"}]}"#,
        )),
        meaning: "The API has no such path, or no longer.",
        shows: Shows::Accepted,
        priors: Priors::same(&[
            ("operation-not-offered", 0.6),
            ("client-outdated", 0.2),
            ("resource-not-found", 0.1),
            ("request-invalid", 0.08),
        ]),
        hints: &[
            "It may exist on Apple's private host only: then the call works with the session of an Apple ID.",
        ],
        source: CODES,
        ..Response::BLANK
    },
    Response {
        id: "405-method-not-allowed",
        services: ASC,
        status: &[405],
        marks: Marks {
            code: &["\"code\":\"METHOD_NOT_ALLOWED\"", "\"code\": \"METHOD_NOT_ALLOWED\""],
            loose: &["METHOD_NOT_ALLOWED"],
            ..Marks::NONE
        },
        codes: &["METHOD_NOT_ALLOWED"],
        sample: Some(r#"{"errors":[{"status":"405","code":"METHOD_NOT_ALLOWED"}]}"#),
        meaning: "The path exists; this method does not.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("operation-not-offered", 0.8), ("request-invalid", 0.15)]),
        source: CODES,
        ..Response::BLANK
    },
    Response {
        id: "406-accept",
        services: ASC,
        status: &[406],
        marks: Marks { detail: &["Accept header is not supported for"], ..Marks::NONE },
        sample: Some(
            "The provided Accept header is not supported for this request.\n\nRequested: \
                 MediaRangeImpl{type='application', subtype='json', parameters={}, \
                 quality=1.0}\n\nAllowed: application/a-gzip",
        ),
        meaning: "Authenticated; the resource is not offered in the form that the Accept header asks for.",
        shows: Shows::Accepted,
        decisive: true,
        priors: Priors::same(&[("request-invalid", 1.0)]),
        hints: &["Sales and finance reports come as application/a-gzip; the body may be plain text."],
        source: STATUSES,
        ..Response::BLANK
    },
    Response {
        id: "409-app-id-missing",
        services: ASC,
        status: &[409],
        marks: Marks { detail: &["There is no App ID with ID"], ..Marks::NONE },
        sample: Some(concat!(
            r#"{"errors":[{"id":"00000000-0000-0000-0000-000000000000","status":"409","#,
            r#""code":"ENTITY_ERROR","title":"There is a problem with the request entity","#,
            r#""detail":"There is no App ID with ID 'com.example.app' on this team."}]}"#,
        )),
        meaning: "Authenticated; the team has no App ID of that resource id.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("resource-not-found", 0.85), ("request-invalid", 0.12)]),
        hints: &["The API wants the id of the bundleIds resource, not the bundle ID."],
        source: "https://github.com/myappcloud/appstore-connect-api/issues/2",
        ..Response::BLANK
    },
    Response {
        id: "409-entity-error",
        services: ASC,
        status: &[409, 422],
        marks: Marks {
            detail: &[
                "is not available. Please enter a different string",
                "No devices can be associated to Provisioning Profiles",
            ],
            code: &["ENTITY_ERROR", "ENTITY_UNPROCESSABLE"],
            title: &[
                "\"code\":\"STATE_ERROR",
                "\"code\": \"STATE_ERROR",
                "There is a problem with the request entity",
                "An attribute in the provided entity has invalid value",
                "relationship in the provided entity is not allowed",
                "The provided entity is missing a required",
                "The provided entity includes",
                "cannot be fulfilled because of the state of another resource",
            ],
            loose: &[
                "STATE_ERROR",
                "already exists on this team",
                "You are not allowed to create '",
                "bundleID is not available",
            ],
            ..Marks::NONE
        },
        codes: &["STATE_ERROR"],
        sample: Some(concat!(
            r#"{"errors":[{"id":"00000000-0000-4000-8000-000000000000","status":"409","#,
            r#""code":"ENTITY_ERROR.RELATIONSHIP.NOT_ALLOWED","title":"A relationship in the "#,
            r#"provided entity is not allowed for this request","detail":"No devices can be "#,
            r#"associated to Provisioning Profiles for the App Store."}]}"#,
        )),
        meaning: "Authenticated; what the request asks for contradicts what exists.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("request-invalid", 0.75), ("resource-not-found", 0.2)]),
        hints: &[
            "\"Not allowed\" and \"not available\" read like permission here; they are not.",
            "The resource may exist already, in this team or another's.",
        ],
        source: CODES,
        ..Response::BLANK
    },
    Response {
        id: "429-rate-limit-exceeded",
        services: ASC,
        status: &[429],
        marks: Marks {
            detail: &["We've received too many requests"],
            code: &["\"code\":\"RATE_LIMIT_EXCEEDED\"", "\"code\": \"RATE_LIMIT_EXCEEDED\""],
            loose: &["RATE_LIMIT_EXCEEDED"],
            title: &["The request rate limit has been reached"],
            ..Marks::NONE
        },
        codes: &["RATE_LIMIT_EXCEEDED"],
        sample: Some(
            "The request failed with response code 429 RATE_LIMIT_EXCEEDED\nThe request rate \
                 limit has been reached.. We've received too many requests. Please wait and try again \
                 or slow down your request rate.",
        ),
        meaning: "The key was accepted; too many requests were made, in this hour or at once.",
        shows: Shows::Accepted,
        priors: Priors::same(&[("rate-limited", 0.97), ("apple-outage", 0.02)]),
        hints: &[
            "Read `X-Rate-Limit: user-hour-lim:N;user-hour-rem:N;`. With `rem` at 0, wait for the rolling \
             hour; with many left, send fewer requests at a time: there is a short-term limit that Apple \
             does not document.",
        ],
        source: "https://developer.apple.com/documentation/appstoreconnectapi/identifying-rate-limits",
        ..Response::BLANK
    },
    Response {
        id: "500-unexpected-error",
        services: ASC_AND_NOTARY,
        status: &[500],
        marks: Marks {
            detail: &["unexpected error occurred on the server"],
            code: &["\"code\":\"UNEXPECTED_ERROR\"", "\"code\": \"UNEXPECTED_ERROR\""],
            loose: &["UNEXPECTED_ERROR"],
            title: &["An unexpected error occurred. - An unexpected"],
            ..Marks::NONE
        },
        codes: &["UNEXPECTED_ERROR"],
        sample: Some(concat!(
            r#"{"errors":[{"status":"500","code":"UNEXPECTED_ERROR","title":"An unexpected error "#,
            r#"occurred.","detail":"An unexpected error occurred on the server side. If this issue "#,
            r#"continues, contact us at https://developer.apple.com/contact/."}]}"#,
        )),
        meaning: "Apple's server failed; this says nothing about the credential.",
        shows: Shows::Nothing,
        priors: OUTAGE,
        hints: &[
            "Try another endpoint with the same key; a field of the request can also make the server fail.",
        ],
        source: "https://github.com/Ponytech/appstoreconnectapi/issues/53",
        ..Response::BLANK
    },
];
