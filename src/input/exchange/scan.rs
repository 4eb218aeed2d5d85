//! A scanner of JSON text that needs no memory: it follows strings, names and depth, and checks nothing else.

/// Bytes of a name or value that are kept; the names that are looked for are short.
const NAME_BYTES: usize = 32;

/// Follows JSON text byte by byte.
#[derive(Default)]
pub(super) struct Scanner {
    /// How many arrays and objects are open.
    pub(super) depth: u64,
    /// The names of the members that are open at the first depths, from 1.
    pub(super) names: [Name; 3],
    quoted: bool,
    escaped: bool,
    /// Hexadecimal digits of an escape that are still to come.
    digits: u8,
    /// The last string.
    last: Name,
}

/// The beginning of a string.
#[derive(Clone, Copy, Default)]
pub(super) struct Name {
    bytes: [u8; NAME_BYTES],
    length: usize,
}

impl Name {
    pub(super) fn is(&self, name: &str) -> bool {
        self.bytes.get(..self.length) == Some(name.as_bytes())
    }

    fn push(&mut self, byte: u8) {
        // A name that is longer than the longest is none of them.
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
    }
}

/// What a byte was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Open,
    /// An array or object was closed; `depth` is that outside.
    Close,
    /// More was closed than was open.
    Excess,
    /// The colon after a name.
    Named,
    /// A string has ended.
    Text,
    Other,
}

impl Scanner {
    pub(super) fn is_quoted(&self) -> bool {
        self.quoted
    }

    /// Whether the next byte is inside a string, and no part of an escape that has begun or of a character that has:
    /// where a string may be cut.
    pub(super) fn may_cut(&self, next: u8) -> bool {
        self.quoted && !self.escaped && self.digits == 0 && !(0x80..0xc0).contains(&next)
    }

    /// Whether this byte ends the string.
    pub(super) fn ends_string(&self, next: u8) -> bool {
        self.quoted && !self.escaped && next == b'"'
    }

    /// The string that ended last.
    pub(super) fn text(&self) -> &Name {
        &self.last
    }

    pub(super) fn feed(&mut self, byte: u8) -> Event {
        if self.quoted {
            return self.feed_string(byte);
        }
        match byte {
            b'"' => {
                self.quoted = true;
                self.last = Name::default();
                Event::Other
            }
            b'{' | b'[' => {
                self.depth += 1;
                Event::Open
            }
            b'}' | b']' => match self.depth.checked_sub(1) {
                Some(depth) => {
                    self.depth = depth;
                    self.set_name(Name::default());
                    Event::Close
                }
                None => Event::Excess,
            },
            b':' => {
                self.set_name(self.last);
                Event::Named
            }
            _ => Event::Other,
        }
    }

    fn feed_string(&mut self, byte: u8) -> Event {
        self.digits = self.digits.saturating_sub(1);
        match byte {
            b'u' if self.escaped => self.digits = 4,
            b'\\' if !self.escaped => {
                self.escaped = true;
                self.last.push(byte);
                return Event::Other;
            }
            b'"' if !self.escaped => {
                self.quoted = false;
                return Event::Text;
            }
            _ => {}
        }
        self.escaped = false;
        self.last.push(byte);
        Event::Other
    }

    /// Notes the name of the member at this depth.
    fn set_name(&mut self, name: Name) {
        let place = self.depth.checked_sub(1).and_then(|depth| usize::try_from(depth).ok());
        if let Some(place) = place.and_then(|place| self.names.get_mut(place)) {
            *place = name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_depth_are_followed() {
        let mut scanner = Scanner::default();
        for byte in br#"{"log": {"a\"}": [1, "]"], "entries": ["# {
            scanner.feed(*byte);
        }
        assert_eq!(scanner.depth, 3);
        assert!(scanner.names[0].is("log") && scanner.names[1].is("entries"));
        assert_eq!(br"]}}".map(|byte| scanner.feed(byte)), [Event::Close; 3]);
        assert_eq!(scanner.feed(b'}'), Event::Excess);
    }

    #[test]
    fn no_cut_goes_through_an_escape_or_a_character() {
        let mut scanner = Scanner::default();
        let text = "\"a\\u00e9\\\\\u{e9}b".as_bytes();
        let cuts: Vec<_> = text
            .iter()
            .map(|byte| {
                let may = scanner.may_cut(*byte);
                scanner.feed(*byte);
                u8::from(may)
            })
            .collect();
        assert_eq!(cuts, [0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1]);
    }
}
