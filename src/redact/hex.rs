//! Finds private keys in hexadecimal, in one piece or byte by byte as OpenSSL and debuggers print them.

use super::lexer::{Lexer, Meaning};
use super::{REDACTED, Span};

/// How DER of a private key begins, and a PEM file of one, and base64 of one.
const MARKS: [&str; 9] = [
    "3025020101",
    "3041020100",
    "306b020101",
    "3077020101",
    "3081",
    "3082",
    "2d2d2d2d2d424547494e",
    "4d49475441674541",
    "4d49474841674541",
];

/// Digits that are looked at for a mark.
const HEAD: usize = 20;

/// Digits of the shortest DER that holds a key of P-256.
const SHORTEST: usize = 76;

/// Digits of such a key alone, and of the most that are printed with it: a zero in front, or an ASN.1 header.
const SCALAR: usize = 64;
const SCALAR_WITH_HEADER: usize = 70;

/// Groups of so many digits are bytes or words of a dump; longer ones are lines.
const WORD: usize = 8;

pub(super) fn spans(text: &str) -> Vec<Span> {
    let groups = groups(text);
    let mut rest = groups.as_slice();
    let mut spans = Vec::new();
    while let Some((first, later)) = rest.split_first() {
        let (count, is_certain) = secret(first, later);
        let Some(last) = count.checked_sub(1).and_then(|last| rest.get(last)) else {
            rest = later.get(same(first, later)..).unwrap_or_default();
            continue;
        };
        // Zero is not a private scalar (SEC 1 §3.2.1), but the device token that nobody has.
        let is_zero = |text: &str| text.bytes().all(|byte| byte == b'0');
        let is_harmless = text.get(first.start..last.end).is_some_and(is_zero) || is_digest(text, first);
        if is_certain || !is_harmless {
            let range = first.start..last.end;
            spans.push(if is_certain { Span::new(range, REDACTED) } else { Span::likely(range) });
        }
        rest = rest.get(count..).unwrap_or_default();
    }
    spans
}

/// Hexadecimal digits, an even number of them, with nothing else of a word beside them.
struct Group {
    start: usize,
    end: usize,
    digits: usize,
    /// The first ones, in lower case.
    head: String,
    /// Nothing but white space, a colon or a comma separates it from the group before.
    linked: bool,
}

/// Whether the digits are called a digest, as those of container images are.
fn is_digest(text: &str, digits: &Group) -> bool {
    let before = text.get(..digits.start).unwrap_or_default();
    ["sha256:", "sha256-", "SHA256:"].iter().any(|name| before.ends_with(name)) && digits.digits == SCALAR
}

/// How many groups are a secret together, and whether that is certain: they begin like DER or PEM.
fn secret(first: &Group, later: &[Group]) -> (usize, bool) {
    let is_scalar = |digits| digits == SCALAR || digits == SCALAR + 2 && first.head.starts_with("00");
    if is_scalar(first.digits) {
        return (1, false);
    }
    let (mut head, mut digits, mut chained) = (first.head.clone(), first.digits, 1);
    for group in later.iter().take_while(|group| group.linked) {
        if head.len() < HEAD {
            head.push_str(&group.head);
        }
        digits += group.digits;
        chained += 1;
        if !MARKS.iter().any(|mark| head.starts_with(mark) || mark.starts_with(head.as_str())) {
            break;
        }
    }
    if digits >= SHORTEST && MARKS.iter().any(|mark| head.starts_with(mark)) {
        return (chained, true);
    }
    // The last group may be shorter: the rest of a line.
    let same = same(first, later);
    let rest = later.get(same).filter(|group| group.linked && group.digits < first.digits);
    let digits = first.digits * (same + 1) + rest.map_or(0, |group| group.digits);
    let is_dump = first.digits <= WORD && (SCALAR..=SCALAR_WITH_HEADER).contains(&digits);
    let is_wrapped = rest.is_some() && is_scalar(digits);
    let count = if is_dump || is_wrapped { same + 1 + usize::from(rest.is_some()) } else { 0 };
    (count, false)
}

/// How many of the groups after the first go on with it and are as long.
fn same(first: &Group, later: &[Group]) -> usize {
    later.iter().take_while(|group| group.linked && group.digits == first.digits).count()
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut symbols = Lexer::new(text, 0).peekable();
    let (mut linked, mut separated) = (false, true);
    while let Some(symbol) = symbols.next() {
        let Some(code) = alphanumeric(symbol.meaning) else {
            let is_mark = text.get(symbol.start..symbol.end).is_some_and(|text| matches!(text, ":" | ","));
            linked &= symbol.meaning.is_gap() || is_mark;
            separated = true;
            continue;
        };
        let mut run = Run::default();
        run.push(code);
        let mut end = symbol.end;
        while let Some((code, next)) =
            symbols.peek().and_then(|next| Some((alphanumeric(next.meaning)?, next.end)))
        {
            symbols.next();
            run.push(code);
            end = next;
        }
        match run.digits().filter(|_| separated) {
            Some(digits) => {
                groups.push(Group { start: symbol.start, end, digits, head: run.head, linked });
                linked = true;
            }
            None => linked = false,
        }
        separated = false;
    }
    groups
}

fn alphanumeric(meaning: Meaning) -> Option<u8> {
    match meaning {
        Meaning::Code(code) if code.is_ascii_alphanumeric() => Some(code.to_ascii_lowercase()),
        _ => None,
    }
}

/// Letters and digits, with or without `0x` before them.
#[derive(Default)]
struct Run {
    length: usize,
    prefixed: bool,
    beyond_hex: bool,
    head: String,
}

impl Run {
    fn push(&mut self, code: u8) {
        self.length += 1;
        if self.length == 2 && code == b'x' && self.head == "0" {
            self.prefixed = true;
            self.head.clear();
            return;
        }
        self.beyond_hex |= !code.is_ascii_hexdigit();
        if self.head.len() < HEAD {
            self.head.push(code.into());
        }
    }

    fn digits(&self) -> Option<usize> {
        let digits = if self.prefixed { self.length - 2 } else { self.length };
        (!self.beyond_hex && digits > 0 && digits % 2 == 0).then_some(digits)
    }
}
