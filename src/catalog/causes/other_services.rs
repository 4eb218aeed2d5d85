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
sandbox accepts the same token. The first build in App Review is in exactly this state.",
        fix: &[
            "Send the same token to https://api.storekit-sandbox.apple.com: if it is accepted there, \
             the key and the token are valid.",
            "Let your server ask production first, and the sandbox on a 401 without a JSON body and \
             on 4040010: App Review buys in the sandbox.",
            "Do nothing else: it ends when the first version is released.",
        ],
        page: Some("App Store Connect → Apps → the app → Distribution"),
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
        title: "a key, token or host of the sandbox meets production, or the other way round",
        explanation: "\
Device tokens of debug builds belong to the sandbox of APNs, those of TestFlight and the App Store
to production. An APNs key can be limited to one environment; the other one refuses it with
`BadEnvironmentKeyInToken`, which shows that it read the signature. DeviceCheck has a host of its
own for development, whose keys have no environment.",
        fix: &[
            "Send to the host of the environment that the token or key is for: `why401 probe \
             --environment` names it.",
            "For APNs, check whether the key is limited to one environment.",
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
APNs refuses a provider token that changes more than once in 20 minutes with 429
`TooManyProviderTokenUpdates`. Apple documents it for one connection; an Apple engineer said that
the keys of one team count together (forum 702056), and several wrong tokens from one address got
the same response (forum 770438), which hides the real error.",
        fix: &[
            "Make one token, keep it for 20 to 50 minutes, and share it among all workers and \
             connections.",
            "After a 429, stop for 20 minutes, then send one token and read the response.",
            "Compare seconds with seconds where the program checks the age of its token.",
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
`/v1/me` needs the user's token beside the developer token. 403 is mostly about the user's token or
a privacy setting not yet accepted; 401 is about the developer token, or about a user who is not
signed in or has no subscription.",
        fix: &[
            "Ask the catalog with the same developer token (`/v1/storefronts/us`): 200 means that it \
             is valid.",
            "Let the user sign in again, accept the privacy notice, and get a new user token.",
        ],
        page: None,
        experiments: &[Experiment::Control],
        answer: true,
        services: &["musickit"],
        evidence: &[],
        source: "https://developer.apple.com/documentation/applemusicapi/http-status-codes",
    },
    Cause {
        id: "origin-mismatch",
        family: Family::OtherServices,
        title: "the page's origin is not covered by the token's `origin`",
        explanation: "\
A token with `origin` works only on the web sites that it names. MusicKit compares whole origins,
with scheme, host and port; Maps compares domains, and `example.com` covers neither
`www.example.com` nor a development server.",
        fix: &[
            "MusicKit: add the exact value of `location.origin`. Maps: add the domain, and `*.` plus \
             the domain for its subdomains.",
            "For development, add `http://localhost:PORT` (MusicKit) or `localhost` (Maps), or mint a \
             token without `origin`.",
        ],
        page: Some(
            "for Maps tokens made in the portal: developer.apple.com → Account → Services → Maps → Tokens",
        ),
        experiments: &[Experiment::Scope, Experiment::Check],
        answer: false,
        services: &["maps", "musickit"],
        evidence: &[],
        source: concat!(
            "https://developer.apple.com/documentation/applemapsserverapi/",
            "creating-and-using-tokens-with-maps-server-api"
        ),
    },
    Cause {
        id: "connection-shared",
        family: Family::OtherServices,
        title: "tokens of two teams are sent over one connection",
        explanation: "\
APNs ties an HTTP/2 connection to the key of its first push. A token of another team, or of an
unrelated key, is refused on it with 403: `UnrelatedKeyIdInToken` by the documentation,
`InvalidProviderToken` in older reports.",
        fix: &[
            "Keep a connection for each team and key.",
            "After such a refusal, open a new connection and send the same token once: if it is \
             accepted, this was the cause.",
        ],
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
