//! Tells the look of base64 from that of paths, identifiers, hashes and words.

/// From here on a run of base64 is long enough to be a secret.
pub(super) const LONG: usize = 40;

/// So much of a path looking like base64 is a secret in the path, not a name in it.
const STRETCH: usize = 24;

/// A segment of one case, such as a hash in base 32, and one that is written LikeThis.
const LONGEST_OF_ONE_CASE: usize = 36;
const LONGEST_OF_HUMPS: usize = 40;

/// Of shorter segments nothing can be said.
const TELLING: usize = 4;

/// The look of a run of base64 characters, gathered one by one.
#[derive(Debug, Default)]
pub(super) struct Shape {
    length: usize,
    letters_and_digits: usize,
    /// Of these, in segments that look like base64, and like words.
    odd: usize,
    words: usize,
    /// Of the odd ones, those without a word in between.
    stretch: usize,
    longest_stretch: usize,
    /// Where the first odd segment begins.
    odd_from: Option<usize>,
    segments: usize,
    word: Option<bool>,
    segment: Segment,
}

impl Shape {
    /// Takes the next character, which is at byte `at` of the text.
    pub(super) fn push(&mut self, code: u8, at: usize) {
        self.length += 1;
        if code.is_ascii_alphanumeric() {
            if self.segment.length == 0 {
                self.segment.from = at;
            }
            self.segment.push(code);
        } else {
            self.end_segment();
        }
    }

    pub(super) fn end(mut self) -> Look {
        self.end_segment();
        let mostly_odd = self.odd * 4 > self.odd + self.words;
        // What is all strokes and dashes is a ruler.
        let ruled = self.letters_and_digits * 2 <= self.length;
        let odd = !ruled && self.length >= 6 && (mostly_odd || self.longest_stretch >= STRETCH);
        Look {
            length: self.length,
            odd,
            from: self.odd_from.filter(|_| !mostly_odd),
            word: if self.segments == 1 { self.word } else { Some(false) },
        }
    }

    fn end_segment(&mut self) {
        let segment = std::mem::take(&mut self.segment);
        if segment.length == 0 {
            return;
        }
        self.segments += 1;
        self.letters_and_digits += segment.length;
        self.word = segment.is_of_prose();
        if segment.length >= TELLING && segment.is_word() {
            self.words += segment.length;
            self.stretch = 0;
            return;
        }
        if segment.length >= TELLING {
            self.odd += segment.length;
            self.odd_from.get_or_insert(segment.from);
        }
        self.stretch += segment.length;
        self.longest_stretch = self.longest_stretch.max(self.stretch);
    }
}

/// What a run looks like as a whole.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) length: usize,
    /// Like base64.
    pub(super) odd: bool,
    /// Where base64 begins after a path of words.
    pub(super) from: Option<usize>,
    /// Like a word of a sentence; `None`: too short to say.
    pub(super) word: Option<bool>,
}

/// Letters and digits between two other characters.
#[derive(Debug, Default)]
struct Segment {
    from: usize,
    length: usize,
    upper: usize,
    lower: usize,
    digits: usize,
    beyond_hex: bool,
    last: Option<Class>,
    /// Characters of the class of the last one.
    run: usize,
    /// Since the last vowel.
    consonants: usize,
    mumbled: bool,
    /// Beginnings of words and numbers.
    humps: usize,
    /// Changes of class that words do not have.
    strays: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Upper,
    Lower,
    Digit,
}

impl Segment {
    fn push(&mut self, code: u8) {
        let class = match code {
            b'A'..=b'Z' => Class::Upper,
            b'a'..=b'z' => Class::Lower,
            _ => Class::Digit,
        };
        match class {
            Class::Upper => self.upper += 1,
            Class::Lower => self.lower += 1,
            Class::Digit => self.digits += 1,
        }
        self.consonants = match code.to_ascii_lowercase() {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'0'..=b'9' => 0,
            _ => self.consonants + 1,
        };
        self.mumbled |= self.consonants > 5;
        self.beyond_hex |= !code.is_ascii_hexdigit();
        self.length += 1;
        if self.last == Some(class) {
            self.run += 1;
            return;
        }
        self.strays += match (self.last, class) {
            (Some(Class::Lower), _) => usize::from(self.run == 1),
            (Some(Class::Upper), Class::Lower) => usize::from(self.run > 6) * 2,
            (Some(Class::Upper), _) => usize::from(self.lower > 0),
            (Some(Class::Digit), _) => 1,
            (None, _) => 0,
        };
        self.humps += usize::from(class != Class::Lower || self.last.is_none());
        self.last = Some(class);
        self.run = 1;
    }

    /// Hexadecimal, a number, of one case with digits as identifiers are, or humps as in `appStoreVersions`.
    fn is_word(&self) -> bool {
        let one_case = self.upper == 0 || self.lower == 0;
        if one_case && (!self.beyond_hex || self.length <= LONGEST_OF_ONE_CASE) {
            return true;
        }
        self.length <= LONGEST_OF_HUMPS
            && !self.mumbled
            && self.humps * 3 <= self.length
            && self.upper * 5 <= self.length * 2
            && self.digits <= 4
            && self.strays <= self.length / 10
    }

    /// All small, or with a capital. One or two letters can be anything.
    fn is_of_prose(&self) -> Option<bool> {
        let small = self.lower == self.length;
        let capital = self.upper == 1 && self.lower > 0 && self.run + 1 == self.length;
        match self.length {
            ..3 if small => None,
            3..=20 => Some(small || capital),
            _ => Some(false),
        }
    }
}
