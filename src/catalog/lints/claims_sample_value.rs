use std::borrow::Cow;

use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::credentials::Named;
use crate::model::time;

pub(super) static LINT: Lint = Lint {
    name: "claims-sample-value",
    group: Group::Time,
    severity: Severity::Error,
    summary: "a value was copied from Apple's documentation or a tutorial",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"iss": "57246542-96fe-1a63-e053-0824d011072a"}}"#,
    good: r#"{"claims": {"iss": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["sample-values"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
The issuer ID, key ID and timestamps in Apple's examples belong to nobody: a token that carries them
is refused. Another sample is `1516239022`, the `iat` that jwt.io shows. One sample left in means
that the value of your own was never set, or that the program does not read the place where it was
set.

Copy the issuer ID and key ID from App Store Connect (Users and Access, Integrations) or from the
developer account, and compute the times from the clock.";

const APPLE: &str = "Apple's documentation";
const JWT_IO: &str = "the example of jwt.io";

const IDS: &[&str] = &[
    "57246542-96fe-1a63-e053-0824d011072a",
    "57246542-96fe-1a63e053-0824d011072a",
    "2X9R4HXF34",
    "ABC123DEFG",
    "DEF123GHIJ",
];

const TIMES: &[(f64, &str)] = &[
    (1_437_179_036.0, APPLE),
    (1_493_298_100.0, APPLE),
    (1_516_239_022.0, JWT_IO),
    (1_528_407_600.0, APPLE),
    (1_528_408_800.0, APPLE),
    (1_623_085_200.0, APPLE),
    (1_623_086_400.0, APPLE),
];

struct Sample {
    at: &'static str,
    message: String,
    severity: Severity,
}

fn check(cx: &Context) -> Option<Check> {
    let (ids, times) = (ids(cx), times(cx));
    if ids.is_empty() && times.is_empty() {
        return None;
    }
    let ids = ids.into_iter().filter_map(|(at, name, id)| sample_id(cx, at, name, &id));
    let times = times.into_iter().filter_map(|(at, name, value)| sample_time(cx, at, name, value));
    let samples: Vec<_> = ids.chain(times).collect();
    let Some(first) = samples.first() else { return Some(Passed) };
    let found: Vec<_> = samples.iter().map(|sample| sample.message.as_str()).collect();
    let severity = samples.iter().map(|sample| sample.severity).max()?;
    Some(Found(
        LINT.finding(first.at, found.join("; "))
            .severity(severity)
            .help("put your own values in: the IDs shown beside your key, and times of the current clock"),
    ))
}

/// The identifiers in the token, without one those that were given: pointer, name and value.
fn ids<'a>(cx: &Context<'a>) -> Vec<(&'static str, &'static str, Cow<'a, str>)> {
    let value = |named: &'a Named| Cow::Borrowed(named.value.as_str());
    let ids = match cx.token {
        Some(_) => [
            ("/header/kid", "`kid`", cx.header().and_then(|header| header.str("kid"))),
            ("/claims/iss", "`iss`", cx.claims().and_then(|claims| claims.str("iss"))),
        ],
        None => [
            ("/credentials/key_id", "the key ID", cx.credentials.key_id().map(value)),
            ("/credentials/issuer_id", "the issuer ID", cx.credentials.issuer_id().map(value)),
        ],
    };
    ids.into_iter().filter_map(|(at, name, id)| Some((at, name, id?))).collect()
}

fn sample_id(cx: &Context, at: &'static str, name: &str, id: &str) -> Option<Sample> {
    let (source, severity) = if IDS.iter().any(|sample| id.eq_ignore_ascii_case(sample)) {
        (format!("a value from {APPLE}"), Severity::Error)
    } else {
        (is_placeholder(cx, id).then(|| "a placeholder".to_owned())?, Severity::Warning)
    };
    Some(Sample { at, message: format!("{name} is \"{id}\", {source}"), severity })
}

/// Whether an ID of the right shape is one character, again and again: `XXXXXXXXXX`, the UUID of zeros.
fn is_placeholder(cx: &Context, id: &str) -> bool {
    let mut characters = id.chars().filter(|c| *c != '-');
    let first = characters.next();
    let kinds = [cx.rules.key_id, cx.service.issuer()];
    kinds.into_iter().flatten().any(|kind| kind.matches(id)) && characters.all(|c| Some(c) == first)
}

fn times(cx: &Context) -> Vec<(&'static str, &'static str, f64)> {
    let claims = [("/claims/iat", "iat"), ("/claims/exp", "exp")];
    claims.into_iter().filter_map(|(at, name)| Some((at, name, cx.numeric_date(name)?))).collect()
}

fn sample_time(cx: &Context, at: &'static str, name: &str, value: f64) -> Option<Sample> {
    let source = origin(value)?;
    let severity = if is_refused(cx) { Severity::Error } else { Severity::Warning };
    let message = format!("`{name}` is {value} ({}), a value from {source}", time::instant(value));
    Some(Sample { at, message, severity })
}

/// Whether a service refuses the token for its times; without that a sample time does no harm.
fn is_refused(cx: &Context) -> bool {
    let (iat, exp) = (cx.numeric_date("iat"), cx.numeric_date("exp"));
    let is_old = |(iat, max): (f64, u32)| cx.at - iat > f64::from(max);
    exp.is_some_and(|exp| exp <= cx.at)
        || iat.zip(cx.rules.lifetime.max_age).is_some_and(is_old)
        || iat.zip(exp).is_some_and(|(iat, exp)| cx.has_too_long_lifetime(iat, exp))
}

/// Whether a time is a sample, about which the other time lints have nothing to add.
pub(super) fn is_sample_time(value: f64) -> bool {
    origin(value).is_some()
}

fn origin(value: f64) -> Option<&'static str> {
    TIMES.iter().find(|(time, _)| *time == value).map(|(_, source)| *source)
}

#[cfg(test)]
mod tests {
    use super::super::claims_expired;
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    #[test]
    fn each_sample_is_named_with_its_origin() {
        let found = findings(
            &LINT,
            r#"{"header": {"kid": "2X9R4HXF34"}, "key_file": "AuthKey_2X9R4HXF34.p8",
                "claims": {"iss": "57246542-96fe-1a63-e053-0824d011072a",
                    "iat": 1516239022, "exp": 1528408800}}"#,
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            found[0].message,
            "`kid` is \"2X9R4HXF34\", a value from Apple's documentation; \
             `iss` is \"57246542-96fe-1a63-e053-0824d011072a\", a value from Apple's documentation; \
             `iat` is 1516239022 (2018-01-18 01:30:22 UTC), a value from the example of jwt.io; \
             `exp` is 1528408800 (2018-06-07 22:00:00 UTC), a value from Apple's documentation"
        );
        assert_eq!((found[0].at.as_str(), found[0].severity), ("/header/kid", Severity::Error));
    }

    #[test]
    fn a_sample_time_explains_what_follows_from_it() {
        for times in [
            r#""iat": 1437179036, "exp": 1493298100"#,
            r#""iat": 1528407600, "exp": 1528408800"#,
            r#""iat": 1516239022"#,
            r#""exp": 1623086400"#,
            r#""iat": 1623085200, "exp": 1795169400"#,
        ] {
            let found = findings(&LINT, &format!(r#"{{"claims": {{{times}}}, "min_remaining": 60}}"#));
            assert_eq!((found.len(), found[0].lint.name), (1, "claims-sample-value"), "{found:?}");
            assert_eq!(found[0].severity, Severity::Error);
        }
        let apns = r#"{"service": "apns", "claims": {"iss": "T4M9QX27LP", "aud": null, "exp": null,
            "iat": 1437179036}}"#;
        assert!(is_found(&LINT, apns));
    }

    #[test]
    fn a_sample_time_that_does_no_harm_is_a_warning() {
        let patch = r#"{"service": "siwa", "claims": {"iss": "T4M9QX27LP", "sub": "com.example.app",
            "aud": "https://appleid.apple.com", "iat": 1437179036, "exp": 1795169400}}"#;
        let found = findings(&LINT, patch);
        assert_eq!((found.len(), found[0].severity), (1, Severity::Warning), "{found:?}");
    }

    #[test]
    fn a_sample_id_explains_no_time_that_was_computed() {
        let expired = &claims_expired::LINT;
        let patch = r#"{"at": 1795169400, "claims": {"iss": "57246542-96fe-1a63-e053-0824d011072a"}}"#;
        assert!(is_found(&LINT, patch) && is_found(expired, patch));
        let patch = r#"{"at": 1795169400, "claims": {"iat": 1516239022}}"#;
        assert!(is_found(expired, patch), "an `exp` of its own");
    }

    #[test]
    fn letter_case_does_not_hide_a_sample() {
        let patch = r#"{"claims": {"iss": "57246542-96FE-1A63-E053-0824D011072A"}}"#;
        assert!(is_found(&LINT, patch));
    }

    #[test]
    fn a_placeholder_is_a_warning() {
        let found = findings(&LINT, r#"{"claims": {"iss": "00000000-0000-0000-0000-000000000000"}}"#);
        assert_eq!((found.len(), found[0].severity), (1, Severity::Warning), "{found:?}");
    }

    #[test]
    fn credentials_are_looked_at_when_there_is_no_token() {
        let patch = r#"{"token": null, "key_file": "key.p8", "credentials": {"key_id": "2X9R4HXF34",
            "issuer_id": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}}"#;
        let found = findings(&LINT, patch);
        assert_eq!((found.len(), found[0].at.as_str()), (1, "/credentials/key_id"), "{found:?}");
    }
}
