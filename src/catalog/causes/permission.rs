//! Permission and account: the credential is good, and not enough.

use super::SOMETIMES_ACCEPTED;
use crate::catalog::cause::{Cause, Family, KEYS_PAGE, id};
use crate::catalog::evidence::{Evidence, Experiment, Fact, Operation, Outcome, RoleFit};

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        id: id::ROLE_INSUFFICIENT,
        family: Family::Permission,
        title: "the role of the key does not allow this operation",
        explanation: "\
Apple authenticated the key and then refused the operation. A team key has the roles it was given
when it was made, and they cannot be changed; an individual key has the roles of its user, which an
Admin can change. Apple documents several team keys with any roles, and no number; before the first,
the Account Holder must request access to the API. Reports need Admin, Finance or Sales; TestFlight
texts and review details need App Manager; users, some certificates and the first analytics report
request need Admin.",
        fix: &[
            "The key and the token are valid: leave them as they are.",
            "See which role the key has: Users and Access → Integrations, column Access.",
            "Look up which role may do it: `why401 check` with `--url` and `--method` of the request \
             says what is known.",
            "Team key: make a new key with that role. Individual key: let an Admin change the user's \
             roles.",
            "When the key is Admin already, a field or endpoint may have been withdrawn by Apple: \
             retry without the field.",
        ],
        page: Some("App Store Connect → Users and Access → Integrations → App Store Connect API → Team Keys"),
        experiments: &[Experiment::Control, Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::speaks_for(Fact::Role(RoleFit::Refused), 3.0, "the role table refuses this role"),
            Evidence::against(Fact::Role(RoleFit::Allowed), 3.0, "the role table allows this role"),
            Evidence::speaks_for(
                Fact::Observed(Experiment::Control, Outcome::Accepted),
                2.0,
                "the same token is accepted at an endpoint that every key may read",
            ),
        ],
        source: concat!(
            "https://developer.apple.com/help/app-store-connect/reference/",
            "account-management/role-permissions"
        ),
    },
    Cause {
        id: "account-holder-required",
        family: Family::Permission,
        title: "only the Account Holder can do this, and no team key is one",
        explanation: "\
A few operations are reserved to the person who holds the account, such as making Developer ID
certificates and signing agreements. A team key never is the Account Holder, whatever its role.",
        fix: &[
            "Key and token are good: leave them as they are.",
            "Ask the Account Holder to do it on the web.",
            "An Admin key does not help: reporters already had one.",
        ],
        page: Some(
            "App Store Connect → Business for agreements, developer.apple.com → Account → Certificates, \
             Identifiers & Profiles for certificates",
        ),
        experiments: &[Experiment::Page],
        answer: true,
        services: &[],
        evidence: &[Evidence::speaks_for(
            Fact::Operation(Operation::AccountHolderOnly),
            3.0,
            "the operation is reserved to the Account Holder",
        )],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "creating-api-keys-for-app-store-connect-api"
        ),
    },
    Cause {
        id: "app-access-limited",
        family: Family::Permission,
        title: "the key's user does not see this app",
        explanation: "\
An individual key, and an Apple ID, reach only the apps that their user was given. A team key
reaches all apps.",
        fix: &[
            "Key and token are good: leave them as they are.",
            "Give the user access to the app, or use a team key.",
        ],
        page: Some("App Store Connect → Users and Access → People → the user → Apps"),
        experiments: &[Experiment::Control, Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[Evidence::against(Fact::Service("asc-team"), 2.0, "a team key reaches all apps")],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "creating-api-keys-for-app-store-connect-api"
        ),
    },
    Cause {
        id: "operation-not-offered",
        family: Family::Permission,
        title: "the API has no such operation for anybody",
        explanation: "\
`POST /v1/apps` and `POST /v1/ciProducts` are the known examples: the resource exists, and nobody
can make one by API. Web sessions use other endpoints, which no key may call.",
        fix: &[
            "Key and token are good, and no other role helps: do it on the web.",
            "Look at the `Allowed operations` in the answer.",
        ],
        page: None,
        experiments: &[Experiment::Page],
        answer: true,
        services: &[],
        evidence: &[
            Evidence::speaks_for(
                Fact::Operation(Operation::NotOffered),
                2.0,
                "the published API description has no such method for this path",
            ),
            Evidence::speaks_for(
                Fact::Operation(Operation::UnknownPath),
                1.0,
                "the published API description has no such path",
            ),
        ],
        source: "https://developer.apple.com/forums/thread/780236",
    },
    Cause {
        id: "agreement-pending",
        family: Family::Permission,
        title: "an agreement must be signed by the Account Holder",
        explanation: "\
When an agreement is new, changed or expired, Apple refuses most calls of the team. Two places have
them: the Program License Agreement on the developer website, and the paid and free apps agreements
in App Store Connect. After signing it takes minutes to an hour. Apple has said so by mistake, for
minutes at a time.",
        fix: &[
            "Key and token are good: leave them as they are.",
            "Ask the Account Holder to sign what is pending, in both places.",
            "Wait up to an hour, then repeat the same request.",
        ],
        page: Some(
            "App Store Connect → Business → Agreements, and developer.apple.com/account for \
                 the Program License Agreement",
        ),
        experiments: &[Experiment::Control, Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::speaks_for(
                Fact::Operation(Operation::NeedsAgreement),
                0.7,
                "the operation needs an agreement in effect",
            ),
            Evidence::against(
                Fact::Observed(Experiment::Control, Outcome::Accepted),
                3.0,
                "the same token is accepted at another endpoint",
            ),
        ],
        source: "https://developer.apple.com/forums/thread/700371",
    },
    Cause {
        id: "membership-expired",
        family: Family::Permission,
        title: "the program membership has lapsed",
        explanation: "\
A team without an active membership keeps its keys, and Apple refuses what they ask.",
        fix: &[
            "Key and token are good: leave them as they are.",
            "Ask the Account Holder to renew the membership; payment and tax data may be the \
                 reason.",
        ],
        page: Some("developer.apple.com/account → Membership details"),
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
        id: "service-not-enabled",
        family: Family::Permission,
        title: "the capability or service is not switched on for this key or app",
        explanation: "\
A portal key carries only the services that were ticked when it was made, and an app identifier only
its capabilities. WeatherKit needs it in two places and half an hour.",
        fix: &[
            "Check in this order: the service ticked for the key; for WeatherKit, WeatherKit under \
             Capabilities and under App Services of the identifier in `sub`; the license agreement \
             accepted. Then wait half an hour.",
            "All of that right and still `NOT_ENABLED` with a second key: it is Apple's side \
             (reported in 2026); open a ticket, and do not change the token.",
        ],
        page: Some(KEYS_PAGE),
        experiments: &[Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[SOMETIMES_ACCEPTED],
        source: "https://developer.apple.com/forums/thread/836726",
    },
    Cause {
        id: "certificate-missing",
        family: Family::Permission,
        title: "there is nothing to sign with in the team",
        explanation: "\
Cloud signing needs a distribution certificate in the team, and a key that may use it. Without one `xcodebuild
-exportArchive` speaks of a cloud signing permission error.",
        fix: &[
            "Look whether the team has a distribution certificate; make one on the web.",
            "Or give the export a certificate of your own.",
        ],
        page: Some("developer.apple.com → Account → Certificates, Identifiers & Profiles → Certificates"),
        experiments: &[Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://developer.apple.com/forums/thread/698117",
    },
];
