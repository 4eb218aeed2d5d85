//! Which role may do what at App Store Connect, as far as Apple's documentation and users' reports tell (§9):
//! <https://developer.apple.com/documentation/appstoreconnectapi/analytics>,
//! <https://developer.apple.com/help/app-store-connect/reference/account-management/role-permissions>.

use super::key::{Key, Kind, Role};
use super::reason::Reason;

use Role::{AccountHolder, Admin, AppManager, CustomerSupport, Developer, Finance, Marketing, Sales};

/// Operations that share their roles.
struct Group {
    /// `*` is one segment, a final `**` any number of further ones, none included.
    paths: &'static [&'static str],
    methods: &'static [&'static str],
    roles: &'static [Role],
    /// Whether individual keys may, whatever the role: Apple excludes provisioning, sales and finance.
    individual: bool,
}

const READ: &[&str] = &["GET", "HEAD"];
const WRITE: &[&str] = &["DELETE", "PATCH", "POST"];
const ANY: &[&str] = &["DELETE", "GET", "HEAD", "PATCH", "POST"];

const PROVISIONING: &[&str] = &[
    "/v1/bundleIdCapabilities/**",
    "/v1/bundleIds/**",
    "/v1/certificates/**",
    "/v1/devices/**",
    "/v1/profiles/**",
];

/// The first that fits decides; what fits none is open to every role.
const GROUPS: &[Group] = &[
    group(&["/v1/salesReports"], READ, &[Admin, Finance, Sales], false),
    group(&["/v1/financeReports"], READ, &[Admin, Finance], false),
    group(&["/v1/analyticsReportRequests/**"], WRITE, &[Admin], true),
    group(
        &[
            "/v1/analyticsReportInstances/**",
            "/v1/analyticsReportRequests/**",
            "/v1/analyticsReports/**",
            "/v1/apps/*/analyticsReportRequests",
        ],
        READ,
        &[Admin, Finance, Sales],
        true,
    ),
    group(&["/v1/userInvitations/**", "/v1/users/**"], WRITE, &[Admin], true),
    group(PROVISIONING, ANY, &[Admin], false),
    group(
        &["/v1/apps/*/betaFeedbackCrashSubmissions", "/v1/apps/*/betaFeedbackScreenshotSubmissions"],
        ANY,
        &[Admin, AppManager, Developer],
        true,
    ),
    group(&["/v1/appClips/**", "/v1/apps/*/appClips"], ANY, &[Admin, AppManager, Marketing], true),
    group(
        &["/v1/appPriceSchedules/**", "/v1/apps/*/appAvailabilityV2", "/v1/apps/*/appPriceSchedule"],
        ANY,
        &[Admin, AppManager],
        true,
    ),
    group(
        &["/v1/apps/*/customerReviews", "/v1/customerReviews/**"],
        READ,
        &[Admin, AppManager, CustomerSupport, Developer, Marketing],
        true,
    ),
    group(&["/v1/customerReviewResponses/**"], WRITE, &[Admin, CustomerSupport], true),
    group(&["/v1/betaGroups/**", "/v1/betaTesters/**"], WRITE, &[Admin, AppManager], true),
    group(&["/v1/ciProducts/**", "/v1/ciWorkflows/**"], READ, &[Admin, AppManager, Developer], true),
    group(&["/v1/webhooks/**"], ANY, &[Admin, AppManager], true),
    group(&["/v1/apps/*", "/v1/appStoreVersions/**"], WRITE, &[Admin, AppManager], true),
];

/// Types of resources; any other path is an error of its own.
const TYPES: &[&str] = &[
    "analyticsReportInstances",
    "analyticsReportRequests",
    "analyticsReports",
    "appClips",
    "appPriceSchedules",
    "appStoreVersions",
    "apps",
    "betaGroups",
    "betaTesters",
    "builds",
    "bundleIdCapabilities",
    "bundleIds",
    "certificates",
    "ciProducts",
    "ciWorkflows",
    "customerReviewResponses",
    "customerReviews",
    "devices",
    "financeReports",
    "profiles",
    "salesReports",
    "userInvitations",
    "users",
    "webhooks",
];

const fn group(
    paths: &'static [&'static str],
    methods: &'static [&'static str],
    roles: &'static [Role],
    individual: bool,
) -> Group {
    Group { paths, methods, roles, individual }
}

/// Whether the key may send this.
pub(super) fn allow(key: &Key, method: &str, path: &str) -> Result<(), Reason> {
    let fits =
        |it: &&Group| it.methods.contains(&method) && it.paths.iter().any(|pattern| matches(pattern, path));
    let Some(group) = GROUPS.iter().find(fits) else { return Ok(()) };
    if key.kind == Kind::Individual && !group.individual {
        return Err(Reason::IndividualKey);
    }
    // That the Account Holder may do what an Admin may is inferred.
    let role = if key.role == AccountHolder { Admin } else { key.role };
    if group.roles.contains(&role) { Ok(()) } else { Err(Reason::Role) }
}

/// Whether the API has that type of resource.
pub(super) fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

fn matches(pattern: &str, path: &str) -> bool {
    let mut path = path.split('/').filter(|it| *it != "relationships");
    for segment in pattern.split('/') {
        match (segment, path.next()) {
            ("**", _) => return true,
            ("*", Some(_)) => {}
            (name, Some(it)) if name == it => {}
            _ => return false,
        }
    }
    path.next().is_none()
}
