//! The servers in front of the API: pages of HTML, which no API of Apple's answers with.

use super::priors::BLOCKED;
use crate::catalog::response::{Body, Layer, Marks, Priors, Response};

const EDGE: Response = Response { layer: Layer::Edge, hints: NOT_API, ..Response::BLANK };
const NOT_API: &[&str] = &["Content-Type text/html and no `errors`: the API did not decide this."];
const RFC: &str = "https://www.rfc-editor.org/rfc/rfc9110#section-15";

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "403-html-access-denied",
        status: &[403],
        marks: Marks {
            title: &[
                "<TITLE>Access Denied",
                "You are not allowed to access the document you requested",
                "errors.edgesuite.net",
            ],
            ..Marks::NONE
        },
        fallback: &[Body::Html],
        sample: Some(
            "<HTML> <TITLE>Access Denied</TITLE> ... Description: You are not allowed to \
                 access the document you requested.",
        ),
        meaning: "A server before the API, or a filter of your network, turned the request away.",
        decisive: true,
        priors: Priors::same(&[("edge-blocked", 0.93), ("apple-outage", 0.04)]),
        source: RFC,
        ..EDGE
    },
    Response {
        id: "400-edge-html",
        status: &[400],
        marks: Marks {
            title: &[
                "<TITLE>Bad Request",
                "Your browser sent a request that this server could not understand",
            ],
            ..Marks::NONE
        },
        fallback: &[Body::Html],
        sample: Some(
            "<HTML><HEAD><TITLE>Bad Request</TITLE></HEAD><BODY><H1>Bad Request</H1>Your \
                 browser sent a request that this server could not \
                 understand.<P>Reference&#32;&#35;7&#46;00000000...</BODY></HTML>",
        ),
        meaning: "A server before the API does not take the request as the client writes it.",
        priors: Priors::same(&[
            ("request-invalid", 0.4),
            ("client-outdated", 0.25),
            ("edge-blocked", 0.15),
            ("apple-outage", 0.15),
        ]),
        hints: &["A line break in a header field, such as one left in the token, gives this, too."],
        source: RFC,
        ..EDGE
    },
    Response {
        id: "503-html-or-unavailable",
        status: &[500, 502, 503, 504],
        marks: Marks {
            title: &["<title>503 Service", "<title>502 Bad Gateway", "<title>504 Gateway"],
            wrapper: &["<HTML> (Spaceship::UnexpectedResponse)"],
            ..Marks::NONE
        },
        fallback: &[Body::Html],
        sample: Some("<HTML> (Spaceship::UnexpectedResponse)"),
        meaning: "Apple's servers are out of order, or turn away a client that is too old.",
        priors: Priors::same(&[("apple-outage", 0.6), ("client-outdated", 0.25), ("edge-blocked", 0.08)]),
        source: "https://github.com/fastlane/fastlane/issues/19278",
        ..EDGE
    },
    Response {
        id: "edge-html",
        fallback: &[Body::Html],
        meaning: "A page of HTML: a server before the API, a filter, or the wrong address answered.",
        priors: BLOCKED,
        source: RFC,
        ..EDGE
    },
];
