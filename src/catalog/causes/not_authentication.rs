//! No fault of authentication.

use crate::catalog::cause::{Cause, Family, id};
use crate::catalog::evidence::Experiment;

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        id: "rate-limited",
        family: Family::NotAuthentication,
        title: "too many requests, by the rule of that service",
        explanation: "\
App Store Connect counts each key's requests in a rolling hour (`X-Rate-Limit` says how many are
left) and also refuses bursts. The App Store Server API counts per app and second and gives
`Retry-After` as a time in milliseconds since 1970. Maps counts per day. APNs limits how often a
provider token may change.",
        fix: &[
            "Wait as long as the response says; without a hint, double the wait after each 429.",
            "Send fewer requests at once, and fetch only what changed.",
        ],
        page: None,
        experiments: &[Experiment::Page],
        answer: true,
        services: &[],
        evidence: &[],
        source: "https://developer.apple.com/documentation/appstoreconnectapi/identifying-rate-limits",
    },
    Cause {
        id: "resource-not-found",
        family: Family::NotAuthentication,
        title: "the resource does not exist, or not for this key",
        explanation: "\
The credential was accepted. An ID of another kind (a bundle ID where the opaque ID belongs), of
another team, or of the other environment is the usual reason.",
        fix: &[
            "List the collection and look for the ID.",
            "Use the ID of the list, not the bundle ID or the number.",
        ],
        page: None,
        experiments: &[Experiment::Control],
        answer: true,
        services: &[],
        evidence: &[],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "parsing-the-error-response-code"
        ),
    },
    Cause {
        id: "request-invalid",
        family: Family::NotAuthentication,
        title: "the request itself is wrong: a parameter, a field, a header or the state of the resource",
        explanation: "\
The credential was accepted, or never looked at. The answer names the field.",
        fix: &[
            "Read `detail` and `source` of the answer and mend the field it names.",
            "For reports send `Accept: application/a-gzip`; for tokens of Sign in with Apple \
                 a form, not JSON.",
        ],
        page: None,
        experiments: &[Experiment::Page],
        answer: true,
        services: &[],
        evidence: &[],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "parsing-the-error-response-code"
        ),
    },
    Cause {
        id: "edge-blocked",
        family: Family::NotAuthentication,
        title: "the servers in front of the API refused the request: an HTML page, no answer of the API",
        explanation: "\
Such a page says nothing about the credential. A network filter, a proxy, an unusual header or the
address of the sender is the reason.",
        fix: &["Try from another network.", "Send fewer unusual headers, and a `User-Agent`."],
        page: None,
        experiments: &[Experiment::Repeat],
        answer: true,
        services: &[],
        evidence: &[],
        source: "https://developer.apple.com/documentation/appstoreconnectapi/about-the-http-status-code",
    },
    Cause {
        id: id::NETWORK_UNREACHABLE,
        family: Family::NotAuthentication,
        title: "Apple was not reached: DNS, proxy, TLS or the connection",
        explanation: "\
No answer came from Apple, so nothing is known of the credential. A proxy variable that was left set
is a frequent reason.",
        fix: &[
            "Look at `HTTPS_PROXY` and `NO_PROXY`, then at DNS and firewall.",
            "Try `curl -v https://api.appstoreconnect.apple.com` on the same machine.",
        ],
        page: None,
        experiments: &[Experiment::Repeat],
        answer: true,
        services: &[],
        evidence: &[],
        source: "https://github.com/fastlane/fastlane/issues/21109",
    },
];
