//! The account of a person: an Apple ID, its passwords and its sessions. No API key is involved.

use crate::catalog::cause::{Cause, Family};
use crate::catalog::evidence::{Evidence, Experiment, Fact, History};

const APP_SPECIFIC: &str = "https://support.apple.com/102654";

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        id: "app-specific-password",
        family: Family::Identity,
        title: "the Apple ID's own password, or a revoked app-specific one, is used where an app-specific password \
                belongs",
        explanation: "\
altool, notarytool and Transporter sign in with an Apple ID and an app-specific password. The password
of the account itself is refused. App-specific passwords are all revoked when the password of the
account changes, and each one can be revoked on its own. No API key is involved.",
        fix: &[
            "Sign in at account.apple.com and make a new app-specific password.",
            "Store it without spaces or a line break at its ends, and replace the old one everywhere: the variable \
             of the pipeline, and the keychain profile (`xcrun notarytool store-credentials`).",
            "Give notarytool the Team ID as well: `--apple-id`, `--team-id` and `--password` belong together.",
            "For a pipeline, use an App Store Connect API key instead: it does not depend on a person's password.",
        ],
        page: Some("account.apple.com → Sign-In and Security → App-Specific Passwords"),
        experiments: &[Experiment::Page],
        answer: true,
        services: &[],
        evidence: &[],
        source: APP_SPECIFIC,
    },
    Cause {
        id: "account-locked",
        family: Family::Identity,
        title: "the Apple ID is locked",
        explanation: "\
Apple locks an Apple ID after too many failed sign-ins, or when it suspects misuse. Every sign-in then
fails, with the right password too, and the app-specific passwords are gone afterward. A pipeline that
retries with an old password locks the account again.",
        fix: &[
            "Stop the jobs that sign in with this Apple ID.",
            "Unlock the account at iforgot.apple.com; the Account Holder or the owner of the Apple ID has to do it.",
            "Make a new app-specific password and store it everywhere the old one was used.",
            "For a pipeline, use an App Store Connect API key instead: it cannot be locked this way.",
        ],
        page: Some(
            "iforgot.apple.com, then account.apple.com → Sign-In and Security → App-Specific Passwords",
        ),
        experiments: &[Experiment::Page],
        answer: true,
        services: &[],
        evidence: &[],
        source: "https://support.apple.com/102640",
    },
    Cause {
        id: "provider-ambiguous",
        family: Family::Identity,
        title: "the account belongs to several providers or teams, and none was named",
        explanation: "\
An Apple ID can belong to several teams, which the upload tools call providers. Transporter and altool
do not guess which one is meant. The short name of a provider is not always its Team ID.",
        fix: &[
            "List the providers of the account: `xcrun altool --list-providers -u APPLE_ID -p PASSWORD`, or \
             `iTMSTransporter -m provider`.",
            "Name the provider: `--asc-provider` (altool), `-itc_provider` or `-asc_provider` (Transporter), \
             `itc_provider` (fastlane), `ascProvider` (electron-notarize).",
            "notarytool takes the Team ID: `--team-id`.",
            "An API key belongs to one team only; with it the question does not come up.",
        ],
        page: None,
        experiments: &[Experiment::Check],
        answer: true,
        services: &[],
        evidence: &[],
        source: "https://github.com/karaggeorge/electron-builder-notarize/issues/13",
    },
    Cause {
        id: "session-expired",
        family: Family::Identity,
        title: "the signed-in session of an Apple ID, of Xcode or of Xcode Cloud has ended",
        explanation: "\
Xcode, fastlane without a key, EAS and the web pages work in a session that began with a password and a
code from a trusted device. A session ends by itself, after a change of the password, from another
country or IP address, and when Apple wants new terms accepted. A server cannot type the code, so it
cannot renew the session. No API key is involved.",
        fix: &[
            "In Xcode: Settings → Accounts, sign in to the account again.",
            "In fastlane: `fastlane spaceauth -u APPLE_ID`, then store the new FASTLANE_SESSION.",
            "For a pipeline, use an App Store Connect API key instead: fastlane `app_store_connect_api_key`, \
             xcodebuild `-authenticationKeyPath … -authenticationKeyID … -authenticationKeyIssuerID …`.",
        ],
        page: Some("Xcode → Settings → Accounts"),
        experiments: &[Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[Evidence::speaks_for(Fact::History(History::Worked), 0.5, "it worked before")],
        source: "https://docs.fastlane.tools/getting-started/ios/authentication/",
    },
    Cause {
        id: "push-certificate-unusable",
        family: Family::Identity,
        title: "the client certificate for APNs has expired, was revoked or lacks its private key",
        explanation: "\
A server may send to APNs with a client certificate instead of a token. Such a certificate lasts a year
and must stand in one file with its private key, or in two. APNs says nothing in HTTP about a bad one: it
ends the connection in the TLS handshake. No API key and no token is involved.",
        fix: &[
            "Look when it ends: `openssl x509 -in cert.pem -noout -enddate`.",
            "Renew it and restart the server. For device management, renew the same certificate at \
             identity.apple.com: a new one has another topic, and the devices are lost.",
            "Or send with a token: a key for APNs does not expire.",
        ],
        page: Some("developer.apple.com → Account → Certificates, Identifiers & Profiles → Certificates"),
        experiments: &[Experiment::Page],
        answer: true,
        services: &["apns"],
        evidence: &[],
        source: concat!(
            "https://developer.apple.com/documentation/usernotifications/",
            "establishing-a-certificate-based-connection-to-apns"
        ),
    },
];
