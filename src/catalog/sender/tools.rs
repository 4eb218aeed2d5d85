//! Tools and libraries that only talk to Apple, and the names of Apple's services.

use super::Sender;

/// The services of App Store Connect.
const ASC: &[&str] = &["asc-team", "asc-individual"];

/// Words, in the normal form, and the services that are meant; none: any.
type Voice = (&'static [&'static str], &'static [&'static str]);

static VOICES: &[Voice] = &[
    (
        &[
            "notarytool",
            "notary service",
            "notary api",
            "notarize",
            "notarization",
            "electron-notarize",
            "@electron/notarize",
        ],
        &["notary"],
    ),
    (
        &[
            "altool",
            "contentdelivery",
            "cdascapi",
            "irisapi",
            "itmstransporter",
            "itunes transporter",
            "itmsp",
            "transporter error output",
            "itunesconnection",
            "itunessoftwareservice",
            "xcodebuild",
            "exportarchive",
            "idedistribution",
            "dvtportal",
            "dvtservices",
            "dvtitunes",
            "dvtdeveloperaccount",
            "developerapiserviceerrordomain",
            "xcode cloud",
            "spaceship",
            "fastlane",
            "app_store_connect",
            "app-store-connect",
            "app store connect",
            "appstoreconnect",
            "appstore-connect",
            "itunes connect",
            "itunesconnect",
            "testflight",
            "eas submit",
            "ascapi",
            "asc_api_key",
            "upload_to_app_store",
            "app store connect api",
            "authkey_",
            "authkey",
            "appleapikey",
            "app store connect api key",
            "deliverfile",
            "select_team",
            "*** error: error uploading",
            "*** error: unable to upload archive",
        ],
        ASC,
    ),
    (
        &[
            "apns",
            "node-apn",
            "node_modules/apn",
            "apn::",
            "apns2",
            "apn/lib",
            "aioapns",
            "pyapns",
            "apnotic",
            "apple push notification",
            "api.push.apple",
            "bark-server",
            "pushkit",
        ],
        &["apns"],
    ),
    (&["weatherkit", "wdsjwtauthenticator", "weatherdaemon"], &["weatherkit"]),
    (
        &["musickit", "musickit.js", "apple music", "apple-music", "applemusic", "icerrordomain"],
        &["musickit"],
    ),
    (&["mapkit", "mapkit js", "apple maps", "maps-api.apple"], &["maps", "maps-server", "mapkit-js"]),
    (&["devicecheck", "dcdevice", "app attest", "appattest"], &["devicecheck", "appattest"]),
    (
        &[
            "sign in with apple",
            "signinwithapple",
            "sign-in-with-apple",
            "signin with apple",
            "apple-signin",
            "apple_signin",
            "applesignin",
            "apple sign in",
            "apple sign-in",
            "apple signin",
            "passport-apple",
            "omniauth-apple",
            "apple token api",
            "apple_client_secret",
            "provider=apple",
            "provider:apple",
            "'provider':'apple'",
            "auth/apple",
        ],
        &["siwa"],
    ),
    (
        &[
            "app-store-server-library",
            "appstoreserverlibrary",
            "appstoreserverapi",
            "app store server",
            "appstoreserver",
            "app-store-server",
            "app_store_server",
            "in-app purchase key",
            "adaptyerror",
            "storekit",
        ],
        &["app-store-server"],
    ),
    (&["apple ads", "apple search ads", "searchads", "appleads"], &["apple-ads"]),
    (&["apple business", "apple school", "businessapi.", "schoolapi."], &["apple-business", "apple-school"]),
    (
        &[
            "apple id",
            "appleid",
            "apple developer",
            "developer portal",
            "provisioning profile",
            "code signing",
        ],
        &[],
    ),
];

/// Services and tools of others, by the names that their errors hold.
static OTHERS: &[&str] = &[
    "auth0",
    "aws",
    "azure",
    "bitbucket",
    "cloudflare",
    "docker",
    "elasticsearch",
    "facebook",
    "github",
    "gitlab",
    "google",
    "graphql",
    "jenkins",
    "jira",
    "keycloak",
    "kubectl",
    "kubernetes",
    "mongodb",
    "mysql",
    "nginx",
    "npm",
    "okta",
    "openai",
    "paypal",
    "postgres",
    "pypi",
    "redis",
    "salesforce",
    "sendgrid",
    "sentry",
    "shopify",
    "slack",
    "stripe",
    "twilio",
    "vault",
    "webpack",
    "yarn",
];

/// The tool of Apple, or for Apple, that speaks in a text.
pub(super) fn apples(normal: &str) -> Option<Sender> {
    let speaks = |(words, _): &&Voice| words.iter().any(|word| has_word(normal, word));
    VOICES.iter().find(speaks).map(|(_, services)| Sender::Apple(services.to_vec()))
}

/// Another service or tool that a text names.
pub(super) fn others(normal: &str) -> Option<Sender> {
    let name = OTHERS.iter().find(|name| has_word(normal, name))?;
    Some(Sender::Foreign((*name).to_owned()))
}

/// Whether a text names Apple.
pub(super) fn names_apple(normal: &str) -> bool {
    has_word(normal, "apple")
        || has_word(normal, "itunes")
        || has_word(normal, "app store")
        || has_word(normal, "xcode")
}

/// Whether a text holds these words, and not as a part of longer ones.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let is_end = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        let (before, rest) = text.split_at(at);
        let after = rest.get(word.len()..).unwrap_or_default();
        is_end(before.chars().next_back())
            && (is_end(after.chars().next()) || !word.ends_with(|c: char| c.is_ascii_alphanumeric()))
    })
}
