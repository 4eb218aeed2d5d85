//! Identity: which key, which team, which service.

use super::{FRESH_IS_ACCEPTED, FRESH_IS_REFUSED, FRESH_IS_REFUSED_TOO, SOMETIMES_ACCEPTED, WORKED_BEFORE};
use crate::catalog::cause::{Cause, Family, KEYS_PAGE, id};
use crate::catalog::evidence::{Evidence, Experiment, Fact, History, Operation, Outcome};

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        id: id::KEY_ID_WRONG,
        family: Family::Identity,
        title: "`kid` is not the ID of the key that signed, or is unknown to Apple",
        explanation: "\
Apple looks the key up by `kid`. Another key's ID, one that was mistyped or changed in case by an
editor, or the ID of a key of another team gives the same 401 as every other fault. The ID stands in
the name of the file that Apple handed out: `AuthKey_<key ID>.p8`.",
        fix: &[
            "Compare `kid` with the file name of the key, then with the list of keys.",
            "Check the signature with the exact key: `why401 check TOKEN --key \
                 AuthKey_XXXXXXXXXX.p8`.",
            "When the file was renamed or the ID is in doubt, make a new key and store file \
                 and ID together.",
        ],
        page: Some(KEYS_PAGE),
        experiments: &[Experiment::Identity, Experiment::Fresh, Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[FRESH_IS_REFUSED_TOO, FRESH_IS_ACCEPTED, SOMETIMES_ACCEPTED],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "creating-api-keys-for-app-store-connect-api"
        ),
    },
    Cause {
        id: "key-id-missing",
        family: Family::Identity,
        title: "the header has no `kid`",
        explanation: "\
Without `kid` Apple cannot tell which key signed. Many JWT libraries need it as a header option of its own.",
        fix: &["Set the header member `kid` to the key ID: `keyid` in jsonwebtoken, \
                 `headers={'kid': …}` in PyJWT."],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::rules_out(Fact::Passed("header-kid-missing"), "`kid` is there"),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: id::ISSUER_ID_WRONG,
        family: Family::Identity,
        title: "`iss` is another team's issuer ID, a Team ID, a key ID, or mistyped",
        explanation: "\
The issuer ID is the UUID above the list of team keys, one for each team. The ten-character Team ID
does not do, nor does the issuer ID of another account. APNs, Sign in with Apple and other portal
services want just that Team ID instead.",
        fix: &[
            "Copy the issuer ID anew from the page of the keys, of the team that owns the \
                 key.",
            "Compare it character by character with what the token says.",
        ],
        page: Some(KEYS_PAGE),
        experiments: &[Experiment::Fresh, Experiment::Identity, Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[FRESH_IS_REFUSED_TOO, FRESH_IS_ACCEPTED, SOMETIMES_ACCEPTED],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "creating-api-keys-for-app-store-connect-api"
        ),
    },
    Cause {
        id: id::IDS_SWAPPED,
        family: Family::Identity,
        title: "two identifiers stand in each other's place",
        explanation: "\
Key ID, Team ID and issuer ID are handed to tools side by side, and two of them look alike. At APNs
swapping key ID and Team ID is the most frequent reason of `InvalidProviderToken`.",
        fix: &[
            "Put the ten characters of the key's file name into `kid`, and the issuer ID (or, \
                 for portal keys, the Team ID) into `iss`.",
            "Swap the two secrets or settings where they are stored.",
        ],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Identity, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::against(
                Fact::Passed("ids-swapped"),
                3.0,
                "the identifiers have the shapes of their places",
            ),
            SOMETIMES_ACCEPTED,
        ],
        source: "https://github.com/jchambers/pushy/issues/914",
    },
    Cause {
        id: id::IDENTIFIER_WHITESPACE,
        family: Family::Identity,
        title: "quotes, blanks, a line break or invisible characters stand in an identifier or token",
        explanation: "\
A secret that was stored with quotes, or made with `echo` and its line break, ends up in `kid` or
`iss`. No terminal shows it, and Apple knows no such key.",
        fix: &[
            "Store the value anew without quotes: `printf %s \"$ID\"` instead of `echo`.",
            "Let the pipeline print length and first and last character of each identifier, \
                 not the value.",
        ],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::against(
                Fact::Passed("identifier-whitespace"),
                4.0,
                "no blanks or quotes are in the identifiers",
            ),
            SOMETIMES_ACCEPTED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: "key-revoked",
        family: Family::Identity,
        title: "the key was revoked or deleted",
        explanation: "\
Revoking works at once, and nothing informs the tools that still use the key. A team's key ends when
an Admin revokes it; an individual key ends with its user, and each user has one active at a time. A
revoked key cannot be brought back. Apple documents that a team can have several team keys, and no
number.",
        fix: &[
            "Look whether the key is still listed as active; revoked ones are shown for 30 \
                 days.",
            "Make a new key, replace file and key ID everywhere the old one was used, and try \
                 again.",
        ],
        page: Some(KEYS_PAGE),
        experiments: &[Experiment::Fresh, Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[FRESH_IS_REFUSED_TOO, FRESH_IS_ACCEPTED, SOMETIMES_ACCEPTED],
        source: "https://developer.apple.com/documentation/appstoreconnectapi/revoking-api-keys",
    },
    Cause {
        id: "credential-stale",
        family: Family::Identity,
        title: "an old copy of the secret is what is really in use",
        explanation: "\
The key was renewed, but a second store still has the old one: an environment, an organisation secret that a
repository secret hides, a cache, a running process.",
        fix: &[
            "Print the key ID and the thumbprint of the key where the request is made: \
                 `why401 check --key …` shows both.",
            "Replace the secret in every place, restart what runs, and clear caches.",
        ],
        page: None,
        experiments: &[Experiment::Check, Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[Evidence::speaks_for(Fact::History(History::Worked), 0.5, "it worked before")],
        source: "https://developer.apple.com/documentation/appstoreconnectapi/revoking-api-keys",
    },
    Cause {
        id: "credential-missing",
        family: Family::Identity,
        title: "the variable, the file or the field is empty or absent",
        explanation: "\
Secrets are not handed to builds of forks, are misspelt, belong to another environment, or were
never added to this step. The tool then signs with nothing, or fails before it sends anything.",
        fix: &[
            "Let the pipeline print which variables are empty, never their values.",
            "Compare the names letter by letter with what the tool reads.",
            "Hand the secrets to the very step that fails; builds of forks get none.",
        ],
        page: None,
        experiments: &[Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://github.com/microsoft/app-store-vsts-extension/issues/218",
    },
    Cause {
        id: "credentials-conflict",
        family: Family::Identity,
        title: "two different credentials are configured, and the tool takes the other one",
        explanation: "\
Tools read several variables, files and options, and one wins silently: a password beside a key, a
`teamId` beside an API key, an old variable beside the new one.",
        fix: &[
            "Remove every credential but one; keep either the API key or the Apple ID.",
            "Look which source wins: `why401 check` with both says so.",
        ],
        page: None,
        experiments: &[Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://developer.apple.com/help/app-store-connect/get-started/app-store-connect-api",
    },
    Cause {
        id: id::INDIVIDUAL_KEY_WITH_ISSUER,
        family: Family::Identity,
        title: "an individual key is sent with `iss`; it needs `sub: \"user\"` and no `iss`",
        explanation: "\
An individual key belongs to a user. Its tokens have `sub: \"user\"` and no `iss`; with an issuer ID they are
refused. Many tools know team keys only.",
        fix: &[
            "Leave out the issuer ID and let the tool set `sub` to `user`: in fastlane drop \
             `issuer_id`, with altool give `--api-key-subject user`.",
            "Or make a team key (Account Holder or Admin; the Account Holder must have requested API \
             access once).",
        ],
        page: Some("App Store Connect → your name → Edit Profile → Individual API Key"),
        experiments: &[Experiment::Identity, Experiment::Check],
        answer: false,
        services: &["asc-team", "asc-individual", "notary"],
        evidence: &[SOMETIMES_ACCEPTED],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: "individual-key-restricted",
        family: Family::Identity,
        title: "individual keys cannot do this: provisioning, sales and finance, and older versions of \
        notarytool",
        explanation: "\
Apple excludes individual keys from the provisioning endpoints (bundle IDs, certificates, devices,
profiles) and from Sales and Finance, whatever the role of their user. Apple's documentation
excludes notarytool as well, while the manual page of notarytool in Xcode 26 and later lists them.",
        fix: &["Use a team key with the role that the operation needs."],
        page: Some("App Store Connect → Users and Access → Integrations → App Store Connect API → Team Keys"),
        experiments: &[Experiment::Control, Experiment::Page],
        answer: false,
        services: &["asc-team", "asc-individual", "notary"],
        evidence: &[
            Evidence::against(Fact::Service("asc-team"), 4.0, "the token is one of a team key"),
            Evidence::speaks_for(
                Fact::Operation(Operation::NotForIndividualKeys),
                0.7,
                "the operation is not for individual keys",
            ),
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "creating-api-keys-for-app-store-connect-api"
        ),
    },
    Cause {
        id: id::WRONG_SERVICE,
        family: Family::Identity,
        title: "a key or token of another Apple service is used, or the wrong host for this one",
        explanation: "\
Keys look alike and none says what it is for. A key of App Store Connect does not work at the App
Store Server API, which wants an In-App Purchase key; portal keys with APNs or Sign in with Apple do
not work at App Store Connect; the Enterprise Program has keys and a host of its own.",
        fix: &[
            "Look on which page the key was made: Team Keys, In-App Purchase, or the \
                 developer portal.",
            "Make the key on the page of the service that is called, and use that service's \
                 host and `aud`.",
        ],
        page: Some(
            "App Store Connect → Users and Access → Integrations, or developer.apple.com → \
                 Account → Certificates, Identifiers & Profiles → Keys",
        ),
        experiments: &[Experiment::Check, Experiment::Page],
        answer: true,
        services: &[],
        evidence: &[SOMETIMES_ACCEPTED],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreserverapi/",
            "generating-json-web-tokens-for-api-requests"
        ),
    },
    Cause {
        id: "user-removed",
        family: Family::Identity,
        title: "the person behind the credential left the team",
        explanation: "\
An individual key and an app-specific password end with the membership of their user; a team key does not.",
        fix: &[
            "Ask an Admin whether the user is still listed, with access to the team.",
            "Use a team key for machines.",
        ],
        page: Some("App Store Connect → Users and Access → People"),
        experiments: &[Experiment::Page],
        answer: true,
        services: &[],
        evidence: &[],
        source: "https://developer.apple.com/documentation/appstoreconnectapi/revoking-api-keys",
    },
    Cause {
        id: "team-not-found",
        family: Family::Identity,
        title: "the credential's provider has no team there, or it is the wrong team",
        explanation: "\
The login or key is known, but not as a member of the team that was named: a mistyped Team ID,
another team of the same person, a team that was just made, moved or has lapsed.",
        fix: &[
            "Compare the Team ID with the one on the membership page.",
            "Name the team when the user belongs to several.",
            "Look whether the membership is active.",
        ],
        page: Some("developer.apple.com/account → Membership details"),
        experiments: &[Experiment::Page, Experiment::Control],
        answer: true,
        services: &[],
        evidence: &[],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "parsing-the-error-response-code"
        ),
    },
    Cause {
        id: "key-propagation",
        family: Family::Identity,
        title: "the new key is not active everywhere yet",
        explanation: "\
A new key works at once at most services. APNs was seen to take up to 12 hours, and reports of APNs
and Sign in with Apple speak of up to two days; Apple documents no time.",
        fix: &[
            "Wait an hour and try again with the same key; do not make another one.",
            "Keep the old key until the new one works.",
        ],
        page: Some("developer.apple.com → Account → Certificates, Identifiers & Profiles → Keys"),
        experiments: &[Experiment::Repeat],
        answer: false,
        services: &[],
        evidence: &[
            WORKED_BEFORE,
            Evidence::speaks_for(
                Fact::Observed(Experiment::Given, Outcome::Accepted),
                4.0,
                "the key is accepted now",
            ),
        ],
        source: "https://github.com/sideshow/apns2/issues/102",
    },
];
