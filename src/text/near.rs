//! Which of several known words was meant.

/// From this similarity on two words may be mistaken for each other (Dice's coefficient of pairs of letters).
const SIMILAR: f64 = 0.4;

/// Longer words are compared by their beginning: no name is that long.
const LONGEST: usize = 128;

/// The known words nearest to `word`, at most `most` of them, the nearest first.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let lower = |text: &str| text.chars().take(LONGEST).collect::<String>().to_ascii_lowercase();
    let word = lower(word);
    let mut scored: Vec<_> =
        known.map(|known| (strsim::sorensen_dice(&word, &lower(known)), known)).collect();
    scored.sort_by(|(a, left), (b, right)| b.total_cmp(a).then(left.cmp(right)));
    scored.dedup_by_key(|(_, known)| *known);
    scored.into_iter().take_while(|(score, _)| *score > SIMILAR).take(most).map(|(_, known)| known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_words_come_first_and_strangers_not_at_all() {
        let known = ["claims-expired", "asc-team", "NOT_AUTHORIZED", "asc-individual"];
        let nearest = |word| nearest(word, known.into_iter(), 5);
        assert_eq!(nearest("claims-expird").first(), Some(&"claims-expired"));
        assert_eq!(nearest("asc-tem").first(), Some(&"asc-team"));
        assert_eq!(nearest("NOT_AUTHORISED").first(), Some(&"NOT_AUTHORIZED"));
        assert!(nearest("xyzzy").is_empty() && nearest("").is_empty());
        assert!(nearest(&".".repeat(100_000)).is_empty());
    }
}
