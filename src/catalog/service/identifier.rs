//! The shapes of identifiers.

/// The kinds of identifier that Apple hands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identifier {
    /// The issuer ID of App Store Connect: the shape of a UUID, of no UUID version.
    IssuerId,
    /// Ten upper-case letters and digits.
    TeamId,
    /// Ten upper-case letters and digits.
    KeyId,
    /// Ten to twelve upper-case letters and digits, as seen with individual keys.
    IndividualKeyId,
    Uuid,
    /// A client ID that starts with one of these.
    ClientId(&'static [&'static str]),
    /// A reverse-domain identifier of an app or service, without team prefix.
    BundleId,
    /// The Apple ID of an app: digits.
    AppleId,
}

impl Identifier {
    /// Whether `text` has the shape of this identifier.
    pub fn matches(self, text: &str) -> bool {
        let code = |len: std::ops::RangeInclusive<usize>| {
            len.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        };
        match self {
            Self::IssuerId | Self::Uuid => is_uuid_shaped(text),
            Self::TeamId | Self::KeyId => code(10..=10),
            Self::IndividualKeyId => code(10..=12),
            Self::ClientId(starts) => starts.iter().any(|start| {
                let rest = text.strip_prefix(start);
                rest.is_some_and(|rest| {
                    !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                })
            }),
            Self::BundleId => {
                !text.is_empty()
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
            }
            Self::AppleId => !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
        }
    }

    /// Name and shape, for messages: "an issuer ID (8-4-4-4-12 hexadecimal digits)".
    pub fn noun(self) -> String {
        if let Self::ClientId(starts) = self {
            return format!("a client ID ({}… with letters, digits and hyphens)", starts.join("… or "));
        }
        self.fixed_noun().to_owned()
    }

    fn fixed_noun(self) -> &'static str {
        match self {
            Self::IssuerId => "an issuer ID (8-4-4-4-12 hexadecimal digits)",
            Self::TeamId => "a Team ID (10 upper-case letters and digits)",
            Self::KeyId => "a key ID (10 upper-case letters and digits)",
            Self::IndividualKeyId => "a key ID (10 to 12 upper-case letters and digits)",
            Self::Uuid => "a UUID (8-4-4-4-12 hexadecimal digits)",
            Self::ClientId(_) => "a client ID",
            Self::BundleId => "a bundle ID or Services ID (letters, digits, dots and hyphens)",
            Self::AppleId => "the Apple ID of an app (digits)",
        }
    }
}

fn is_uuid_shaped(text: &str) -> bool {
    let groups = [8, 4, 4, 4, 12];
    text.split('-').count() == groups.len()
        && text
            .split('-')
            .zip(groups)
            .all(|(g, len)| g.len() == len && g.bytes().all(|b| b.is_ascii_hexdigit()))
}
