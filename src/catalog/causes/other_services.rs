//! Services beside App Store Connect.

use crate::catalog::cause::{Cause, Family};
use crate::catalog::evidence::{Environment, Evidence, Experiment, Fact, Outcome};

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        id: "app-not-released",
        family: Family::OtherServices,
        title: "the app has no production release yet, so production answers 401 until the first",
        explanation: "\
The App Store Server API refuses every production call for an app until its first release; the
sandbox accepts the same token. The first build in App Review meets exactly this.",
        fix: &[
            "Fall back to the sandbox host on a bare 401, and on 4040010.",
            "Nothing is wrong with the key; it ends with the release.",
        ],
        page: Some("App Store Connect → Apps → the app → App Store"),
        experiments: &[Experiment::OtherHost],
        answer: false,
        services: &["app-store-server"],
        evidence: &[
            Evidence::rules_out(Fact::Environment(Environment::Sandbox), "the request went to the sandbox"),
            Evidence::speaks_for(
                Fact::Environment(Environment::Production),
                0.5,
                "the request went to production",
            ),
            Evidence::speaks_for(
                Fact::Observed(Experiment::OtherHost, Outcome::Accepted),
                6.0,
                "the sandbox accepts the same token",
            ),
        ],
        source: "https://github.com/apple/app-store-server-library-node/issues/60",
    },
    Cause {
        id: "client-id-mismatch",
        family: Family::OtherServices,
        title: "`client_id`, `sub` and the app of the code differ",
        explanation: "\
A code from a native app needs the bundle ID as `client_id`; one from the web needs the Services ID.
`sub` of the client secret must be the same.",
        fix: &[
            "Use the bundle ID for codes of the app, the Services ID for codes of the web.",
            "Make `sub` of the client secret the same as `client_id`.",
        ],
        page: Some("developer.apple.com → Account → Certificates, Identifiers & Profiles → Identifiers"),
        experiments: &[Experiment::Check],
        answer: false,
        services: &["siwa", "apple-ads", "apple-business", "aods-roster"],
        evidence: &[],
        source: concat!(
            "https://developer.apple.com/documentation/technotes/",
            "tn3107-resolving-sign-in-with-apple-response-errors"
        ),
    },
    Cause {
        id: "authorization-code-spent",
        family: Family::OtherServices,
        title: "the authorization code has expired or was used",
        explanation: "\
A code is good once, for five minutes. The client was authenticated.",
        fix: &[
            "Exchange each code once, right away.",
            "Look for a second exchange: retries, two back ends, a debugger.",
        ],
        page: None,
        experiments: &[Experiment::Repeat],
        answer: false,
        services: &["siwa"],
        evidence: &[],
        source: concat!(
            "https://developer.apple.com/documentation/technotes/",
            "tn3107-resolving-sign-in-with-apple-response-errors"
        ),
    },
    Cause {
        id: "environment-mismatch",
        family: Family::OtherServices,
        title: "a key, token or host of the sandbox meets production, or the reverse",
        explanation: "\
Device tokens of debug builds belong to the sandbox of APNs, those of TestFlight and the App Store
to production. Keys may be limited to one environment. DeviceCheck has a host of its own for
development.",
        fix: &[
            "Send to the host of the environment the token or key is for.",
            "Look whether the key is limited to one environment.",
        ],
        page: Some("developer.apple.com → Account → Certificates, Identifiers & Profiles → Keys"),
        experiments: &[Experiment::OtherHost],
        answer: false,
        services: &["apns", "app-store-server", "devicecheck"],
        evidence: &[Evidence::speaks_for(
            Fact::Observed(Experiment::OtherHost, Outcome::Accepted),
            6.0,
            "the other host accepts the same token",
        )],
        source: concat!(
            "https://developer.apple.com/documentation/usernotifications/",
            "handling-notification-responses-from-apns"
        ),
    },
    Cause {
        id: "provider-token-too-frequent",
        family: Family::OtherServices,
        title: "new provider tokens come more than once in 20 minutes",
        explanation: "\
APNs wants one token for 20 to 60 minutes on all connections of a key. One token a push, or one a
worker, is refused with 429.",
        fix: &[
            "Make one token, keep it for 40 minutes, share it among all workers.",
            "Compare seconds with seconds where the age of the token is looked at.",
        ],
        page: None,
        experiments: &[Experiment::Page],
        answer: true,
        services: &["apns"],
        evidence: &[],
        source: concat!(
            "https://developer.apple.com/documentation/usernotifications/",
            "establishing-a-token-based-connection-to-apns"
        ),
    },
    Cause {
        id: "topic-mismatch",
        family: Family::OtherServices,
        title: "`apns-topic` and the key, team or bundle ID differ",
        explanation: "\
The topic is the bundle ID of an app of the team in `iss`, with a suffix for VoIP and complications;
keys may be limited to topics.",
        fix: &[
            "Set `apns-topic` to the bundle ID of the app the device token came from.",
            "Look which topics the key allows.",
        ],
        page: Some("developer.apple.com → Account → Certificates, Identifiers & Profiles → Keys"),
        experiments: &[Experiment::Page],
        answer: true,
        services: &["apns"],
        evidence: &[],
        source: concat!(
            "https://developer.apple.com/documentation/usernotifications/",
            "handling-notification-responses-from-apns"
        ),
    },
    Cause {
        id: "music-user-token",
        family: Family::OtherServices,
        title: "the Music User Token was refused, not the developer token",
        explanation: "\
`/v1/me` needs the user's token beside the developer token. 403 speaks of the user's, 401 of the
developer's.",
        fix: &[
            "Ask the user's device for a new token; the developer token is good.",
            "Try a catalog request with the same developer token.",
        ],
        page: None,
        experiments: &[Experiment::Control],
        answer: true,
        services: &["musickit"],
        evidence: &[],
        source: "https://developer.apple.com/documentation/applemusicapi/generating-developer-tokens",
    },
    Cause {
        id: "origin-mismatch",
        family: Family::OtherServices,
        title: "the `origin` claim is not the page's origin",
        explanation: "\
A token for MapKit JS or MusicKit JS with `origin` works on pages of exactly that origin: scheme,
host and port, no slash at the end. A development server has another.",
        fix: &["Add the development origin, or mint a token without `origin` for it."],
        page: None,
        experiments: &[Experiment::Scope, Experiment::Check],
        answer: false,
        services: &["maps", "musickit"],
        evidence: &[],
        source: "https://developer.apple.com/documentation/mapkitjs/creating-a-maps-token",
    },
    Cause {
        id: "connection-shared",
        family: Family::OtherServices,
        title: "tokens of two teams are sent over one connection",
        explanation: "\
APNs takes the tokens of one team on an HTTP/2 connection. A pool that shares connections among teams gets
`InvalidProviderToken`.",
        fix: &["Keep a connection for each team."],
        page: None,
        experiments: &[Experiment::Repeat],
        answer: false,
        services: &["apns"],
        evidence: &[],
        source: concat!(
            "https://developer.apple.com/documentation/usernotifications/",
            "establishing-a-token-based-connection-to-apns"
        ),
    },
];
