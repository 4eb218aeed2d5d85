//! Apple's codes that the catalogue knows.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Response;
use super::marks::ranked;
use crate::catalog::responses::all;

/// Every code of an entry: those that are marks, those in marks that quote a member, and those that are listed.
static CODES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let quoted = |mark: &'static str| {
        let value = mark.rsplit(['"', ':', ' ', '=', '>']).find(|part| !part.is_empty())?;
        (mark.contains('"') || mark.starts_with("Code=")).then_some(value)
    };
    let of_marks = all().flat_map(|entry| ranked(&entry.marks)).filter_map(|(_, mark)| quoted(mark));
    of_marks.chain(all().flat_map(Response::all_codes)).filter(|code| !code.contains(' ')).collect()
});

/// Whether the catalogue has this code.
pub fn is_known_code(code: &str) -> bool {
    CODES.contains(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_all_entries_are_known() {
        for code in [
            "NOT_AUTHORIZED",
            "invalid_grant",
            "InvalidProviderToken",
            "4040010",
            "40300",
            "-19209",
            "1048",
            "RATE_LIMIT",
        ] {
            assert!(is_known_code(code), "{code}");
        }
        for entry in all() {
            for code in entry.all_codes().filter(|code| !code.contains(' ')) {
                assert!(is_known_code(code), "{code}");
            }
        }
        for text in ["", "Hunter2Xq9zz", "code", "reason", "error", "errorCode"] {
            assert!(!is_known_code(text), "{text}");
        }
    }
}
