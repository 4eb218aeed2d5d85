//! Tells names that people gave (paths, file names, identifiers) from base64 of random bytes, by pairs of characters.
//!
//! In a name letters follow one another as in words, and the case and the digits change at the borders of words only;
//! in base64 of random bytes every pair is as frequent as every other. The weights are logarithms of the quotient of
//! both frequencies, times four: measured over the identifiers and paths of the Rust, Ruby and Python ecosystems
//! against all pairs of the alphabet, with more room for changes of case, which paths of Xcode projects have more of.

/// The letters that follow a letter often in words: 85 % of all pairs.
const COMMON: [&str; 26] = [
    "cglmnprst",
    "eu",
    "aehklot",
    "aeikps",
    "acdlmnrstx",
    "aio",
    "eilos",
    "aeio",
    "bcelnorstx",
    "",
    "e",
    "aeios",
    "aeop",
    "acdefgiostu",
    "cdglmnoru",
    "aeilory",
    "",
    "adefimost",
    "cdehirstu",
    "aefhiorsy",
    "dlnrst",
    "e",
    "",
    "",
    "ct",
    "",
];

/// The letters that follow a letter at times: 12 % of all pairs.
const USUAL: [&str; 26] = [
    "bdiuvw",
    "ailos",
    "cirsuy",
    "dloru",
    "befgpqvwy",
    "eflrs",
    "amnr",
    "t",
    "adfgmpvz",
    "ae",
    "asu",
    "cdlptu",
    "dimsu",
    "lnpv",
    "abfipstw",
    "dhkmpstu",
    "lu",
    "cgklnruvy",
    "aklnopqy",
    "cglptuw",
    "beimpx",
    "aim",
    "aios",
    "et",
    "ps",
    "e",
];

/// What speaks for a random stretch, from where on it does so beyond doubt: of 40 random characters one in a thousand
/// reaches less, and no path of the corpus in the tests reaches it.
const RANDOM: i32 = 60;

/// A hash in one case and digits, such as those in the paths of DerivedData, module caches, pnpm and Nix, says nothing.
const LONGEST_HASH: usize = 36;

/// Whether these base64 characters are names without any random stretch; `None` stands for a gap between them.
pub(super) fn is_readable(codes: impl Iterator<Item = Option<u8>>) -> bool {
    let (mut before, mut segment) = (None, Segment::default());
    let (mut outside, mut most) = (0, 0);
    for code in codes.chain([None]) {
        match (code, code.filter(u8::is_ascii_alphanumeric)) {
            (_, Some(code)) => {
                let weight = before.map_or(0, |before| weight(before, code));
                if segment.length == 0 {
                    outside = 0.max(outside + weight);
                    segment = Segment { sum: outside, most: outside, ..Segment::default() };
                } else {
                    segment.sum = 0.max(segment.sum + weight);
                    segment.most = segment.most.max(segment.sum);
                }
                segment.push(code);
            }
            (code, _) => {
                if segment.is_hash() {
                    outside = outside.min(segment.sum);
                } else {
                    outside = segment.sum;
                    most = most.max(segment.most);
                }
                segment = Segment { sum: outside, ..Segment::default() };
                let weight = before.zip(code).map_or(0, |(before, code)| weight(before, code));
                outside = 0.max(outside + weight);
            }
        }
        before = code;
    }
    most < RANDOM
}

/// Letters and digits between two other characters.
#[derive(Default)]
struct Segment {
    length: usize,
    upper: bool,
    lower: bool,
    beyond_hex: bool,
    /// What the last characters say, and the most that some of them said.
    sum: i32,
    most: i32,
}

impl Segment {
    fn push(&mut self, code: u8) {
        self.length += 1;
        self.upper |= code.is_ascii_uppercase();
        self.lower |= code.is_ascii_lowercase();
        self.beyond_hex |= !code.is_ascii_hexdigit();
    }

    fn is_hash(&self) -> bool {
        !(self.upper && self.lower) && (!self.beyond_hex || self.length <= LONGEST_HASH)
    }
}

/// How much more frequent a pair is in random base64 than in names.
fn weight(one: u8, next: u8) -> i32 {
    let class = |code: u8| match code {
        b'A'..=b'Z' => 'A',
        b'a'..=b'z' => 'a',
        b'0'..=b'9' => '0',
        _ => '/',
    };
    let by_pair = |common: i32, usual: i32, rare: i32| {
        let place = usize::from(one.to_ascii_lowercase().saturating_sub(b'a'));
        let next = char::from(next.to_ascii_lowercase());
        let follows = |table: &[&str; 26]| table.get(place).is_some_and(|letters| letters.contains(next));
        if follows(&COMMON) {
            common
        } else if follows(&USUAL) {
            usual
        } else {
            rare
        }
    };
    match (class(one), class(next)) {
        ('a', 'a') => by_pair(-11, -3, 8),
        ('A', 'a') => by_pair(-3, 3, 9),
        ('A', 'A') => by_pair(0, 3, 8),
        ('a', 'A') => 6,
        ('0', '0') => 2,
        ('a', '0') => 7,
        ('0', 'a' | 'A') | ('A', '0') => 8,
        ('0', _) | (_, '0') => -2,
        ('A', _) | (_, 'A') => -3,
        _ => -8,
    }
}

/// How many of the neighbors in a word are letters that often follow one another.
pub(super) fn common_pairs(word: &str) -> usize {
    let is_common =
        |pair: &&[u8]| matches!(pair, [one, next] if one.is_ascii_lowercase() && weight(*one, *next) < -3);
    word.as_bytes().windows(2).filter(is_common).count()
}
