//! What is no text: told by how it begins, or by its control characters.

/// How files begin that are taken for logs by mistake, and what they are.
const KINDS: [(&[u8], &str, Remedy); 13] = [
    (b"PK\x03\x04", "a ZIP archive", Remedy::Unpack),
    // What gzip packs is unpacked before.
    (b"\x1f\x8b\x08", "gzip within gzip", Remedy::Unpack),
    (b"\x28\xb5\x2f\xfd", "packed with Zstandard", Remedy::Unpack),
    (b"\xfd7zXZ\0", "packed with xz", Remedy::Unpack),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", Remedy::Unpack),
    (b"BZh91AY&SY", "packed with bzip2", Remedy::Unpack),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", Remedy::Text),
    (b"\xff\xd8\xff", "a JPEG image", Remedy::Text),
    (b"%PDF-", "a PDF document", Remedy::Text),
    (b"\x7fELF", "a program", Remedy::Text),
    (b"\xcf\xfa\xed\xfe", "a program", Remedy::Text),
    (b"\xca\xfe\xba\xbe", "a program", Remedy::Text),
    (b"MZ\x90\0", "a program", Remedy::Text),
];

/// Something that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binary {
    /// What it is.
    pub what: &'static str,
    remedy: Remedy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Remedy {
    Unpack,
    Text,
}

impl Binary {
    /// A file of a known kind.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let (_, what, remedy) = KINDS.iter().find(|(start, ..)| head.starts_with(start))?;
        Some(Self { what, remedy: *remedy })
    }

    /// What has more kinds of control characters than the log of any tool.
    pub(super) fn likely(head: &[u8]) -> Option<Self> {
        const LOOKED_AT: usize = 64 << 10;
        const KINDS: u32 = 12;
        let head = head.get(..LOOKED_AT).unwrap_or(head);
        let seen = head.iter().filter(|byte| **byte < b' ').fold(0_u32, |seen, byte| seen | 1 << byte);
        (seen.count_ones() >= KINDS).then_some(Self { what: "binary data", remedy: Remedy::Text })
    }

    /// What to do instead.
    pub(super) fn remedy(self) -> &'static str {
        match self.remedy {
            Remedy::Unpack => "unpack it first",
            Remedy::Text => "give the text that a person would read",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_known_kinds_are_named() {
        assert_eq!(Binary::of(b"PK\x03\x04\x14\0").unwrap().what, "a ZIP archive");
        assert_eq!(Binary::of(b"\x7fELF\x02").unwrap().remedy(), "give the text that a person would read");
        for text in [&b""[..], b"PK", b"MZ", b"BZh9", b"\x1f\x8b", b"\xff\xfea\0", b"eyJ"] {
            assert_eq!(Binary::of(text), None);
        }
    }

    #[test]
    fn control_characters_of_logs_are_no_binary_data() {
        let log = b"\0\0\x1b[31mred\x07\x08\t\x0b\x0c\r\n\xe9\xff\x90".repeat(1000);
        assert_eq!(Binary::likely(&log), None);
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(Binary::likely(&all).unwrap().what, "binary data");
    }
}
