//! The text of a private key: what it is, what had to be repaired to read it, and the key in it.
//!
//! Nothing here judges and nothing fails: [`Key::parse`] takes any bytes in time linear in their number. Files, modes
//! and names are unknown here, and no error, message or `Debug` output holds key text.

mod base64;
mod der;
mod escape;
mod fault;
mod fields;
mod kind;
mod layers;
mod layout;
mod marker;
mod pem;
mod prefix;
mod scrub;
mod strict;
mod structure;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

pub use fault::{Fault, Unit};
pub(crate) use fields::variables_of as variables;
pub use kind::KeyKind;
use p256::SecretKey;
pub use prefix::looks_like_key;

use crate::model::jwk::PublicKey;

/// A text that was given as a private key.
#[derive(Clone)]
pub struct Key {
    /// What it is.
    pub kind: KeyKind,
    /// How a private key is laid out, where that is known.
    pub encoding: Option<Encoding>,
    /// The label of the PEM block that was read, `EC PRIVATE KEY` for example, with its case and blanks set right.
    pub label: Option<String>,
    /// What had to be undone to read it, outermost first, each once.
    pub repairs: Vec<Repair>,
    /// The PEM blocks in the text, those that only hold parameters not counted.
    pub blocks: usize,
    /// Why it cannot be read, or what is wrong with a key that can be.
    pub fault: Option<Fault>,
    /// The public key that belongs to the private one: there for every key of the kind [`KeyKind::P256`] and no other.
    pub public: Option<PublicKey>,
    /// The public key written beside the private one, which need not belong to it.
    pub embedded: Option<PublicKey>,
    /// Behind a pointer, because a move leaves a copy behind and nothing wipes it.
    private: Option<Arc<SecretKey>>,
}

/// How a private key is laid out inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// PKCS#8 (RFC 5208), which belongs in `PRIVATE KEY`: what Apple hands out.
    Pkcs8,
    /// SEC1 (RFC 5915), which belongs in `EC PRIVATE KEY`.
    Sec1,
}

/// One thing that had to be undone to read a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Its line breaks are written as `\n`, in two characters or more.
    NewlinesEscaped,
    /// The whole file is wrapped in base64, so many times.
    Base64Wrapped {
        /// How often.
        times: usize,
    },
    /// Something about the BEGIN and END lines.
    Armor(Armor),
    /// The label belongs to another structure than [`Key::encoding`].
    Label,
    /// Something about its characters and lines.
    Text(Flaw),
    /// It is bare DER, not PEM.
    Der,
    /// It is a string in a JSON object.
    JsonField {
        /// The name of the member.
        name: String,
    },
    /// It is the value of a variable, as in a `.env` file.
    Variable {
        /// The name of the variable.
        name: String,
    },
}

/// What is wrong with the BEGIN and END lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Armor {
    /// There is neither, only base64.
    Missing,
    /// There is no BEGIN line.
    BeginMissing,
    /// There is no END line.
    EndMissing,
    /// They are there, but not as they have to be: dashes, letter case, blanks, or two that do not belong together.
    Damaged,
}

/// What is wrong with the characters and lines of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is UTF-16.
    Utf16,
    /// It begins with a byte order mark.
    ByteOrderMark,
    /// It has characters that nobody sees, such as zero-width or no-break spaces.
    Invisible,
    /// It is in quotes.
    Quotes,
    /// There are blanks before or after it; line breaks alone are no flaw, since every reader passes over them.
    BlanksAround,
    /// There is other text beside the key.
    TextAround,
    /// It is all on one line.
    OneLine,
    /// Its lines end in CR LF.
    CrLf,
    /// Its lines end in CR.
    Cr,
    /// Its lines are indented.
    Indentation,
    /// There are empty lines in it.
    BlankLines,
    /// There are blanks in or at the end of its lines.
    Blanks,
    /// Its lines are not of 64 characters.
    LineLength,
    /// Its base64 lacks the padding.
    Padding,
    /// Its base64 is of the URL-safe alphabet.
    UrlSafe,
    /// There are blanks where its base64 has `+`, as decoders of forms and URLs leave them.
    PlusAsBlank,
    /// There are zeros or line breaks in its base64 after the key.
    TrailingBytes,
    /// Its private number is written in more or fewer than 32 bytes: zeros were added in front of it or dropped.
    ScalarLength,
}

impl Key {
    /// Reads a key however it is wrapped.
    pub fn parse(bytes: &[u8]) -> Self {
        layers::read(bytes)
    }

    /// The private key. Whoever copies it out of here has to wipe the copy.
    pub fn private(&self) -> Option<&SecretKey> {
        self.private.as_deref()
    }

    /// The name of the JSON member that holds the key.
    pub fn field(&self) -> Option<&str> {
        self.repairs.iter().find_map(|repair| match repair {
            Repair::JsonField { name } => Some(name.as_str()),
            _ => None,
        })
    }

    /// Whether nobody else may see it: a private key, usable or not, or one that is only damaged.
    pub fn is_secret(&self) -> bool {
        match &self.fault {
            Some(fault) if self.kind == KeyKind::Unreadable => {
                !matches!(fault, Fault::Nested | Fault::NotAKey)
            }
            _ => self.kind.is_secret(),
        }
    }

    fn of(kind: KeyKind) -> Self {
        Self {
            kind,
            encoding: None,
            label: None,
            repairs: Vec::new(),
            blocks: 0,
            fault: None,
            public: None,
            embedded: None,
            private: None,
        }
    }

    /// Adds a repair inside of those that are there.
    fn repaired(mut self, repair: Repair) -> Self {
        if !self.repairs.contains(&repair) {
            self.repairs.push(repair);
        }
        self
    }

    /// Adds a repair around those that are there.
    fn wrapped(mut self, repair: Repair) -> Self {
        let count = |repair: &Repair| if let Repair::Base64Wrapped { times } = repair { *times } else { 0 };
        let repair = match self.repairs.iter().map(count).max() {
            Some(times @ 1..) if count(&repair) > 0 => {
                Repair::Base64Wrapped { times: times + count(&repair) }
            }
            _ => repair,
        };
        self.repairs.retain(|other| *other != repair && !(count(other) > 0 && count(&repair) > 0));
        self.repairs.insert(0, repair);
        self
    }

    /// How much this reading is worth beside another reading of the same text.
    fn worth(&self) -> u8 {
        // Whoever found out what is wrong with it had found a key.
        match (&self.kind, &self.fault) {
            (KeyKind::Unreadable, Some(Fault::Nested)) => 2,
            (KeyKind::Unreadable, Some(_)) => 5,
            (kind, _) => kind.worth(),
        }
    }
}

/// Tells everything but the private key.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("kind", &self.kind)
            .field("encoding", &self.encoding)
            .field("label", &self.label)
            .field("repairs", &self.repairs)
            .field("blocks", &self.blocks)
            .field("fault", &self.fault)
            .field("public", &self.public)
            .field("embedded", &self.embedded)
            .finish_non_exhaustive()
    }
}

impl Encoding {
    /// The PEM label under which it belongs.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pkcs8 => "PRIVATE KEY",
            Self::Sec1 => "EC PRIVATE KEY",
        }
    }
}
