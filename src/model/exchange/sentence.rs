//! The sentence in which an error body says what is wrong.

use std::borrow::Cow;

/// The members that hold it, the most telling first.
const MEMBERS: [&str; 2] = ["detail", "title"];

/// The `detail` of the first error in a body, else its `title`: in JSON, and as tools print such a body
/// (`"detail"=>"…"`, `detail = "…";`, `detail : …`).
pub fn sentence(body: &str) -> Option<Cow<'_, str>> {
    MEMBERS.iter().find_map(|name| member(body, name))
}

fn member<'a>(body: &'a str, name: &str) -> Option<Cow<'a, str>> {
    body.match_indices(name).find_map(|(at, _)| {
        let (before, rest) = (body.get(..at)?, body.get(at + name.len()..)?);
        let is_word = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        let text = value(rest.trim_start_matches(['"', '\'', '\\', ' ']))?;
        (!is_word && !text.trim().is_empty()).then_some(text)
    })
}

/// The value behind a separator: quoted, else the rest of the line.
fn value(rest: &str) -> Option<Cow<'_, str>> {
    let rest = [":", "=>", "="].iter().find_map(|separator| rest.strip_prefix(separator))?;
    let rest = rest.trim_start_matches(' ');
    if let Some(quoted) = rest.strip_prefix("\\\"") {
        return Some(Cow::Borrowed(quoted.split_once("\\\"")?.0));
    }
    let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        let line = rest.lines().next().unwrap_or_default().trim();
        let is_text = line.starts_with(char::is_alphabetic) && !line.starts_with("null");
        return is_text.then_some(Cow::Borrowed(line));
    };
    let quoted = rest.get(1..)?;
    let end = end_of_quoted(quoted, quote)?;
    let text = quoted.get(..end)?;
    let Some(escaped) = text.contains('\\').then(|| rest.get(..end + 2)).flatten() else {
        return Some(Cow::Borrowed(text));
    };
    Some(serde_json::from_str(escaped).map_or(Cow::Borrowed(text), Cow::Owned))
}

/// Where the closing quote stands.
fn end_of_quoted(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let is_end = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::cost::is_linear_in;

    #[test]
    fn a_sentence_is_read_however_the_body_is_printed() {
        let said = "The bundle version must be higher than the previously uploaded version: '42'.";
        for body in [
            r#"{"errors":[{"status":"409","title":"x","detail":"{}"}]}"#,
            r#"{"errors" => [{"title"=>"x", "detail"=>"{}"}]}"#,
            "      status : 409\n      detail : {}\n      source :\n",
            "    code = \"ENTITY_ERROR\";\n    detail = \"{}\";\n    status = 409;",
            r#"body: {\"errors\":[{\"detail\":\"{}\"}]}"#,
            r#"{"errors":[{"detail":"","title":"{}"}]}"#,
            "{'title': \"{}\"}",
        ] {
            assert_eq!(sentence(&body.replace("{}", said)).as_deref(), Some(said), "{body}");
        }
        assert_eq!(sentence(r#"{"detail":"say \"no\" to it"}"#).as_deref(), Some("say \"no\" to it"));
    }

    #[test]
    fn nothing_else_is_a_sentence() {
        for body in [
            "",
            "detail",
            "details of the request",
            r#"{"myDetail":"x","subtitle":"y"}"#,
            r#"{"detail":"cut off"#,
            r#"{"detail":["a"],"title":null}"#,
            "title = null",
        ] {
            assert_eq!(sentence(body), None, "{body}");
        }
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for unit in ["detail", "detail:", "detail:\"", "detail=\\\"", "\\", "\""] {
            is_linear_in(unit, |text| {
                let _ = sentence(text);
            });
        }
    }
}
