//! The path that was probably meant by one that is not known.

use super::paths::{self, Word, plain};

/// Paths longer than this are not looked at, in bytes: the longest known one has 116.
const MAX_PATH: usize = 256;

/// The known path that is nearest: its words differ in letter case, in hyphens and underscores, or in two letters. The
/// version may be missing or another.
pub(super) fn nearest(asked: &[&str]) -> Option<&'static str> {
    if asked.iter().map(|segment| segment.len() + 1).sum::<usize>() > MAX_PATH {
        return None;
    }
    let (version, asked) = match asked {
        [version, rest @ ..] if is_version(version) => (Some(*version), rest),
        all => (None, all),
    };
    let asked: Vec<_> = asked.iter().map(|segment| plain(segment)).collect();
    let mut row = Vec::new();
    let scored = paths::of_length(asked.len() + 1).iter().filter_map(|known| {
        let (own_version, words) = known.words.split_first()?;
        let distance = distance(&asked, words, &mut row)?;
        Some(((distance, Some(own_version.text) != version), known.path.path))
    });
    scored.min_by_key(|(distance, _)| *distance).map(|(_, path)| path)
}

/// In how many letters the words differ; `None` when they have nothing to do with each other. There are as many of
/// both.
fn distance(asked: &[String], known: &[Word], row: &mut Vec<usize>) -> Option<usize> {
    asked.iter().zip(known).try_fold(0, |sum, (asked, word)| {
        if word.is_id {
            return (!asked.is_empty()).then_some(sum);
        }
        let most = (word.plain.len() / 3).min(2);
        edits(asked.as_bytes(), word.plain.as_bytes(), most, row).map(|edits| sum + edits)
    })
}

fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']);
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// How many letters must be changed, added or removed (Levenshtein's distance), if not more than `most`. `row` is
/// memory to work in.
fn edits(a: &[u8], b: &[u8], most: usize, row: &mut Vec<usize>) -> Option<usize> {
    if a == b {
        return Some(0);
    }
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    row.clear();
    row.extend(0..=b.len());
    for (line, x) in a.iter().enumerate() {
        let (mut diagonal, mut left) = (line, line + 1);
        for (at, y) in row.iter_mut().zip(std::iter::once(None).chain(b.iter().map(Some))) {
            let Some(y) = y else {
                *at = line + 1;
                continue;
            };
            let above = *at;
            left = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            (diagonal, *at) = (above, left);
        }
        if row.iter().all(|edits| *edits > most) {
            return None;
        }
    }
    row.last().copied().filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::super::paths::segments;
    use super::*;

    fn near(path: &str) -> Option<&'static str> {
        nearest(&segments(path).collect::<Vec<_>>())
    }

    #[test]
    fn slips_are_near() {
        for (asked, known) in [
            ("/v1/app", "/v1/apps"),
            ("/v1/Apps", "/v1/apps"),
            ("/apps", "/v1/apps"),
            ("/v2/apps", "/v1/apps"),
            ("/v1/sales_reports", "/v1/salesReports"),
            ("/v1/sales-report", "/v1/salesReports"),
            ("/v1/app/6446048195/builds", "/v1/apps/{id}/builds"),
            ("/v1/apps/6446048195/build", "/v1/apps/{id}/builds"),
            ("/v1/bundleId", "/v1/bundleIds"),
            ("/v1/sandboxTesters", "/v2/sandboxTesters"),
        ] {
            assert_eq!(near(asked), Some(known), "{asked}");
        }
    }

    #[test]
    fn what_is_far_is_not_offered() {
        for asked in ["", "/", "/v1", "/v1/agreements", "/v1/xyz", "/v1/apps//", "/v1/apps/1/builds/2/x"] {
            assert_eq!(near(asked), None, "{asked}");
        }
        assert_eq!(near(&format!("/v1/{}", "a/".repeat(1_000_000))), None);
        assert_eq!(near(&format!("/v1/{}", "a".repeat(1_000_000))), None);
    }

    #[test]
    fn edits_are_counted_up_to_the_most() {
        for (a, b, expected) in [
            ("apps", "apps", Some(0)),
            ("app", "apps", Some(1)),
            ("aps", "apps", Some(1)),
            ("papps", "apps", Some(1)),
            ("epp", "apps", Some(2)),
            ("spap", "apps", None),
            ("", "ab", Some(2)),
            ("abc", "", None),
        ] {
            assert_eq!(edits(a.as_bytes(), b.as_bytes(), 2, &mut Vec::new()), expected, "{a} {b}");
        }
    }
}
