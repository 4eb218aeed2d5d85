//! Formats that are not text, recognized by how they begin, or by their control characters.

/// Something that is not text. It is named, and not searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binary {
    /// Short and stable: `is` in JSON.
    pub id: &'static str,
    /// What it is, with its article.
    pub what: &'static str,
    remedy: Remedy,
}

/// What to give instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Remedy {
    /// What is packed in it.
    Unpack,
    /// What a person would read in it.
    Text,
    /// It is mistaken for a key.
    Key,
    /// What can be checked.
    Anything,
}

/// How a format is recognized.
enum Mark {
    Start(&'static [u8]),
    /// Formats that share their beginning with others.
    Rule(fn(&[u8]) -> bool),
}

use Mark::{Rule, Start};
use Remedy::{Key, Text, Unpack};

/// The formats, by mark, id and name. A mark that is made of letters alone includes a byte that texts do not have.
const FORMATS: &[(Mark, &str, &str, Remedy)] = &[
    (Rule(is_cms), "cms-message", "a CMS message such as a provisioning profile or a receipt", Key),
    (Start(b"\xfe\xed\xfe\xed"), "java-keystore", "a Java keystore", Key),
    (Start(b"kych\0"), "keychain", "a macOS keychain", Key),
    // Archives and packed files. What gzip packs is unpacked before.
    (Start(b"PK\x03\x04"), "zip", "a ZIP archive", Unpack),
    (Start(b"PK\x05\x06"), "zip", "an empty ZIP archive", Unpack),
    (Start(b"PK\x07\x08"), "zip", "a part of a ZIP archive", Unpack),
    (Start(b"\x1f\x8b\x08"), "gzip", "gzip within gzip", Unpack),
    (Start(b"\x28\xb5\x2f\xfd"), "zstd", "packed with Zstandard", Unpack),
    (Start(b"\xfd7zXZ\0"), "xz", "packed with xz", Unpack),
    (Start(b"7z\xbc\xaf\x27\x1c"), "7z", "a 7z archive", Unpack),
    (Rule(is_bzip2), "bzip2", "packed with bzip2", Unpack),
    (Start(b"\x04\x22\x4d\x18"), "lz4", "packed with LZ4", Unpack),
    (Start(b"Rar!\x1a\x07"), "rar", "a RAR archive", Unpack),
    (Start(b"xar!\0"), "xar", "a macOS installer package", Unpack),
    (Start(b"!<arch>\n"), "ar", "an ar archive such as a static library", Unpack),
    // Images, sound and documents.
    (Start(b"\x89PNG\r\n\x1a\n"), "png", "a PNG image", Text),
    (Start(b"\xff\xd8\xff"), "jpeg", "a JPEG image", Text),
    (Start(b"GIF87a"), "gif", "a GIF image", Text),
    (Start(b"GIF89a"), "gif", "a GIF image", Text),
    (Start(b"II*\0"), "tiff", "a TIFF image", Text),
    (Start(b"MM\0*"), "tiff", "a TIFF image", Text),
    (Start(b"icns\0"), "icns", "a macOS icon", Text),
    (Rule(|head| is_riff(head, b"WEBP")), "webp", "a WebP image", Text),
    (Rule(|head| is_riff(head, b"WAVE")), "wav", "a sound file", Text),
    (Rule(is_iso_media), "iso-media", "a video or an HEIC image", Text),
    (Start(b"\x1a\x45\xdf\xa3"), "matroska", "a video", Text),
    (Start(b"OggS\0"), "ogg", "a sound file", Text),
    (Start(b"ID3\x03"), "mp3", "a sound file", Text),
    (Start(b"ID3\x04"), "mp3", "a sound file", Text),
    (Start(b"%PDF-"), "pdf", "a PDF document", Text),
    (Start(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "ole", "a document or installer of Microsoft's tools", Text),
    // Programs.
    (Start(b"\x7fELF"), "elf", "an ELF program", Text),
    (Start(b"\xcf\xfa\xed\xfe"), "mach-o", "a Mach-O program", Text),
    (Start(b"\xce\xfa\xed\xfe"), "mach-o", "a Mach-O program", Text),
    (Rule(is_universal), "mach-o", "a universal Mach-O program", Text),
    (Start(b"\xca\xfe\xba\xbe"), "java-class", "a Java class", Text),
    (Rule(is_pe), "pe", "a Windows program", Text),
    (Start(b"\0asm"), "wasm", "a WebAssembly module", Text),
    (Start(b"BC\xc0\xde"), "llvm-bitcode", "LLVM bitcode", Text),
    // Data.
    (Start(b"SQLite format 3\0"), "sqlite", "an SQLite database", Text),
    (Start(b"bplist0"), "bplist", "a binary property list", Text),
    (Start(b"PAR1\x15"), "parquet", "a Parquet table", Text),
    (Start(b"PACK\0\0\0"), "git-pack", "a pack file of git", Text),
    (Start(b"\xd4\xc3\xb2\xa1"), "pcap", "a packet capture", Text),
    (Start(b"\xa1\xb2\xc3\xd4"), "pcap", "a packet capture", Text),
    (Start(b"\x0a\x0d\x0d\x0a"), "pcapng", "a packet capture", Text),
];

impl Binary {
    /// A file of a known format.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let is_it = |mark: &Mark| match mark {
            Start(start) => head.starts_with(start),
            Rule(rule) => rule(head),
        };
        let (_, id, what, remedy) = FORMATS.iter().find(|(mark, ..)| is_it(mark))?;
        Some(Self { id, what, remedy: *remedy })
    }

    /// A ZIP archive in which there are no files.
    pub(super) const EMPTY_ARCHIVE: Self = Self { id: "zip", what: "an empty ZIP archive", remedy: Unpack };

    /// JSON that is no credential, no key set and no error body, and tells of no failure.
    pub(super) const JSON: Self =
        Self { id: "json", what: "JSON without anything to check", remedy: Remedy::Anything };

    /// The key file of a service account of Google.
    pub(super) const GOOGLE_SERVICE_ACCOUNT: Self =
        Self { id: "google-service-account", what: "the key file of a Google service account", remedy: Key };

    /// Whether it may report a failure in words that nobody knows.
    pub(crate) fn is_open(self) -> bool {
        self == Self::JSON
    }

    /// A format that is a ZIP archive with certain members.
    pub(super) fn package(id: &'static str, what: &'static str) -> Self {
        Self { id, what, remedy: Text }
    }

    /// What has more kinds of control characters than the log of any tool.
    pub(super) fn likely(head: &[u8]) -> Option<Self> {
        const LOOKED_AT: usize = 64 << 10;
        const KINDS: u32 = 12;
        let head = head.get(..LOOKED_AT).unwrap_or(head);
        let seen = head.iter().filter(|byte| **byte < b' ').fold(0_u32, |seen, byte| seen | 1 << byte);
        let is_binary = seen.count_ones() >= KINDS;
        is_binary.then_some(Self { id: "binary", what: "binary data", remedy: Text })
    }

    /// What was expected in its place.
    pub fn expected(self) -> &'static str {
        match self.remedy {
            Unpack | Text => "text",
            Key => "a key for Apple",
            Remedy::Anything => "a token, a key or a response",
        }
    }

    /// What to do instead.
    pub fn remedy(self) -> &'static str {
        match self.remedy {
            Unpack => "unpack it first",
            Text => "give the text that a person would read",
            Remedy::Anything => "give the response as it came, or the log that holds it",
            Key => "give the private key itself, the `.p8` file that Apple let you download once",
        }
    }
}

/// A `ContentInfo` (RFC 5652 §3): a SEQUENCE that begins with an object identifier under 1.2.840.113549.1.7.
fn is_cms(head: &[u8]) -> bool {
    const PKCS_7: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07";
    let length = match head {
        [0x30, 0..=0x80, ..] => 1,
        [0x30, long @ 0x81..=0x84, ..] => 1 + usize::from(long & 0x7f),
        _ => return false,
    };
    head.get(1 + length..).is_some_and(|content| content.starts_with(PKCS_7))
}

/// The size of the blocks is a part of the mark.
fn is_bzip2(head: &[u8]) -> bool {
    matches!(head, [b'B', b'Z', b'h', b'1'..=b'9', rest @ ..] if rest.starts_with(b"1AY&SY"))
}

fn is_riff(head: &[u8], kind: &[u8]) -> bool {
    head.starts_with(b"RIFF") && head.get(8..12) == Some(kind)
}

/// The size of the first box comes before its name.
fn is_iso_media(head: &[u8]) -> bool {
    head.starts_with(b"\0\0") && head.get(4..8) == Some(&b"ftyp"[..])
}

/// Java classes begin in the same way; what follows is their version, from 45 on, and here the number of architectures.
fn is_universal(head: &[u8]) -> bool {
    matches!(head, [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 1..=44, ..])
}

/// Two letters are too little: where they say that the mark of a Windows program stands, it has to be.
fn is_pe(head: &[u8]) -> bool {
    let place = head.get(0x3c..0x40).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
    let place = place.and_then(|bytes| usize::try_from(u32::from_le_bytes(bytes)).ok());
    let marked = place.and_then(|place| head.get(place..)).is_some_and(|rest| rest.starts_with(b"PE\0\0"));
    head.starts_with(b"MZ") && marked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(head: &[u8]) -> Option<&'static str> {
        Binary::of(head).map(|binary| binary.id)
    }

    #[test]
    fn files_of_known_formats_are_named() {
        let windows = [&b"MZ"[..], &[0; 0x3a], b"\x80\0\0\0", &[0; 0x40], b"PE\0\0\x64\x86"].concat();
        let files: [(&[u8], &str); 9] = [
            (b"PK\x03\x04\x14\0", "zip"),
            (b"\x7fELF\x02", "elf"),
            (b"BZh11AY&SY", "bzip2"),
            (b"\xca\xfe\xba\xbe\0\0\0\x02\x01\0\0\x07", "mach-o"),
            (b"\xca\xfe\xba\xbe\0\0\0\x41\0\x10", "java-class"),
            (b"\xca\xfe\xba\xbe\xff\xff\0\x41", "java-class"),
            (b"RIFF\x24\x10\0\0WEBPVP8 ", "webp"),
            (b"\0\0\0\x18ftypheic", "iso-media"),
            (&windows, "pe"),
        ];
        for (head, expected) in files {
            assert_eq!(id(head), Some(expected), "{head:?}");
        }
    }

    #[test]
    fn cms_messages_are_told_from_keys_in_der() {
        const OID: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07";
        let lengths =
            [&b"\x30\x20"[..], b"\x30\x80", b"\x30\x81\xc8", b"\x30\x82\x01\0", b"\x30\x83\x01\0\0"];
        for length in lengths {
            for kind in [2, 3] {
                assert_eq!(id(&[length, OID, &[kind]].concat()), Some("cms-message"), "{length:?}");
            }
        }
        // PKCS#8, and PKCS#12: a version comes first.
        for key in [&b"\x30\x81\x87\x02\x01\0\x30\x13\x06\x07"[..], b"\x30\x82\x09\0\x02\x01\x03\x30\x82\x08"]
        {
            assert_eq!(id(key), None);
        }
    }

    #[test]
    fn text_is_of_no_binary_format() {
        let texts = [
            "",
            "PK",
            "MZ",
            "MZ ERROR",
            "BZh9",
            "RIFF",
            "xar! ",
            "PACK 1",
            "OggS",
            "kych",
            "eyJ",
            "PAR1 ",
            "ID3 ",
            "BC",
            "icns ",
            "Rar! ",
            "GIF8",
            "RIFF and WEBP",
            "bplist",
            "SQLite format 3 ",
        ];
        for text in texts {
            let padded = format!("{text} of a build log\n").repeat(20);
            assert_eq!((id(text.as_bytes()), id(padded.as_bytes())), (None, None), "{text}");
        }
        assert_eq!((id(b"\x1f\x8b"), id(b"\xff\xfea\0")), (None, None));
    }

    #[test]
    fn ids_are_short_and_name_one_thing() {
        for (_, id, what, remedy) in FORMATS {
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(id.chars().all(is_plain) && !what.is_empty(), "{id}");
            assert!(FORMATS.iter().all(|(_, other, _, its)| other != id || its == remedy), "{id}");
        }
    }

    #[test]
    fn control_characters_of_logs_are_not_binary_data() {
        let log = b"\0\0\x1b[31mred\x07\x08\t\x0b\x0c\r\n\xe9\xff\x90".repeat(1000);
        assert_eq!(Binary::likely(&log), None);
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(Binary::likely(&all).unwrap().what, "binary data");
    }
}
