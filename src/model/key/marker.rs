//! Finds BEGIN and END lines, also damaged ones.

use std::borrow::Cow;

/// A BEGIN or END line.
pub(super) struct Marker {
    pub(super) begins: bool,
    /// The label as it ought to be written; empty if there is none.
    pub(super) label: Cow<'static, str>,
    /// It is written exactly as it has to be.
    pub(super) exact: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Marker {
    /// The label is one of those in use.
    pub(super) fn is_known(&self) -> bool {
        matches!(self.label, Cow::Borrowed(label) if !label.is_empty())
    }
}

/// All BEGIN and END lines of a text, in order.
pub(super) fn all(text: &str) -> impl Iterator<Item = Marker> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(rest) = text.get(at..) {
            let word = at + rest.find(['B', 'b', 'E', 'e'])?;
            at = word + 1;
            if let Some(marker) = marker(text, word) {
                at = marker.end;
                return Some(marker);
            }
        }
        None
    })
}

/// Those that Apple, OpenSSL, OpenSSH and PGP write, longer ones before those they contain.
const LABELS: [&str; 25] = [
    "PRIVATE KEY",
    "EC PRIVATE KEY",
    "RSA PRIVATE KEY",
    "DSA PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "SSH2 ENCRYPTED PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PUBLIC KEY",
    "SSH2 PUBLIC KEY",
    "CERTIFICATE REQUEST",
    "NEW CERTIFICATE REQUEST",
    "CERTIFICATE",
    "TRUSTED CERTIFICATE",
    "X509 CERTIFICATE",
    "X509 CRL",
    "EC PARAMETERS",
    "DH PARAMETERS",
    "DSA PARAMETERS",
    "PKCS7",
    "CMS",
    "PGP PRIVATE KEY BLOCK",
    "PGP PUBLIC KEY BLOCK",
    "PGP MESSAGE",
    "PGP SIGNED MESSAGE",
];

/// The marker of which a word at an offset may be the BEGIN or END.
fn marker(text: &str, word: usize) -> Option<Marker> {
    // Two hyphens at least, or what an editor makes of them; fewer if the label leaves no doubt.
    const FEWEST_DASHES: usize = 2;
    let (before, after) = text.split_at_checked(word)?;
    let (keyword, begins) = [("BEGIN", true), ("END", false)].into_iter().find(|(keyword, _)| {
        after.get(..keyword.len()).is_some_and(|head| head.eq_ignore_ascii_case(keyword))
    })?;
    let after = after.get(keyword.len()..)?;
    let lead = before.trim_end_matches(' ');
    let opening = if before.len() - lead.len() > 1 { before } else { lead };
    let start = opening.trim_end_matches(is_dash).len();
    let dashes: usize = before.get(start..)?.chars().map(weight).sum();
    let at_line_start =
        before.get(..start).is_none_or(|line| line.is_empty() || line.ends_with(['\n', '\r']));
    let (label, rest) = match known(after) {
        Some((label, rest)) if dashes > 0 || at_line_start => (Cow::Borrowed(label), rest),
        _ if dashes >= FEWEST_DASHES => unknown(after),
        _ => return None,
    };
    let start = if dashes > 0 { start } else { word };
    let end = text.len() - closing(rest).len();
    let exact = text.get(start..end).is_some_and(|written| is_exact(written, keyword, &label));
    Some(Marker { begins, label, exact, start, end })
}

fn is_exact(written: &str, keyword: &str, label: &str) -> bool {
    let inner = written.strip_prefix("-----").and_then(|rest| rest.strip_suffix("-----"));
    inner.and_then(|inner| inner.strip_prefix(keyword)).and_then(|inner| inner.strip_prefix(' '))
        == Some(label)
}

/// Takes off the dashes that close a marker, those that a blank sets apart included.
fn closing(rest: &str) -> &str {
    let dashes = rest.strip_prefix(' ').unwrap_or(rest);
    if dashes.starts_with(is_dash) { dashes.trim_start_matches(is_dash) } else { rest }
}

/// A known label and what follows it, blanks and letter case as they come.
fn known(text: &str) -> Option<(&'static str, &str)> {
    LABELS.into_iter().find_map(|label| {
        let mut rest = text;
        for expected in label.bytes().filter(|&byte| byte != b' ') {
            // One blank, or what the URL encoding of forms makes of it.
            rest = rest.strip_prefix([' ', '+', '_', '\t']).unwrap_or(rest);
            let (&found, _) = rest.as_bytes().split_first()?;
            if !found.eq_ignore_ascii_case(&expected) {
                return None;
            }
            rest = rest.get(1..)?;
        }
        Some((label, rest))
    })
}

/// Any other label and what follows it. Only if it is in capitals and short, and dashes or a line break end it:
/// whatever else follows may be the key, which nobody is to see in a report.
fn unknown(text: &str) -> (Cow<'static, str>, &str) {
    const LONGEST: usize = 40;
    const LONGEST_WORD: usize = 12;
    let in_label = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ';
    let (label, rest) = text.split_at(text.find(|c| !in_label(c)).unwrap_or(text.len()));
    let ends = rest.starts_with(is_dash) || rest.starts_with(['\n', '\r']) || rest.is_empty();
    let short = label.len() <= LONGEST && label.split(' ').all(|word| word.len() <= LONGEST_WORD);
    if ends && short { (Cow::Owned(label.trim().to_owned()), rest) } else { (Cow::Borrowed(""), text) }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

fn weight(c: char) -> usize {
    match c {
        '-' => 1,
        ' ' => 0,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Option<(bool, String, bool, usize, usize)> {
        let mut markers = all(text);
        let marker = markers.next()?;
        assert!(markers.next().is_none(), "{text}");
        Some((marker.begins, marker.label.to_string(), marker.exact, marker.start, marker.end))
    }

    #[test]
    fn exact_lines_are_told_from_damaged_ones() {
        let key = |exact, end| Some((true, "PRIVATE KEY".to_owned(), exact, 0, end));
        assert_eq!(one("-----BEGIN PRIVATE KEY-----"), key(true, 27));
        assert_eq!(one("-----BEGIN PRIVATE KEY-----MIGT"), key(true, 27));
        for text in [
            "----BEGIN PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY------",
            "-----begin private key-----",
            "-----BEGINPRIVATEKEY-----",
            "-----BEGIN+PRIVATE+KEY-----",
            "-----BEGIN  PRIVATE KEY-----",
            "–––––BEGIN PRIVATE KEY–––––",
            "——-BEGIN PRIVATE KEY——-",
            "---- BEGIN PRIVATE KEY ----",
            "-----BEGIN PRIVATE KEY",
            "BEGIN PRIVATE KEY-----",
            "BEGIN PRIVATE KEY",
        ] {
            assert_eq!(one(text), key(false, text.len()), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_marker() {
        for text in [
            "begin",
            "the end",
            "I begin private keys",
            "-END",
            "abcENDabc",
            "- end of list",
            "xBEGIN PRIVATE KEY",
        ] {
            assert_eq!(one(text), None, "{text}");
        }
    }

    #[test]
    fn unknown_labels_are_read_where_they_end() {
        assert_eq!(one("-----BEGIN FOO KEY-----").map(|marker| marker.1), Some("FOO KEY".to_owned()));
        assert_eq!(one("-----BEGIN-----").map(|marker| marker.1), Some(String::new()));
    }

    #[test]
    fn a_label_never_holds_key_text() {
        for text in
            ["-----BEGIN MIGTAgEAMBMG", "-----BEGIN AAAAAAAAAAAAAAAAAAAA-----", "-----BEGIN AAAA/BBBB-----"]
        {
            assert_eq!(one(text).map(|marker| marker.1), Some(String::new()), "{text}");
        }
    }

    #[test]
    fn many_markers_take_linear_time() {
        for part in ["-----BEGIN ", "-", "BEGIN", "E", "BEGIN PRIVATE KEY-", "END   "] {
            crate::text::cost::is_linear_in(part, |text| assert!(all(text).count() <= text.len()));
        }
    }
}
