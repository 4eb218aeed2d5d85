use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::key::{Armor, Flaw, Key, KeyKind, Repair};

pub(super) static LINT: Lint = Lint {
    name: "key-text-whitespace",
    group: Group::KeyText,
    severity: Severity::Warning,
    summary: "the key text has lost its line breaks, or has something in or around it that does not \
     belong there",
    explanation: EXPLANATION,
    bad: r#"{"key": "'{p8}'"}"#,
    good: r#"{"key": "\n{p8}\n"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7468#section-2",
    causes: &["key-text-damaged"],
    // What escapes line breaks mostly puts quotes around the text, too.
    explained_by: &["key-newlines-escaped"],
    check,
};

const EXPLANATION: &str = "\
PEM is a text of lines: BEGIN, base64 in lines of 64 characters, END. Readers differ in what else
they take. All that were tried take the line ends of Windows, and empty lines before and after the
key: these raise nothing. OpenSSL, and with it Ruby, Node.js and fastlane, refuses a key that is on
one line, in quotes or cut by empty lines, mostly as `invalid curve name` or `DECODER
routines::unsupported`. Apple's CryptoKit, which xcodebuild uses, wants lines of exactly 64
characters and no other text (`invalidPEMDocument`). Here the key was read all the same.

Take the file as it was downloaded. In YAML write it as a block (`|`), in a shell put the variable
in double quotes (`echo \"$KEY\"`) so that its line breaks survive, and in Windows PowerShell write
files with `-Encoding ascii`, not with `>`.";

/// A flaw that some reader refuses.
struct Row {
    flaw: Flaw,
    /// What to say after "the key text".
    found: &'static str,
    refused_by: &'static [&'static str],
    help: &'static str,
}

const fn row(
    flaw: Flaw,
    found: &'static str,
    refused_by: &'static [&'static str],
    help: &'static str,
) -> Row {
    Row { flaw, found, refused_by, help }
}

const OPENSSL: &str = "OpenSSL";
const CRYPTO_KIT: &str = "CryptoKit";
const PYTHON: &str = "Python's cryptography";

/// Tried with OpenSSL 3.0, Ruby 3, Node.js 20, Python's cryptography 48 and Java; for CryptoKit, its source was read.
static ROWS: &[Row] = &[
    row(
        Flaw::Utf16,
        "is in UTF-16",
        &[OPENSSL, CRYPTO_KIT, PYTHON],
        "write it as ASCII or UTF-8: in Windows PowerShell with `-Encoding ascii`, not with `>`",
    ),
    row(
        Flaw::ByteOrderMark,
        "begins with a byte order mark",
        &[CRYPTO_KIT],
        "save it as UTF-8 without byte order mark",
    ),
    row(
        Flaw::Invisible,
        "has invisible characters in it",
        &[OPENSSL, CRYPTO_KIT],
        "copy it from the file, not from a web page, a chat or a document",
    ),
    row(
        Flaw::Quotes,
        "is in quotes",
        &[OPENSSL, CRYPTO_KIT],
        "take the quotes off: a secret store keeps the value as it is typed",
    ),
    row(
        Flaw::BlanksAround,
        "has blanks around it",
        &[OPENSSL, CRYPTO_KIT],
        "let the first line begin with the hyphens of BEGIN and the last end with those of END",
    ),
    row(
        Flaw::TextAround,
        "has other text beside the key",
        &[CRYPTO_KIT],
        "keep nothing but the lines from BEGIN to END",
    ),
    row(
        Flaw::OneLine,
        "is all on one line",
        &[OPENSSL, CRYPTO_KIT],
        "keep the line breaks: `echo \"$KEY\"` with double quotes, `|` in YAML, a field of many \
         lines in the secret store",
    ),
    row(Flaw::Cr, "has line ends of the old Mac OS (CR alone)", &[OPENSSL], "write the line ends as LF"),
    row(
        Flaw::Indentation,
        "has indented lines",
        &[OPENSSL, CRYPTO_KIT],
        "take the blanks off the beginnings of the lines: YAML does so in a block that `|` begins",
    ),
    row(Flaw::BlankLines, "has empty lines in it", &[OPENSSL], "take the empty lines out"),
    row(Flaw::Blanks, "has blanks in its lines", &[CRYPTO_KIT], "take the blanks out of the lines"),
    row(
        Flaw::LineLength,
        "has lines of other than 64 characters",
        &[CRYPTO_KIT],
        "break the lines after 64 characters: `openssl pkey -in old.p8 -out new.p8` does so",
    ),
    row(
        Flaw::Padding,
        "lacks the `=` at its end",
        &[OPENSSL, CRYPTO_KIT, PYTHON],
        "take the whole file as it was downloaded",
    ),
    row(
        Flaw::UrlSafe,
        "has `-` and `_` where PEM has `+` and `/`",
        &[OPENSSL, CRYPTO_KIT, PYTHON],
        "encode with the standard alphabet of base64, not with that for URLs",
    ),
    row(
        Flaw::PlusAsBlank,
        "has blanks where its base64 has `+`",
        &[OPENSSL, CRYPTO_KIT, PYTHON],
        "write each `+` as `%2B` where the key goes through a form or a URL: what decodes them \
         makes a blank of `+`",
    ),
    row(
        Flaw::TrailingBytes,
        "has zeros or line breaks after the end of the key in its base64",
        &[PYTHON],
        "take the file as it was downloaded, or write it anew with `openssl pkey -in old.p8 -out new.p8`",
    ),
    row(
        Flaw::ScalarLength,
        "has its private number in more or fewer than 32 bytes",
        &[CRYPTO_KIT, PYTHON],
        "write the file anew with `openssl pkey -in old.p8 -out new.p8`, or download another key",
    ),
];

fn check(cx: &Context) -> Option<Check> {
    let key = cx.key.filter(|key| key.kind == KeyKind::P256)?;
    let rows: Vec<_> = ROWS.iter().filter(|row| is_found(key, row.flaw)).collect();
    let Some(first) = rows.first() else {
        let is_told = key.repairs.iter().any(|repair| matches!(repair, Repair::Text(_)));
        return (key.blocks > 0 && !is_told).then_some(Passed);
    };
    let found: Vec<_> = rows.iter().map(|row| row.found).collect();
    let is_refusing = |reader: &&str| rows.iter().any(|row| row.refused_by.contains(reader));
    let readers: Vec<_> = [OPENSSL, CRYPTO_KIT, PYTHON].into_iter().filter(is_refusing).collect();
    let refuse = if readers.len() == 1 { "refuses" } else { "refuse" };
    let message = format!("the key text {}; {} {refuse} that", listed(&found), listed(&readers));
    Some(Found(LINT.finding("/key", message).help(first.help)))
}

fn is_found(key: &Key, flaw: Flaw) -> bool {
    // Text around several blocks is what key-multiple is about; where all blanks were lost, those in the BEGIN
    // line were, too, and key-armor-missing says so.
    let is_told = flaw == Flaw::TextAround && key.blocks > 1
        || flaw == Flaw::OneLine && key.repairs.contains(&Repair::Armor(Armor::Damaged));
    !is_told && key.repairs.contains(&Repair::Text(flaw))
}

/// `a, b and c`
fn listed(items: &[&str]) -> String {
    match items {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        items => items.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    fn sample() -> String {
        std::fs::read_to_string("testdata/keys/p256.pem").unwrap()
    }

    fn patch(key: &str) -> String {
        serde_json::json!({"token": null, "key": key}).to_string()
    }

    #[test]
    fn several_flaws_are_one_finding_that_names_them_all() {
        let found = findings(&LINT, &patch(&format!("'{}'", sample().replace('\n', "\u{200b} "))));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            found[0].message,
            "the key text has invisible characters in it, is in quotes, has blanks around it and is \
             all on one line; OpenSSL and CryptoKit refuse that"
        );
    }

    #[test]
    fn each_flaw_is_told_with_who_refuses_it() {
        for (text, expected) in [
            (format!("\u{feff}{}", sample()), "begins with a byte order mark; CryptoKit refuses that"),
            (
                sample().replace('\n', "\r"),
                "has line ends of the old Mac OS (CR alone); OpenSSL refuses that",
            ),
            (sample().replace('\n', "\n\n"), "has empty lines in it; OpenSSL refuses that"),
            (
                sample().trim_end().replace('\n', "\n  "),
                "has indented lines; OpenSSL and CryptoKit refuse that",
            ),
            (
                sample().replace('\n', " \n"),
                "has blanks around it and has blanks in its lines; OpenSSL and CryptoKit refuse that",
            ),
            (
                sample().replace('+', " "),
                "has blanks where its base64 has `+`; OpenSSL, CryptoKit and Python's cryptography \
                 refuse that",
            ),
            (format!("# my key\n{}", sample()), "has other text beside the key; CryptoKit refuses that"),
        ] {
            let found = findings(&LINT, &patch(&text));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].message, format!("the key text {expected}"));
        }
    }

    #[test]
    fn what_all_readers_take_is_no_fault() {
        for text in
            [sample().replace('\n', "\r\n"), format!("\n\n{}\n\n", sample()), sample().trim_end().to_owned()]
        {
            assert!(!is_found(&LINT, &patch(&text)), "{text:?}");
        }
    }

    #[test]
    fn the_form_of_a_key_that_cannot_be_used_does_not_matter() {
        let rsa = std::fs::read_to_string("testdata/keys/rsa.pem").unwrap();
        assert!(!is_found(&LINT, &patch(&rsa.replace('\n', " "))));
    }
}
