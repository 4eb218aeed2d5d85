use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{absence, copy, kid, oddity, shown, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::{Form, Identifier, Presence};
use crate::model::credentials::Named;

pub(super) static LINT: Lint = Lint {
    name: "claims-iss-malformed",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "`iss` cannot be what the service expects there",
    explanation: EXPLANATION,
    bad: r#"{"claims": {"iss": "Q4W8E2R6T1"}}"#,
    good: r#"{"claims": {"iss": "3F0C1A9E-7D52-4B8E-9A41-6C2D8E5F7B10"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["issuer-id-wrong", "identifier-whitespace", "wrong-service"],
    explained_by: &["claims-sample-value", "ids-swapped"],
    check,
};

const EXPLANATION: &str = "\
`iss` is an issuer ID for App Store Connect, the Enterprise Program and the App Store Server API:
the shape of a UUID, such as `8-4-4-4-12` hexadecimal digits, though of no UUID version. For APNs,
Sign in with Apple and the other services of the developer portal it is the Team ID: 10 upper-case
letters and digits. Each is refused in the other's place, and so is a value with a line break or
with quotes around it.

Copy the issuer ID with the button beside it, above the list of keys in App Store Connect. When the
value comes from a secret or a `.env` file, look for quotes, and for the line break that `echo`
adds.";

fn check(cx: &Context) -> Option<Check> {
    let claim = cx.service.claim("iss")?;
    let Form::Identifier(expected) = claim.form else { return None };
    if claim.presence == Presence::Forbidden {
        return None;
    }
    let value = cx.claims()?.get("iss").filter(|_| absence(cx, "iss").is_none())?;
    let text = value.as_str();
    if text.as_deref().is_some_and(|text| expected.matches(text) && !is_key_id(cx, expected, text)) {
        return Some(Passed);
    }
    let text = text.unwrap_or_default();
    let odd = if value.as_str().is_some() { oddity(cx, &text) } else { String::new() };
    let is_wrapped = !text.is_empty() && expected.matches(trimmed(&text));
    let help = match expected {
        _ if is_wrapped => {
            "take it off where the value is set: write secrets with `printf %s`, not `echo`, and \
             without quotes"
                .to_owned()
        }
        Identifier::IssuerId => copy(cx, claim.about),
        _ => format!("set `iss` to the {}", claim.about),
    };
    // That letter case alone makes a difference is not known.
    let is_slip = !expected.matches(&text) && expected.matches(&text.to_ascii_uppercase());
    let severity = if is_slip { Severity::Warning } else { Severity::Error };
    let message = format!("`iss` is {}{odd}; expected {}", shown(value), expected.noun());
    Some(Found(LINT.finding("/claims/iss", message).help(help).severity(severity)))
}

/// Whether a text that may well be a Team ID is the key ID, as far as was said: the key ID given is this one, or
/// `kid` is and another Team ID was given.
fn is_key_id(cx: &Context, expected: Identifier, text: &str) -> bool {
    let is = |given: &Named| trimmed(&given.value) == text;
    let credentials = cx.credentials;
    let is_kid = || kid(cx).as_deref() == Some(text) && credentials.key_id.is_empty();
    let is_named = match credentials.team_id() {
        Some(team) if is(team) => return false,
        Some(team) => credentials.key_id.iter().any(is) || !trimmed(&team.value).is_empty() && is_kid(),
        None => credentials.key_id.iter().any(is),
    };
    expected == Identifier::TeamId && is_named
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    const TEAM: &str = r#""service": "siwa", "claims": {"aud": "https://appleid.apple.com",
        "sub": "com.example.web", "iss""#;

    #[test]
    fn what_stands_there_instead_is_named() {
        for (iss, words) in [
            ("5", "is a number;"),
            (r#"["3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"]"#, "is an array;"),
            (r#""Q4W8E2R6T1""#, "10 characters like a Team ID or a key ID"),
            (r#""com.example.app""#, "a bundle ID"),
            (r#""me@example.com""#, "an e-mail address"),
            (r#""3f0c1a9e7d524b8e9a416c2d8e5f7b10""#, "hyphens are missing"),
            (r#""3f0c1a9e-7d52-4b8e9a41-6c2d8e5f7b10""#, "hyphens are missing"),
            (r#""${{ secrets.ISSUER_ID }}""#, "a placeholder"),
            (r#""$APPLE_API_ISSUER""#, "a placeholder"),
            (r#""AuthKey_Q4W8E2R6T1.p8""#, "a path"),
            (r#""1234567""#, "digits like the Apple ID"),
            (r#""3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\n""#, "ends in a line break"),
            (r#""\"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\"""#, "stands in quotes"),
        ] {
            let found = findings(&LINT, &format!(r#"{{"claims": {{"iss": {iss}}}}}"#));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!((found[0].lint.name, found[0].severity), ("claims-iss-malformed", Severity::Error));
            assert!(found[0].message.contains(words), "{}", found[0].message);
        }
    }

    #[test]
    fn ten_characters_are_a_team_id_only_where_that_is_known() {
        let found =
            findings(&LINT, r#"{"claims": {"iss": "Q4W8E2R6T1"}, "credentials": {"team_id": "Q4W8E2R6T1"}}"#);
        assert!(found[0].message.contains("\"Q4W8E2R6T1\", the Team ID;"), "{found:?}");
    }

    #[test]
    fn the_key_id_is_named_where_kid_or_what_was_given_tells() {
        let only = |patch: &str| {
            let found = findings(&LINT, patch);
            assert_eq!((found.len(), found[0].lint.name), (1, "claims-iss-malformed"), "{found:?}");
            found[0].message.clone()
        };
        let asc = only(r#"{"claims": {"iss": "K7Q2M9X4TZ"}}"#);
        assert!(asc.starts_with("`iss` is \"K7Q2M9X4TZ\", the key ID; expected an issuer ID"), "{asc}");
        let siwa = only(&format!(r#"{{{TEAM}: "K7Q2M9X4TZ"}}}}"#));
        assert!(siwa.starts_with("`iss` is \"K7Q2M9X4TZ\", the key ID; expected a Team ID"), "{siwa}");
        let given = |credentials: &str| {
            format!(r#"{{{TEAM}: "K7Q2M9X4TZ"}}, "key_file": "key.pem", "credentials": {{{credentials}}}}}"#)
        };
        only(&given(r#""key_id": "K7Q2M9X4TZ""#));
        only(&given(r#""team_id": "Q4W8E2R6T1""#));
    }

    #[test]
    fn a_team_id_is_no_issuer_id() {
        let found = findings(&LINT, &format!(r#"{{{TEAM}: "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}}}}"#));
        assert!(found[0].message.contains("a UUID such as an issuer ID; expected a Team ID"), "{found:?}");
        assert!(!is_found(&LINT, &format!(r#"{{{TEAM}: "Q4W8E2R6T1"}}}}"#)));
    }

    #[test]
    fn the_letter_case_of_a_team_id_is_a_warning() {
        let found = findings(&LINT, &format!(r#"{{{TEAM}: "q4w8e2r6t1"}}}}"#));
        assert_eq!((found.len(), found[0].severity), (1, Severity::Warning), "{found:?}");
    }
}
