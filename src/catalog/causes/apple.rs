//! Apple's side.

use crate::catalog::cause::{Cause, Family, id};
use crate::catalog::evidence::{Evidence, Experiment, Fact, Outcome};

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        id: id::APPLE_TRANSIENT,
        family: Family::Apple,
        title: "a lone refusal on Apple's side: the same token passes when it is repeated",
        explanation: "\
Good tokens sporadically get a 401. codemagic, Bitrise and others repeat the request for that reason.",
        fix: &["Repeat the request once with the same token after a second.", "Do not make a new key."],
        page: None,
        experiments: &[Experiment::Repeat],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::speaks_for(
                Fact::Observed(Experiment::Repeat, Outcome::Accepted),
                3.0,
                "the same token passed when it was repeated",
            ),
            Evidence::speaks_for(
                Fact::Observed(Experiment::Given, Outcome::Accepted),
                2.0,
                "the credential is accepted now",
            ),
            Evidence::against(
                Fact::Observed(Experiment::Repeat, Outcome::Refused),
                3.0,
                "the same token was refused again",
            ),
        ],
        source: "https://github.com/microsoft/asconnect/issues/8",
    },
    Cause {
        id: "apple-outage",
        family: Family::Apple,
        title: "an incident on Apple's side",
        explanation: "\
Many teams fail in the same hour, often with 500 and 503 beside the 401, and the web console is slow
or broken too.",
        fix: &[
            "Open https://developer.apple.com/system-status/, and the newest posts on the App Store Connect API \
             in Apple's developer forums, https://developer.apple.com/forums/.",
            "Wait, and repeat with the same key; do not rotate it.",
        ],
        page: Some("https://developer.apple.com/system-status/"),
        experiments: &[Experiment::Repeat, Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://github.com/fastlane/fastlane/issues/19072",
    },
    Cause {
        id: "client-outdated",
        family: Family::Apple,
        title: "Apple changed the API, and the tool is too old for it",
        explanation: "\
Tools that use Apple's web session or copy lists of values break when Apple changes them: the login service in
October 2024, filter values, private endpoints.",
        fix: &["Update the tool, then try again.", "Search the tool's issue tracker for the exact message."],
        page: None,
        experiments: &[Experiment::Page],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://github.com/expo/eas-cli/issues/4392",
    },
];
