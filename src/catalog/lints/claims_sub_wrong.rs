use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::{absence, difference, kid, oddity, quoted, shown, stray, trimmed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::{Claim, Form, Identifier, Presence};

pub(super) static LINT: Lint = Lint {
    name: "claims-sub-wrong",
    group: Group::Claims,
    severity: Severity::Error,
    summary: "`sub` is not what the service needs",
    explanation: EXPLANATION,
    bad: r#"{"service": "siwa", "claims": {"aud": "https://appleid.apple.com", "iss": "Q4W8E2R6T1",
        "sub": "Q4W8E2R6T1.com.example.web"}}"#,
    good: r#"{"service": "siwa", "claims": {"aud": "https://appleid.apple.com", "iss": "Q4W8E2R6T1",
        "sub": "com.example.web"}}"#,
    source: "https://developer.apple.com/documentation/technotes/\
        tn3107-resolving-sign-in-with-apple-response-errors",
    causes: &["subject-wrong", "client-id-mismatch"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
`sub` is compared letter by letter. In a client secret of Sign in with Apple it is the client ID, in
the letter case it was registered with and without the team's prefix: `com.example.web`, not
`Q4W8E2R6T1.com.example.web`. In the token of an individual key it is always the word `user`, not
the ID of a user.

Copy the identifier from the list of identifiers in the developer account. A web page signs in with
a Services ID, an app with its bundle ID: each needs its own client secret.";

fn check(cx: &Context) -> Option<Check> {
    let claim = cx.service.claim("sub")?;
    let value = cx.claims()?.get("sub")?;
    if claim.presence == Presence::Forbidden || absence(cx, "sub").is_some() {
        return None;
    }
    let Some(sub) = value.as_str() else {
        let (expected, help) = match claim.form {
            Form::Exactly(text) => (format!("\"{text}\""), format!("write the string \"{text}\"")),
            _ => (format!("a string: the {}", claim.about), format!("write the {} as a string", claim.about)),
        };
        let message = format!("`sub` is {}, expected {expected}", shown(value));
        return Some(Found(LINT.finding("/claims/sub", message).help(help)));
    };
    if !matches!(claim.form, Form::Exactly(_) | Form::Identifier(_)) {
        return None;
    }
    let Some(Fault { severity, odd, help }) = fault(cx, claim, &sub) else { return Some(Passed) };
    Some(Found(
        LINT.finding("/claims/sub", format!("`sub` is {}{odd}", quoted(&sub))).help(help).severity(severity),
    ))
}

struct Fault {
    severity: Severity,
    odd: String,
    help: String,
}

fn fault(cx: &Context, claim: &Claim, sub: &str) -> Option<Fault> {
    let error = |odd: String, help: String| Some(Fault { severity: Severity::Error, odd, help });
    let copy = || format!("copy the {} from the developer account", claim.about);
    let identifier = match claim.form {
        Form::Exactly(expected) if sub == expected => return None,
        Form::Exactly(expected) => {
            let slip = stray(sub).map(|stray| format!(": it {stray}"));
            let slip = slip.or_else(|| difference(sub, expected).map(|slip| format!(": {slip}")));
            let odd = format!(", expected \"{expected}\"{}", slip.unwrap_or_default());
            return error(odd, format!("write \"{expected}\": it is the same for everybody"));
        }
        Form::Identifier(identifier) => identifier,
        _ => return None,
    };
    if let Some(given) = cx.credentials.subject().filter(|given| ![sub, ""].contains(&trimmed(&given.value)))
    {
        let expected = trimmed(&given.value);
        let slip = difference(sub, expected).map(|slip| format!(": {slip}")).unwrap_or_default();
        let odd = format!(", but {} is {}{slip}", given.source("subject"), quoted(expected));
        return error(
            odd,
            "use one and the same value, in the letter case it was registered with".to_owned(),
        );
    }
    if !identifier.matches(sub) {
        return error(format!("{}; expected {}", oddity(cx, sub), identifier.noun()), copy());
    }
    if identifier != Identifier::BundleId {
        return None;
    }
    let teams = [cx.claims()?.str("iss"), cx.credentials.team_id().map(|team| trimmed(&team.value).into())];
    let is_team =
        |text: &str| teams.iter().flatten().any(|team| team == text && Identifier::TeamId.matches(text));
    match sub.split_once('.') {
        None if is_team(sub) => error(format!(", the Team ID; expected the {}", claim.about), copy()),
        None if kid(cx).as_deref() == Some(sub) => {
            error(format!(", the key ID; expected the {}", claim.about), copy())
        }
        Some((prefix, rest)) if is_team(prefix) => {
            error(", with the Team ID before it; expected it without".to_owned(), format!("write \"{rest}\""))
        }
        // A bundle ID may begin so, though few do.
        Some((prefix, rest)) if Identifier::TeamId.matches(prefix) && rest.contains('.') => Some(Fault {
            severity: Severity::Warning,
            odd: format!("; \"{prefix}\" looks like a Team ID, which does not belong there"),
            help: format!("unless the identifier was registered like this, write \"{rest}\""),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    fn siwa(sub: &str, more: &str) -> String {
        format!(
            r#"{{"service": "siwa", "claims": {{"aud": "https://appleid.apple.com", "iss": "Q4W8E2R6T1",
                "sub": {sub}}} {more}}}"#
        )
    }

    #[test]
    fn each_slip_is_named() {
        for (sub, words) in [
            (r#""Q4W8E2R6T1""#, "the Team ID"),
            (r#""K7Q2M9X4TZ""#, "the key ID"),
            (r#""com.example.web ""#, "ends in a blank"),
            (r#""com.example.*""#, "expected a bundle ID or Services ID"),
            (r#"["com.example.web"]"#, "is an array"),
        ] {
            let found = findings(&LINT, &siwa(sub, ""));
            assert_eq!((found.len(), found[0].severity), (1, Severity::Error), "{found:?}");
            assert!(found[0].message.contains(words), "{found:?}");
        }
    }

    #[test]
    fn a_prefix_that_is_not_known_to_be_the_team_is_a_warning() {
        let found = findings(&LINT, &siwa(r#""Z4W8E2R6T1.com.example""#, ""));
        assert_eq!((found.len(), found[0].severity), (1, Severity::Warning), "{found:?}");
        assert!(!is_found(&LINT, &siwa(r#""MYCOMPANYX.app""#, "")));
    }

    #[test]
    fn the_subject_given_is_compared_in_its_letter_case() {
        let given = |subject: &str| {
            findings(
                &LINT,
                &siwa(r#""com.example.web""#, &format!(r#", "credentials": {{"subject": "{subject}"}}"#)),
            )
        };
        assert!(given("com.example.Web")[0].message.contains("only the letter case differs"));
        assert!(given("com.example.web").is_empty());
    }

    #[test]
    fn another_type_is_named_and_has_a_help() {
        let found = findings(&LINT, r#"{"service": "asc-individual", "claims": {"iss": null, "sub": 5}}"#);
        assert_eq!(found[0].message, "`sub` is a number, expected \"user\"");
        assert_eq!(found[0].help.as_deref(), Some("write the string \"user\""));
        let found = findings(&LINT, &siwa("5", ""));
        assert_eq!(
            found[0].message,
            "`sub` is a number, expected a string: the client ID: App ID or Services ID"
        );
        assert!(found[0].help.is_some(), "{found:?}");
    }

    #[test]
    fn the_word_of_an_individual_key_is_fixed() {
        for (sub, words) in [
            ("User", "only the letter case differs"),
            ("user ", "ends in a blank"),
            ("me", "expected \"user\""),
        ] {
            let found = findings(
                &LINT,
                &format!(r#"{{"service": "asc-individual", "claims": {{"iss": null, "sub": "{sub}"}}}}"#),
            );
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].message.contains(words), "{found:?}");
        }
    }
}
