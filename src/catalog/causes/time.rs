//! Time: life, clock and timestamps.

use super::{CLOCKS_AGREE, FRESH_IS_REFUSED};
use crate::catalog::cause::{Cause, Family, id};
use crate::catalog::evidence::{ClockState, Evidence, Experiment, Fact, Outcome};

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        id: "token-expired",
        family: Family::Time,
        title: "`exp` was in the past when the request was made",
        explanation: "\
The token was minted once and used longer than its lifetime: a job that mints at the start and keeps
the token in a variable or cache uses an expired one later. Polling for a build to be processed is
the usual place. Apple was seen to let an expired token pass for a few minutes, so a success proves
nothing.",
        fix: &[
            "Mint a token right before the request, and a new one before each expires; `why401 mint` \
             does.",
            "In a long job the tool must make a new token itself: fastlane does so since 2.157 \
             (update an older one); a token in a shell variable is never renewed.",
            "Check whether a cache keeps tokens: codemagic's does in `$TMPDIR/.codemagic-cli-tools`.",
        ],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::rules_out(Fact::Passed("claims-expired"), "the token had not expired at the time"),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: id::LIFETIME_TOO_LONG,
        family: Family::Time,
        title: "the token's lifetime is over the service's maximum",
        explanation: "\
App Store Connect documents two limits of 20 minutes: for `exp` minus `iat`, and for `exp` minus its
own clock. The App Store Server API takes less than 60 minutes, Apple Ads and Apple Business less
than 180 days, Sign in with Apple and MusicKit 15777000 seconds from Apple's clock. Setting `iat`
back makes the lifetime longer.",
        fix: &[
            "Mint for 10 minutes: `exp` = now + 600.",
            "In fastlane leave out `duration`: its default is 500.",
            "For jsonwebtoken write `expiresIn: '10m'`; a number there is seconds.",
        ],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::against(
                Fact::Passed("claims-lifetime-too-long"),
                4.0,
                "the life is within the maximum",
            ),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: id::LIFETIME_AT_LIMIT,
        family: Family::Time,
        title: "the lifetime is within a minute of the maximum, so a small clock difference tips it over",
        explanation: "\
A token of exactly 20 minutes passes only while this machine's clock is not ahead of Apple's. One of
1199 seconds was refused when the clock was 34 seconds fast, and accepted at 19 minutes. fastlane's
`duration: 1200` is such a token: some report that it is always refused, others that it hardly ever
is.",
        fix: &[
            "Mint for 10 minutes; with fastlane leave out `duration`, whose default is 500.",
            "Synchronize the clock: `timedatectl set-ntp true` (Linux), `sudo sntp -sS \
             time.apple.com` (macOS), `w32tm /resync` (Windows).",
        ],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check, Experiment::Clock],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::against(
                Fact::Passed("claims-lifetime-at-limit"),
                4.0,
                "the life is well below the maximum",
            ),
            FRESH_IS_REFUSED,
        ],
        source: "https://github.com/Cap-go/capgo.app/pull/2840",
    },
    Cause {
        id: id::CLOCK_AHEAD,
        family: Family::Time,
        title: "this machine's clock is ahead of Apple's: `iat` lies in the future and `exp` too far ahead",
        explanation: "\
A token with an `iat` in Apple's future is refused; so is one whose `exp` is more than the maximum
ahead of Apple's clock. Fresh virtual machines, containers after sleep and CI runners at boot are
the usual places. If the clock is only seconds ahead, the first request fails and a repeat passes:
by then Apple's clock has caught up.",
        fix: &[
            "Compare the clocks: the `Date` field of any response of Apple against `date -u`.",
            "Synchronize: `timedatectl set-ntp true` (Linux), `sudo sntp -sS time.apple.com` (macOS), \
             `w32tm /resync` (Windows); restart Docker Desktop. On a runner of GitHub there is \
             nothing to set: retry.",
            "Set `iat` 60 seconds in the past and keep the lifetime short, as fastlane does.",
        ],
        page: None,
        experiments: &[Experiment::Shifted, Experiment::Repeat, Experiment::Clock],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::speaks_for(
                Fact::Observed(Experiment::Repeat, Outcome::Accepted),
                1.5,
                "the same token passed when it was repeated",
            ),
            Evidence::speaks_for(
                Fact::Clock(ClockState::Ahead),
                5.0,
                "this machine's clock is ahead of Apple's",
            ),
            CLOCKS_AGREE,
            Evidence::rules_out(Fact::Clock(ClockState::Behind), "this machine's clock is behind Apple's"),
        ],
        source: "https://github.com/fastlane/fastlane/pull/21583",
    },
    Cause {
        id: id::CLOCK_BEHIND,
        family: Family::Time,
        title: "this machine's clock is behind Apple's: `exp` passes early",
        explanation: "\
With a slow clock a token is minted with times that have already passed for Apple: a short lifetime
has ended before the request arrives. APNs judges by `iat` alone and says `ExpiredProviderToken`.",
        fix: &[
            "Compare the clocks: the `Date` field of any response of Apple against `date -u`.",
            "Synchronize: `timedatectl set-ntp true` (Linux), `sudo sntp -sS time.apple.com` (macOS), \
             `w32tm /resync` (Windows); restart Docker Desktop.",
        ],
        page: None,
        experiments: &[Experiment::Shifted, Experiment::Clock],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::speaks_for(
                Fact::Clock(ClockState::Behind),
                5.0,
                "this machine's clock is behind Apple's",
            ),
            CLOCKS_AGREE,
            Evidence::rules_out(Fact::Clock(ClockState::Ahead), "this machine's clock is ahead of Apple's"),
        ],
        source: "https://github.com/indygreg/apple-platform-rs/issues/53",
    },
    Cause {
        id: "time-zone-error",
        family: Family::Time,
        title: "timestamps are off by whole quarters of hours: local time was taken for UTC",
        explanation: "\
`datetime.utcnow().timestamp()` in Python reads UTC as local time: the result is off by the
machine's offset, which puts `iat` hours into the future or the past. Apple's older sample scripts
(Apple Ads v5, Apple Business) have this fault.",
        fix: &[
            "Use `int(time.time())`, `Date.now() / 1000 | 0` or \
             `datetime.now(timezone.utc).timestamp()`.",
            "Run the same code with `TZ=UTC`, or run it on a machine set to UTC (on Windows most \
             runtimes ignore `TZ`), to see whether this is the cause.",
        ],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::against(
                Fact::Passed("claims-time-zone"),
                2.0,
                "the times are off by no whole quarters of hours",
            ),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/apple_search_ads/",
            "implementing_oauth_for_the_apple_search_ads_api"
        ),
    },
    Cause {
        id: "timestamp-unit",
        family: Family::Time,
        title: "timestamps are in milliseconds or microseconds where seconds belong",
        explanation: "\
`Date.now()` in JavaScript and `System.currentTimeMillis()` in Java count milliseconds. Read as
seconds they lie fifty thousand years ahead. At APNs a renewal that compares milliseconds with
seconds makes a new token for every push.",
        fix: &["Divide by 1000 and drop the fraction: `Math.floor(Date.now() / 1000)`."],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::rules_out(Fact::Passed("claims-time-unit"), "the times are in seconds"),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: "timestamp-type",
        family: Family::Time,
        title: "a string, a boolean or null stands where a number belongs",
        explanation: "\
`iat` and `exp` are JSON numbers (RFC 7519 §2). `strftime('%s')`, form values and environment variables give
strings, which Apple refuses.",
        fix: &["Convert to an integer before the claims are encoded: `int(…)`, `Number(…)`, `.to_i`."],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::rules_out(Fact::Passed("claims-time-type"), "the times are numbers"),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: "expiry-relative",
        family: Family::Time,
        title: "`exp` holds a duration, not an instant",
        explanation: "\
`exp` says when the token ends, in seconds since 1970. A library or configuration that takes a
duration somewhere else was given its value: `exp: 600` means ten minutes past midnight on 1 January
1970.",
        fix: &["Set `exp` to now + 600, or use the library's own option for the life \
                 (`expiresIn` of jsonwebtoken)."],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::rules_out(Fact::Passed("claims-exp-relative"), "`exp` is an instant"),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: "issued-at-missing",
        family: Family::Time,
        title: "`iat` is absent where the service needs it",
        explanation: "\
APNs judges the age of a token by `iat`, and Sign in with Apple requires it. The App Store Connect
API lists it as required, and was seen to accept tokens without it.",
        fix: &["Add `iat`: now, in seconds, set back 60."],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::rules_out(Fact::Passed("claims-iat-missing"), "`iat` is there"),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: "expiry-missing",
        family: Family::Time,
        title: "there is no `exp` where the service needs it",
        explanation: "\
Without `exp` the token would never end; the services that need it refuse such a token.",
        fix: &["Add `exp`: now + 600, in seconds."],
        page: None,
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::rules_out(Fact::Passed("claims-exp-missing"), "`exp` is there"),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
    Cause {
        id: "sample-values",
        family: Family::Time,
        title: "values from Apple's documentation or a tutorial were left in",
        explanation: "\
Apple's pages show an issuer ID, a key ID and times that look real. Copied, they belong to nobody,
and their times are years old.",
        fix: &["Replace key ID, issuer ID and times by your own; take them from the page of the key."],
        page: Some("App Store Connect → Users and Access → Integrations → App Store Connect API → Team Keys"),
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[
            Evidence::against(
                Fact::Passed("claims-sample-value"),
                4.0,
                "no known sample value is in the token",
            ),
            FRESH_IS_REFUSED,
        ],
        source: concat!(
            "https://developer.apple.com/documentation/appstoreconnectapi/",
            "generating-tokens-for-api-requests"
        ),
    },
];
