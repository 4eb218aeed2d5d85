use super::{claims_iss_missing, key_kind_mismatch};
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{copy, is_placeholder, likeness_by_shape, shown, stray, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Identifier;
use crate::catalog::words::is_no_value;
use crate::model::credentials::Named;
use crate::model::verification::Verification;

pub(super) static LINT: Lint = Lint {
    name: "header-kid-malformed",
    group: Group::Header,
    severity: Severity::Error,
    summary: "`kid` does not look like a key ID",
    explanation: EXPLANATION,
    bad: r#"{"header": {"kid": "K7Q2M9X4TZ\n"}}"#,
    good: r#"{"header": {"kid": "K7Q2M9X4TZ"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["identifier-whitespace", "key-id-wrong"],
    explained_by: &["claims-sample-value", "ids-swapped"],
    check,
};

const EXPLANATION: &str = "\
Apple looks the key up by `kid`, letter by letter. A space, quotes or a line break of a variable,
the name of the file in place of the ID, the Team ID in its place, or an ID with a letter missing:
all of them find no key, and the response is the same 401 as for a revoked key.

For most teams a key ID has 10 upper-case letters and digits; individual keys were seen with 12.
Apple promises no form, so another length or letter case is only a warning. Apple Ads and Apple
Business use UUIDs: name the service with `--service`.

Copy the ID from the page where the key was made, or from the name of its file, `AuthKey_<ID>.p8`.";

fn check(cx: &Context) -> Option<Check> {
    let form = cx.rules.key_id?;
    let value = cx.header()?.get("kid").filter(|value| value.raw() != "null")?;
    let kid = value.as_str();
    let (odd, help, severity) = match kid.as_deref() {
        Some(kid) if kid.trim().is_empty() => return None,
        Some(kid) => match oddity(cx, form, kid) {
            Some(odd) => odd,
            None => return form.matches(kid).then_some(Passed),
        },
        None => (String::new(), TYPE.to_owned(), Severity::Error),
    };
    let message = format!("`kid` is {}{odd}; expected {}", shown(value), form.noun());
    Some(Found(LINT.finding("/header/kid", message).help(help).severity(severity)))
}

const TYPE: &str =
    "put the key ID in quotes: YAML and JSON read one like `1234567890` or `12E4567890` as a number";

/// What is odd, what to do about it, and how bad it is.
fn oddity(cx: &Context, form: Identifier, kid: &str) -> Option<(String, String, Severity)> {
    let error = |odd: String, help: &str| Some((odd, help.to_owned(), Severity::Error));
    if is_no_value(kid) {
        let odd = ", a variable without a value".to_owned();
        return error(odd, "look where the variable gets the key ID from");
    }
    if is_placeholder(kid) {
        let odd = ", a placeholder that was not replaced".to_owned();
        return error(odd, &format!("look where it should be replaced, or {}", copy(cx, "key ID")));
    }
    if let Some(stray) = stray(kid) {
        let help =
            "take it off where the key ID is stored: write secrets with `printf %s`, and without quotes";
        return error(format!(" and {stray}"), help);
    }
    if kid.ends_with(".p8") || cx.service.key.file_prefixes.iter().any(|prefix| kid.starts_with(prefix)) {
        return error(", the name of a key file".to_owned(), "write the ID in it alone");
    }
    if let Some(other) = other_identifier(cx, kid) {
        return error(format!(", {other}"), &copy(cx, "key ID"));
    }
    let is_code = kid.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_slip = is_code && matches!(form, Identifier::KeyId | Identifier::IndividualKeyId);
    if form.matches(kid) || is_slip && is_told_by_another(cx, kid) {
        return None;
    }
    let odd = match likeness_by_shape(kid) {
        Some(like) => format!(", {like}"),
        None if is_slip => format!(", {} characters", kid.len()),
        None => String::new(),
    };
    let severity = if is_slip { Severity::Warning } else { Severity::Error };
    Some((odd, format!("compare the two: {}", copy(cx, "key ID")), severity))
}

/// Which other identifier was given with this value, or stands in `iss`, if the key ID was not given with it.
fn other_identifier(cx: &Context, kid: &str) -> Option<&'static str> {
    let is = |given: &Named| trimmed(&given.value) == kid;
    if cx.credentials.key_id.iter().any(is) {
        None
    } else if cx.credentials.team_id().is_some_and(is) {
        Some("the Team ID")
    } else {
        cx.credentials
            .issuer_id()
            .filter(|given| is(given))
            .map(|_| "the issuer ID")
            .or_else(|| issuer(cx, kid))
    }
}

/// What `iss` holds, when it holds the same and rightly so, as far as is known.
fn issuer(cx: &Context, kid: &str) -> Option<&'static str> {
    let form = cx.service.issuer().filter(|form| form.matches(kid))?;
    let is_same = cx.claims()?.str("iss").is_some_and(|iss| trimmed(&iss) == kid);
    let other_team = cx.credentials.team_id().is_some_and(|team| !trimmed(&team.value).is_empty());
    match form {
        _ if !is_same => None,
        Identifier::IssuerId => Some("the issuer ID"),
        Identifier::TeamId if !other_team => Some("the Team ID"),
        _ => None,
    }
}

/// Whether header-kid-mismatch or jwks-kid-missing finds the same ID and an error in it, or the token is that of
/// another kind of key, whose ID may well be this long.
fn is_told_by_another(cx: &Context, kid: &str) -> bool {
    let named = cx.credentials.key_id().filter(|named| named.is_explicit());
    let is_unlisted = cx.jwks.is_some_and(|jwks| jwks.fault.is_none() && jwks.by_kid(kid).next().is_none());
    let other_kind = [&key_kind_mismatch::LINT, &claims_iss_missing::LINT];
    named.is_some_and(|named| trimmed(&named.value) != kid)
        || is_unlisted && *cx.signature == Verification::Unchecked
        || Identifier::IndividualKeyId.matches(kid)
            && other_kind.iter().any(|lint| lint.found_in(cx).is_some())
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity::{self, Error, Warning};
    use crate::catalog::lint::example::{findings, is_found};

    /// Severity and message, between `kid` and what is expected.
    fn found(patch: &str) -> Option<(Severity, String)> {
        let found = findings(&LINT, patch).into_iter().find(|f| f.lint.name == "header-kid-malformed")?;
        let (odd, _) = found.message.strip_prefix("`kid` is ")?.split_once("; expected ")?;
        Some((found.severity, odd.to_owned()))
    }

    #[test]
    fn what_is_odd_is_named_with_its_severity() {
        for (kid, severity, odd) in [
            (r#"" K7Q2M9X4TZ""#, Error, "\" K7Q2M9X4TZ\" and begins with a blank"),
            (r#""K7Q2M9X4TZ\r\n""#, Error, "\"K7Q2M9X4TZ\r\n\" and ends in a line break"),
            (r#""K7Q2M9X4TZ\\n""#, Error, "\"K7Q2M9X4TZ\\n\" and ends in the two characters `\\n`"),
            (r#""\"K7Q2M9X4TZ\"""#, Error, "'\"K7Q2M9X4TZ\"' and stands in quotes"),
            (r#""K7Q2 M9X4TZ""#, Error, "\"K7Q2 M9X4TZ\" and holds a blank"),
            (r#""AuthKey_K7Q2M9X4TZ.p8""#, Error, "\"AuthKey_K7Q2M9X4TZ.p8\", the name of a key file"),
            (r#""AuthKey_K7Q2M9X4TZ""#, Error, "\"AuthKey_K7Q2M9X4TZ\", the name of a key file"),
            (r#""undefined""#, Error, "\"undefined\", a variable without a value"),
            (r#""${KEY_ID}""#, Error, "\"${KEY_ID}\", a placeholder that was not replaced"),
            (r#""<key id>""#, Error, "\"<key id>\", a placeholder that was not replaced"),
            (r#""YOUR_KEY_ID""#, Error, "\"YOUR_KEY_ID\", a placeholder that was not replaced"),
            (r#""me@example.com""#, Error, "\"me@example.com\", an e-mail address"),
            (r#""K7Q2-M9X4TZ""#, Error, "\"K7Q2-M9X4TZ\""),
            (r#""k7q2m9x4tz""#, Warning, "\"k7q2m9x4tz\", 10 characters, but not in capitals"),
            (r#""K7Q2M9X4T""#, Warning, "\"K7Q2M9X4T\", 9 characters"),
            (r#""K7Q2M9X4TZA""#, Warning, "\"K7Q2M9X4TZA\", 11 characters"),
            ("1234567890", Error, "a number"),
            (r#"["K7Q2M9X4TZ"]"#, Error, "an array"),
            ("true", Error, "a boolean"),
        ] {
            let patch = format!(r#"{{"header": {{"kid": {kid}}}}}"#);
            assert_eq!(found(&patch), Some((severity, odd.to_owned())), "{kid}");
            assert!(is_found(&LINT, &patch), "{kid}");
        }
    }

    #[test]
    fn another_identifier_is_named_only_when_it_is_known_to_be_one() {
        let with = |credentials: &str| {
            format!(
                r#"{{"key_file": "k.p8", "header": {{"kid": "A1B2C3D4E5"}},
                    "credentials": {{{credentials}}}}}"#
            )
        };
        let team = found(&with(r#""team_id": "A1B2C3D4E5""#));
        assert_eq!(team, Some((Error, "\"A1B2C3D4E5\", the Team ID".to_owned())));
        assert!(!is_found(&LINT, &with("")));
        let both_the_same = r#""team_id": "A1B2C3D4E5", "key_id": "A1B2C3D4E5""#;
        assert!(!is_found(&LINT, &with(both_the_same)));
    }

    #[test]
    fn what_equals_the_issuer_is_told_once() {
        let asc = r#"{"header": {"kid": "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"}}"#;
        assert!(is_found(&LINT, asc));
        assert!(found(asc).unwrap().1.ends_with(", the issuer ID"));
        let apns = |more: &str| {
            format!(
                r#"{{"service": "apns", "header": {{"kid": "Q4W8E2R6T1"}},
                    "claims": {{"iss": "Q4W8E2R6T1", "exp": null, "aud": null}} {more}}}"#
            )
        };
        for more in [
            "",
            r#", "key_file": "key.pem""#,
            r#", "key_file": "key.pem", "credentials": {"team_id": "Q4W8E2R6T1"}"#,
            r#", "credentials": {"key_id": "K7Q2M9X4TZ"}"#,
        ] {
            assert!(is_found(&LINT, &apns(more)), "{more}");
            assert_eq!(found(&apns(more)), Some((Error, "\"Q4W8E2R6T1\", the Team ID".to_owned())));
        }
    }

    #[test]
    fn the_length_is_no_fault_of_its_own_in_the_token_of_another_kind_of_key() {
        let kid = r#""header": {"kid": "K7Q2M9X4TZ01"}"#;
        let file = format!(r#"{{{kid}, "key_file": "ApiKey_K7Q2M9X4TZ01.p8"}}"#);
        assert!(!is_found(&LINT, &file));
        for claims in [r#"{"iss": null}"#, r#"{"iss": null, "sub": "user"}"#] {
            let patch = format!(r#"{{{kid}, "key_file": "key.pem", "claims": {claims}}}"#);
            assert!(!is_found(&LINT, &patch));
        }
        let lower = r#"{"header": {"kid": "k7q2m9x4tz01"}, "key_file": "key.pem", "claims": {"iss": null}}"#;
        assert!(is_found(&LINT, lower));
    }

    #[test]
    fn the_service_says_what_a_key_id_looks_like() {
        let individual = r#"{"service": "asc-individual", "key_file": "ApiKey_K7Q2M9X4TZ01.p8",
            "header": {"kid": "K7Q2M9X4TZ01"}, "claims": {"iss": null, "sub": "user"}}"#;
        assert!(!is_found(&LINT, individual));
        let business = r#"{"service": "apple-business", "header": {"kid": "K7Q2M9X4TZ"}}"#;
        assert_eq!(found(business).map(|(severity, _)| severity), Some(Error));
    }

    #[test]
    fn one_that_differs_from_the_id_given_is_not_told_twice() {
        let patch = r#"{"header": {"kid": "k7q2m9x4tz"}, "credentials": {"key_id": "K7Q2M9X4TZ"}}"#;
        assert!(!is_found(&LINT, patch));
        let jwks =
            r#"{"keys": [{"kid": "K7Q2M9X4TZ", "kty": "EC", "crv": "P-256", "x": "{x}", "y": "{y}"}]}"#;
        let patch = format!(r#"{{"key": null, "header": {{"kid": "k7q2m9x4tz"}}, "jwks": {jwks}}}"#);
        assert!(!is_found(&LINT, &patch));
    }
}
