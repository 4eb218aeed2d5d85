//! Finds named values: the strings of JSON and the variables of an environment file.
//!
//! Both readers are lenient, because what holds a key is often broken around it, and neither copies anything.

/// A value and its name, both as written.
pub(super) struct Field<'a> {
    name: &'a str,
    pub(super) value: &'a str,
}

impl Field<'_> {
    /// The name, made fit for a report.
    pub(super) fn name(&self) -> String {
        const LONGEST: usize = 64;
        self.name.chars().take(LONGEST).map(|c| if c.is_control() { '?' } else { c }).collect()
    }
}

/// The strings in a JSON text, at any depth, still escaped.
pub(super) fn json(text: &str) -> impl Iterator<Item = Field<'_>> {
    let mut rest = if text.starts_with(['{', '[']) { text } else { "" };
    let mut name = "";
    std::iter::from_fn(move || {
        loop {
            let (_, opened) = rest.split_once('"')?;
            let (string, after) = split_at_quote(opened, '"');
            rest = after;
            if !after.trim_start().starts_with(':') {
                return Some(Field { name, value: string });
            }
            name = string;
        }
    })
}

/// The values assigned to variables, one after the other: `NAME=value`, quoted or not, with or without `export`, and
/// `name: value`.
pub(super) fn variables(text: &str) -> impl Iterator<Item = Field<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (line, following) = rest.split_once(['\n', '\r']).unwrap_or((rest, ""));
            let Some((name, value)) = assignment(line) else {
                rest = following;
                continue;
            };
            let begun = rest.get(line.len() - value.len()..).unwrap_or_default();
            let (value, after) = split_value(begun);
            rest = after;
            return Some(Field { name, value });
        }
        None
    })
}

/// As [`variables`], as names and values for others than the readers of keys.
pub(crate) fn variables_of(text: &str) -> impl Iterator<Item = (String, &str)> {
    variables(text).map(|field| (field.name(), field.value))
}

/// Splits what follows the equals sign into the value and what comes after it.
fn split_value(text: &str) -> (&str, &str) {
    let bare = text.strip_prefix('$').unwrap_or(text);
    for quote in ['"', '\'', '`'] {
        if let Some(opened) = bare.strip_prefix(quote) {
            let (value, after) = split_at_quote(opened, quote);
            return (value, after.split_once(['\n', '\r']).map_or("", |(_, following)| following));
        }
    }
    let (line, following) = text.split_once(['\n', '\r']).unwrap_or((text, ""));
    if line.starts_with('-') && !line.contains("END") {
        // A key that was not put in quotes: its other lines belong to it.
        return (text, "");
    }
    (line.trim_end(), following)
}

/// Splits behind an opened quote: what is in it, and what comes after its end. Without an end all is in it.
fn split_at_quote(text: &str, quote: char) -> (&str, &str) {
    let mut escaped = false;
    let end = text.find(|c| {
        let found = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        found
    });
    let (inside, after) = text.split_at(end.unwrap_or(text.len()));
    (inside, after.strip_prefix(quote).unwrap_or_default())
}

/// The name and the value on a line that assigns one.
fn assignment(line: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 64;
    let mut line = line.trim_start();
    for word in ["export ", "set ", "ENV ", "- ", "-e ", "--env ", "$env:", "let ", "const ", "var "] {
        line = line.strip_prefix(word).unwrap_or(line).trim_start();
    }
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let (name, rest) = line.split_at(line.find(|c| !in_name(c))?);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') || name.len() > LONGEST {
        return None;
    }
    let rest = rest.trim_start();
    let value = rest.strip_prefix('=').or_else(|| rest.strip_prefix(": "))?;
    Some((name, value.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all<'a>(fields: impl Iterator<Item = Field<'a>>) -> Vec<(String, &'a str)> {
        fields.map(|field| (field.name(), field.value)).collect()
    }

    fn pairs<'a>(expected: &[(&str, &'a str)]) -> Vec<(String, &'a str)> {
        expected.iter().map(|&(name, value)| (name.to_owned(), value)).collect()
    }

    #[test]
    fn strings_of_json_are_found_at_any_depth() {
        let text = r#"{"a": "1", "b": {"c" : "2\"2"}, "d": ["3", "4"], "e": 5}"#;
        assert_eq!(all(json(text)), pairs(&[("a", "1"), ("c", r#"2\"2"#), ("d", "3"), ("d", "4")]));
    }

    #[test]
    fn broken_json_is_read_as_far_as_it_goes() {
        assert_eq!(all(json("{\"a\": \"1\n2\", \"b\": \"3")), pairs(&[("a", "1\n2"), ("b", "3")]));
        assert_eq!(all(json("\"a\": \"1\"")), []);
    }

    #[test]
    fn variables_are_found_in_their_spellings() {
        let text = "# A=0\nA=1\n export B=\"2\n2\"\r\nC='3' # c\nset D = 4 \n- E: $'5'\nF\n$env:G=6";
        let expected = [("A", "1"), ("B", "2\n2"), ("C", "3"), ("D", "4"), ("E", "5"), ("G", "6")];
        assert_eq!(all(variables(text)), pairs(&expected));
    }

    #[test]
    fn a_key_without_quotes_takes_all_its_lines() {
        assert_eq!(all(variables("K=-----BEGIN\nA\n-----END")), pairs(&[("K", "-----BEGIN\nA\n-----END")]));
        let text = "K=-----BEGIN\\nA\\n-----END-----\nL=1";
        assert_eq!(all(variables(text)), pairs(&[("K", "-----BEGIN\\nA\\n-----END-----"), ("L", "1")]));
    }

    #[test]
    fn base64_is_no_variable() {
        let text = "A".repeat(65) + "=b";
        assert_eq!(all(variables(&text)), []);
        assert_eq!(all(variables("2a=b\nhttp://x")), []);
    }

    #[test]
    fn names_are_fit_for_a_report() {
        let text = format!("{{\"\u{1b}{}\": \"v\"}}", "n".repeat(100));
        assert_eq!(all(json(&text)), [(format!("?{}", "n".repeat(63)), "v")]);
    }
}
