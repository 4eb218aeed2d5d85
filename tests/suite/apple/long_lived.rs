//! The exception for tokens that live up to six months (§4, 4).

use super::scope::Entry;

/// Six months. App Store Connect's documentation gives no seconds; those of Sign in with Apple are taken: *assumption*.
pub(super) const MAX: f64 = 15_777_000.0;

/// The resources, whose sub-resources are taken to belong to them: *assumption*. Artifacts are missing from Apple's
/// list, but their own page says that they belong to it.
const COLLECTIONS: [&str; 13] = [
    "ciArtifacts",
    "ciBuildActions",
    "ciBuildRuns",
    "ciIssues",
    "ciMacOsVersions",
    "ciProducts",
    "ciTestResults",
    "ciWorkflows",
    "ciXcodeVersions",
    "scmGitReferences",
    "scmProviders",
    "scmPullRequests",
    "scmRepositories",
];

/// Whether every entry names a resource of the list; no entry at all names none.
pub(super) fn covers(entries: &[Entry<'_>]) -> bool {
    !entries.is_empty() && entries.iter().all(|entry| is_listed(entry.path))
}

fn is_listed(path: &str) -> bool {
    let segments: Vec<_> = path.trim_start_matches('/').split('/').collect();
    match segments[..] {
        ["v1", collection, ..] if COLLECTIONS.contains(&collection) => true,
        // Power and Performance Metrics and Logs.
        ["v1", "apps" | "builds", _, "perfPowerMetrics"] => true,
        ["v1", "builds", _, "diagnosticSignatures"] => true,
        ["v1", "diagnosticSignatures", _, "logs"] => true,
        _ => false,
    }
}
