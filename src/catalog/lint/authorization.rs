//! What can be wrong with the value of an `Authorization` field (RFC 9110 §11.6.2, RFC 6750 §2.1). A token in it is
//! described, never shown.

use crate::catalog::words::is_no_value;
use crate::text::chars::is_quote;

/// What is wrong, and what to do about it.
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

fn fault_with(found: impl Into<String>, help: &'static str) -> Option<Fault> {
    Some(Fault { message: format!("{}, expected `Bearer`, a blank and the token", found.into()), help })
}

const SCHEME: &str = "Bearer";

/// What is wrong with the value where `Bearer` and the token belong.
pub(crate) fn fault(value: &str) -> Option<Fault> {
    // Blanks around a value are no part of it (RFC 9110 §5.5).
    let value = value.trim_matches([' ', '\t']);
    if let Some(fault) = anywhere(value) {
        return Some(fault);
    }
    let (scheme, rest) = value.split_once([' ', '\t']).unwrap_or((value, ""));
    let token = rest.trim_start();
    if !is_bearer(scheme) {
        return not_bearer(value, scheme, token);
    }
    let next = token.split([' ', '\t', ',']).next().unwrap_or_default();
    if token.is_empty() {
        return fault_with("nothing follows `Bearer`", EMPTY);
    }
    if is_bearer(next) {
        return fault_with("`Bearer` is there more than once", "take `Bearer` out of the stored value");
    }
    if is_quoted(token) {
        return fault_with(
            "the token stands in quotes",
            "leave out the quotes: they are the shell's, not the field's",
        );
    }
    if is_unset(token) {
        return unset(token);
    }
    if token.find("eyJ").is_some_and(|at| at > 0) {
        return fault_with("something stands before the token", "send the token alone after `Bearer`");
    }
    let is_more = next.len() < token.len();
    is_more
        .then(|| fault_with("something stands after the token", "send one token and nothing else"))
        .flatten()
}

/// What is wrong with the value where the token belongs alone.
pub(crate) fn fault_of_bare(value: &str) -> Option<Fault> {
    let value = value.trim_matches([' ', '\t']);
    let scheme = value.split([' ', '\t']).next().unwrap_or_default();
    let found = if is_bearer(scheme) {
        Some(fault_with("it begins with `Bearer`", "send the token alone"))
    } else {
        None
    };
    let fault = found
        .unwrap_or_else(|| anywhere(value).or_else(|| is_unset(value).then(|| unset(value)).flatten()))?;
    let message =
        fault.message.replace("expected `Bearer`, a blank and the token", "expected the token alone");
    Some(Fault { message, ..fault })
}

const EMPTY: &str =
    "look whether the variable, secret or file that should hold the token is set where the request is made";

/// Faults that need no scheme to be seen.
fn anywhere(value: &str) -> Option<Fault> {
    const NAME: &str = "authorization:";
    let breaks =
        "take the token as one line: join it where it was wrapped, and cut off the line break at its end";
    if value.is_empty() {
        return fault_with("the field is empty", EMPTY);
    }
    if value.contains(['\n', '\r']) {
        return fault_with("the value holds a line break", breaks);
    }
    if value.contains(r"\n") {
        return fault_with("the value holds the two characters `\\n`", breaks);
    }
    if value.starts_with(is_quote) {
        return fault_with(
            "the value stands in quotes",
            "leave out the quotes: they are the shell's, not the field's",
        );
    }
    if value.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME)) {
        return fault_with("the name of the field stands in its value, too", "give the name once");
    }
    None
}

/// The value begins with something else.
fn not_bearer(value: &str, scheme: &str, token: &str) -> Option<Fault> {
    let behind = scheme.get(..SCHEME.len()).filter(|word| is_bearer(word)).and(scheme.get(SCHEME.len()..));
    let put = "put `Bearer` and a blank before the token";
    match behind {
        Some(rest) if rest.starts_with(':') => fault_with("a colon follows `Bearer`", "leave out the colon"),
        Some(rest) if rest.starts_with('=') => {
            fault_with("an equals sign follows `Bearer`", "leave out the equals sign")
        }
        Some(_) => {
            fault_with("there is no blank between `Bearer` and the token", "put a blank after `Bearer`")
        }
        None if is_unset(value) => unset(value),
        None if is_token(scheme) && token.is_empty() => {
            fault_with("the field has no scheme: it is the token alone", put)
        }
        None if token.is_empty() || is_token(scheme) || !is_word(scheme) => {
            fault_with("the field does not begin with `Bearer`", put)
        }
        None => fault_with(format!("the scheme is \"{scheme}\""), "write `Bearer` in its place"),
    }
}

fn unset(text: &str) -> Option<Fault> {
    // The name of a variable is shown, what may be anything else is not.
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_.-${}%# []".contains(c);
    let is_shown = text.len() <= 40 && text.chars().all(is_name);
    let what = if is_shown { format!("\"{text}\"") } else { "a variable or command".to_owned() };
    let help = "look where the variable gets its value, and whether what makes the request replaces \
     it: not in single quotes";
    fault_with(format!("{what} stands in the token's place"), help)
}

fn is_bearer(word: &str) -> bool {
    word.eq_ignore_ascii_case(SCHEME)
}

fn is_token(text: &str) -> bool {
    text.starts_with("eyJ") || text.matches('.').count() == 2
}

/// Whether it can be shown as the name of a scheme.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.len() <= 16 && text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
}

fn is_quoted(text: &str) -> bool {
    text.starts_with(is_quote) || text.ends_with(is_quote)
}

/// Whether a shell, a CI service or a template would have replaced it, or a program wrote it for want of a value.
fn is_unset(text: &str) -> bool {
    let is_between = |open, close| text.len() > 2 && text.starts_with(open) && text.ends_with(close);
    is_no_value(text)
        || text.starts_with('$')
        || is_between("{{", "}}")
        || is_between("#{", "}")
        || is_between("<%", "%>")
        || is_between("%", "%")
}
