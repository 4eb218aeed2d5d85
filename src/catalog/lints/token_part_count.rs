use super::token_base64_invalid::is_masked;
use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::service::Identifier;
use crate::catalog::words::is_no_value;
use crate::model::jws::{Base64Fault, RepairKind, Token};

pub(super) static LINT: Lint = Lint {
    name: "token-part-count",
    group: Group::TokenText,
    severity: Severity::Error,
    summary: "the token does not have three parts",
    explanation: EXPLANATION,
    bad: r#"{"token": "{header}.{payload}"}"#,
    good: r#"{"token": "{header}.{payload}.{signature}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7515#section-7.1",
    causes: &["token-malformed"],
    explained_by: &["request-authorization-malformed", "token-is-private-key"],
    check,
};

const EXPLANATION: &str = "\
A signed token in compact form is a header, a payload and a signature with a dot between them (RFC
7515 §7.1). Two parts are an unsigned token. Five parts are an encrypted one (JWE), which no Apple
service takes from a developer. One part is often a key ID, a path, the word `undefined`, or the
output of a command that failed.

Hand over what the signing library returned, whole: terminals and secret stores cut long lines.";

fn check(cx: &Context) -> Option<Check> {
    let token = cx.token?;
    let after = what_follows(token);
    let (what, help) = match (token.part_count, after) {
        (0, _) => return None,
        (_, Some(after)) => after,
        (3, _) if !is_prose(token) && !is_binary(token.text()) && !is_assigned(token) => {
            return Some(Passed);
        }
        _ => nature(token).unwrap_or_else(|| shape(token)),
    };
    let found = match token.part_count {
        1 => format!("found one part without a dot{what}"),
        3 if after.is_some() => format!("found more than a token{what}"),
        3 => format!("found no token{what}"),
        n => format!("found {n} parts{what}"),
    };
    let message = format!("{found}, expected three parts (header, payload, signature)");
    Some(Found(LINT.finding("/token", message).help(help)))
}

/// Whether it is no token, but sentences with two dots.
fn is_prose(token: &Token) -> bool {
    let had_blank = || token.repairs.iter().any(|repair| repair.inside && repair.kind == RepairKind::Blank);
    token.header().is_none() && !token.text().starts_with("ey") && (had_blank() || has_blank(token.text()))
}

/// Whether there is a token, but after something that is not one: `TOKEN=eyJ…`, `"token":"eyJ…`.
fn is_assigned(token: &Token) -> bool {
    let fault = token.parts.first().and_then(|header| header.fault);
    let start = token.text().split('.').next().and_then(|header| header.find("eyJ"));
    matches!((fault, start), (Some(Base64Fault::Character { at, .. }), Some(start)) if at < start)
}

/// What stands behind a token that is whole, if anything does.
fn what_follows(token: &Token) -> Option<(&'static str, &'static str)> {
    /// Characters of an ES256 signature.
    const SIGNATURE: usize = 86;
    let has =
        |kind, inside| token.repairs.iter().any(|repair| repair.kind == kind && repair.inside == inside);
    let mut parts = token.text().splitn(3, '.');
    let (header, _, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let signature =
        rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
    let follows = rest.get(signature..)?.trim_start_matches('=');
    if has(RepairKind::FieldName, false) && has(RepairKind::LineBreak, true) && !follows.is_empty() {
        return Some((
            ": the text is more than one header line",
            "hand over the line of `Authorization` alone, or the token in it",
        ));
    }
    let is_more = header.starts_with("eyJ") && signature >= SIGNATURE && !follows.is_empty();
    (is_more && !follows.starts_with('.')).then_some((
        ": something stands after the token",
        "hand over the token alone: it ends 86 characters after its last dot",
    ))
}

fn is_binary(text: &str) -> bool {
    let is_control = |c: char| c.is_control() && !c.is_whitespace() && c != '\u{1b}';
    !text.starts_with("ey") && text.chars().any(|c| c == char::REPLACEMENT_CHARACTER || is_control(c))
}

/// What a token of another number of parts is, and what to do about it.
fn shape(token: &Token) -> (&'static str, &'static str) {
    let text = token.text();
    let is_joined = text.split('.').nth(2).is_some_and(|part| part.len() > 86 && part.contains("eyJ"));
    match token.part_count {
        1 => ("", "hand over the whole token: it begins with `eyJ` and has two dots"),
        2 => (": the token has no signature", "sign the token; a cut line loses the signature, too"),
        _ if text.contains("...") => {
            (": the token is abbreviated", "copy the token whole, not as a program shows it")
        }
        4 if text.ends_with('.') => (": a dot follows the token", "remove the dot at the end"),
        5 if is_joined => (": these are two tokens", "hand over one token"),
        5 => (": this is an encrypted token (JWE)", "send a signed token (JWS), not an encrypted one"),
        3 => PROSE,
        _ => ("", "hand over one token alone"),
    }
}

/// What a text is that is no token at all. Says nothing of what stands in it.
fn nature(token: &Token) -> Option<(&'static str, &'static str)> {
    let text = token.text();
    let (_, what, help) = NATURES.iter().find(|(is_it, ..)| is_it(text))?;
    (!text.starts_with("ey")).then_some((*what, *help))
}

const PROSE: (&str, &str) =
    (": the text has blanks in it", "look at the text: it is often the message of a command that failed");

type Nature = (fn(&str) -> bool, &'static str, &'static str);

const NATURES: [Nature; 12] = [
    (
        is_binary,
        ": the text is binary data",
        "hand over the token, which is plain ASCII: this is a compressed, encrypted or other file",
    ),
    (
        is_no_value,
        ": the text is what a program writes for a variable without a value",
        "look where the variable gets its value",
    ),
    (is_masked, ": the token is masked", "take the token from where it is made, not from a log or a report"),
    (
        |text| begins(text, &["$", "{{"]) || text.len() > 2 && text.starts_with('%') && text.ends_with('%'),
        ": the text is the name of a variable",
        "let the variable be replaced by its value: single quotes prevent it",
    ),
    (
        |text| text.starts_with('<'),
        ": the text is HTML or XML",
        "look at the text: it is the answer of a server that handed out no token",
    ),
    (
        |text| begins(text, &["{", "["]),
        ": the text is JSON",
        "take the token out of the JSON, for example with `jq -r .token`",
    ),
    (
        |text| begins(text, &["http://", "https://"]),
        ": the text is a URL",
        "hand over the token, not an address",
    ),
    (
        |text| {
            let is_named =
                [".p8", ".pem", ".jwt", ".txt", ".json"].iter().any(|suffix| text.ends_with(suffix));
            !has_blank(text) && (is_named || begins(text, &["/", "./", "../", "~/", "C:\\"]))
        },
        ": the text is a path",
        "hand over what the file holds, not its path",
    ),
    (
        |text| Identifier::IssuerId.matches(text),
        ": the text has the shape of an issuer ID",
        "hand over a token that is signed with the key",
    ),
    (
        |text| Identifier::KeyId.matches(text),
        ": the text has the shape of a key ID or Team ID",
        "hand over a token that is signed with the key",
    ),
    (
        |text| text.contains("eyJ"),
        ": something stands before the token",
        "hand over the token alone: it begins with `eyJ`",
    ),
    (has_blank, PROSE.0, PROSE.1),
];

fn begins(text: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| text.starts_with(prefix))
}

fn has_blank(text: &str) -> bool {
    text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::findings;

    fn message(token: &str) -> String {
        let found = findings(&LINT, &format!(r#"{{"token": "{token}"}}"#));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].lint.name, "token-part-count");
        let message =
            found[0].message.strip_suffix(", expected three parts (header, payload, signature)").unwrap();
        message.to_owned()
    }

    #[test]
    fn each_number_of_parts_is_named() {
        for (token, what) in [
            ("{header}", "found one part without a dot"),
            ("{header}.{payload}", "found 2 parts: the token has no signature"),
            ("{token}.", "found 4 parts: a dot follows the token"),
            ("{header}...{signature}", "found 4 parts: the token is abbreviated"),
            ("{header}.{payload}.AA.AA.AA", "found 5 parts: this is an encrypted token (JWE)"),
            ("{header}..AA.AA.AA", "found 5 parts: this is an encrypted token (JWE)"),
            ("{token}\\n{token}", "found 5 parts: these are two tokens"),
            ("{token}{token}", "found 5 parts: these are two tokens"),
            ("{token}.{token}", "found 6 parts"),
        ] {
            assert_eq!(message(token), what, "{token}");
        }
    }

    #[test]
    fn a_text_that_is_no_token_is_told_from_a_broken_one() {
        for (text, what) in [
            ("undefined", "is what a program writes for a variable without a value"),
            ("Bearer null", "is what a program writes for a variable without a value"),
            ("$TOKEN", "is the name of a variable"),
            ("%TOKEN%", "is the name of a variable"),
            ("{{ token }}", "is the name of a variable"),
            ("<!doctype html><a href=x.y>", "is HTML or XML"),
            (r#"{\"token\": \"a.b.c.d\"}"#, "is JSON"),
            ("https://example.com", "is a URL"),
            ("~/keys/AuthKey_A1B2C3D4E5.p8", "is a path"),
            ("token.jwt", "is a path"),
            ("3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10", "has the shape of an issuer ID"),
            ("K7Q2M9X4TZ", "has the shape of a key ID or Team ID"),
            ("no such file or directory", "has blanks in it"),
        ] {
            let message = message(text);
            assert!(message.ends_with(&format!(": the text {what}")), "{text}: {message}");
        }
        assert_eq!(message("***"), "found one part without a dot: the token is masked");
    }

    #[test]
    fn words_before_a_token_are_told_from_prose() {
        for text in [
            "JWT {token}",
            "Basic {token}",
            "export TOKEN={token}",
            "curl -H 'Authorization: Bearer {token}'",
            "ASC_TOKEN={token}",
            r#"export ASC_TOKEN=\"{token}\""#,
            "A=1\\nASC_TOKEN={token}\\nB=2",
            r#"\"token\": \"{token}\","#,
            r#"\"token\":\"{token}\","#,
            "token:{token}",
        ] {
            assert_eq!(message(text), "found no token: something stands before the token", "{text}");
        }
    }

    #[test]
    fn what_stands_after_a_token_is_told() {
        for text in
            [r#"{token}\","#, "{token}; Path=/", "{token}&grant_type=x", "{token}==,", r#"{token}\"}"#]
        {
            assert_eq!(message(text), "found more than a token: something stands after the token", "{text}");
        }
        let text = "{token} # see https://www.example.com/x.html";
        assert_eq!(message(text), "found 6 parts: something stands after the token");
    }

    #[test]
    fn header_lines_after_the_token_are_told() {
        for (text, found) in [
            ("Authorization: Bearer {token}\\r\\nHost: api.appstoreconnect.apple.com", "found 6 parts"),
            ("Authorization: Bearer {token}\\r\\nAccept: */*\\r\\n\\r\\n", "found more than a token"),
            ("authorization: bearer {token}\\nConnection: close", "found more than a token"),
        ] {
            assert_eq!(message(text), format!("{found}: the text is more than one header line"), "{text}");
        }
    }

    #[test]
    fn binary_data_is_told() {
        for text in [
            "\\u001f\\ufffd\\b\\u0000\\u0000 x",
            "\\ufffdPNG\\r\\n\\u001a\\n\\u0000 a.b.c.d",
            "a\\u0000b",
            "a.\\ufffd.b",
            "\\u0001.\\u0002.\\u0003 x",
        ] {
            assert!(message(text).ends_with(": the text is binary data"), "{text}: {}", message(text));
        }
    }

    #[test]
    fn sentences_with_two_dots_are_no_three_parts() {
        for text in ["no token. try again. please", "Error: 401. It failed, sorry. See the log"] {
            assert_eq!(message(text), "found no token: the text has blanks in it", "{text}");
        }
    }
}
