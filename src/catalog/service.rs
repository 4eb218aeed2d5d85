//! What a service of Apple asks of a token. Only data: lints read it, none names a service.

use crate::catalog::severity::Severity;

/// One service that takes developer-signed tokens. Facts and marks: each entry's `sources`.
pub struct Service {
    /// The name of `--service`.
    pub id: &'static str,
    pub name: &'static str,
    /// What it is and where its key is made, for `explain`. Markdown.
    pub about: &'static str,
    /// What `kid` holds; `None` when the service lists no `kid`.
    pub key_id: Option<Identifier>,
    /// Header members the service lists beside `alg` and `kid`.
    pub header: &'static [&'static str],
    /// The header member `id` that joins two claims with a dot.
    pub header_id: Option<[&'static str; 2]>,
    /// Every claim the service lists.
    pub claims: &'static [Claim],
    /// How bad a claim is that the service does not list; `None`: not known to matter.
    pub unlisted_claims: Option<Severity>,
    /// How bad a member is that occurs twice.
    pub duplicate_members: Severity,
    pub lifetime: Lifetime,
    pub scope: Option<Scope>,
    pub key: KeyKind,
    pub transport: Transport,
    /// Origins, the preferred one first; some with the path the service lives under.
    pub hosts: &'static [&'static str],
    pub sandbox_hosts: &'static [&'static str],
    /// The harmless request that tells a good token from a bad one.
    pub probe: Option<Probe>,
    /// Addresses of what is said here.
    pub sources: &'static [&'static str],
}

/// A claim the service lists.
pub struct Claim {
    pub name: &'static str,
    pub presence: Presence,
    pub form: Form,
    /// What it holds, in a few words.
    pub about: &'static str,
}

impl Claim {
    pub(crate) const fn required(name: &'static str, form: Form, about: &'static str) -> Self {
        Self { name, presence: Presence::Required, form, about }
    }

    pub(crate) const fn documented(name: &'static str, form: Form, about: &'static str) -> Self {
        Self { name, presence: Presence::Documented, form, about }
    }

    pub(crate) const fn optional(name: &'static str, form: Form, about: &'static str) -> Self {
        Self { name, presence: Presence::Optional, form, about }
    }

    pub(crate) const fn forbidden(name: &'static str, form: Form, about: &'static str) -> Self {
        Self { name, presence: Presence::Forbidden, form, about }
    }

    pub(crate) const fn absent(name: &'static str, form: Form, about: &'static str) -> Self {
        Self { name, presence: Presence::Absent, form, about }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Refused without it.
    Required,
    /// Documented as required, optional in practice.
    Documented,
    Optional,
    /// Must be absent.
    Forbidden,
    /// No part of this service's tokens, which sets them apart from another's.
    Absent,
}

/// What a claim's value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Seconds since 1970-01-01 (RFC 7519 §2).
    NumericDate,
    /// Exactly this string.
    Exactly(&'static str),
    /// The same string as that claim.
    SameAs(&'static str),
    Identifier(Identifier),
    String,
    Strings,
    Boolean,
    /// A web origin with its scheme.
    Origin,
    /// An array of web origins.
    Origins,
}

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
    /// A client ID that starts so.
    ClientId(&'static str),
    /// A reverse-domain identifier of an app or service, without team prefix.
    BundleId,
    /// The Apple ID of an app: digits.
    AppleId,
}

/// How long a token may live, in seconds.
pub struct Lifetime {
    /// The most; `None` when no maximum is stated.
    pub max: Option<u32>,
    /// Whether a token of exactly the maximum is refused.
    pub max_refused: bool,
    /// What the maximum is measured from.
    pub from: &'static [From],
    /// How old `iat` may be, where the service judges age by it.
    pub max_age: Option<u32>,
    /// What to mint: advice of this program, no statement of Apple's.
    pub recommended: u32,
    pub long_lived: Option<LongLived>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// `exp − iat`
    IssuedAt,
    /// `exp −` the server's clock
    Now,
}

/// The exception for tokens whose `scope` names only certain resources.
pub struct LongLived {
    /// Six months in seconds.
    pub max: u32,
    /// Paths the exception covers, sub-resources included; `*` is one segment.
    pub paths: &'static [&'static str],
}

/// The rules of the `scope` claim.
pub struct Scope {
    pub methods: &'static [&'static str],
    /// Query parameters that do not count.
    pub ignored_parameters: &'static [&'static str],
    /// A first word of entries that are accepted without a method, such as `/notary/`.
    pub bare_prefix: Option<&'static str>,
}

/// A kind of private key.
pub struct KeyKind {
    pub name: &'static str,
    /// Where it is made.
    pub page: &'static str,
    /// How the file that Apple hands out begins.
    pub file_prefixes: &'static [&'static str],
}

/// Where in a request the token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// `Authorization: Bearer TOKEN`
    Bearer,
    /// `Authorization: TOKEN`
    Bare,
    /// A form field of that name.
    FormField(&'static str),
    /// No request: handed over in another way.
    Other(&'static str),
}

pub struct Probe {
    pub method: &'static str,
    pub url: &'static str,
    /// Header fields and form body, with `{claim}` for values of the token.
    pub fields: &'static [(&'static str, &'static str)],
    pub body: Option<&'static str>,
    /// The answers beside 200 that it has when the token is good, by their id in the catalogue.
    pub good: &'static [&'static str],
    /// Why it changes nothing.
    pub harmless: &'static str,
    /// How many variants of a token the service bears, over HTTP/2 and each on a connection of its own; `None`: any.
    pub variants: Option<usize>,
}

impl Service {
    pub fn claim(&self, name: &str) -> Option<&'static Claim> {
        self.claims.iter().find(|claim| claim.name == name)
    }

    /// What `aud` must be; `None` when the service lists no `aud`.
    pub fn audience(&self) -> Option<&'static str> {
        match self.claim("aud")?.form {
            Form::Exactly(audience) => Some(audience),
            _ => None,
        }
    }

    /// What `iss` holds; `None` when it must be absent.
    pub fn issuer(&self) -> Option<Identifier> {
        match self.claim("iss") {
            Some(Claim { presence: Presence::Required, form: Form::Identifier(identifier), .. }) => {
                Some(*identifier)
            }
            _ => None,
        }
    }

    pub fn requires(&self, name: &str) -> bool {
        self.claim(name).is_some_and(|claim| claim.presence == Presence::Required)
    }

    /// Whether one token can be good for both: the same audience, and no claim that one requires is strange to the other.
    pub fn takes_what(&self, other: &Self) -> bool {
        let lists = |a: &Self, b: &Self| {
            let mut required = b.claims.iter().filter(|claim| claim.presence == Presence::Required);
            required.all(|claim| a.claim(claim.name).is_some())
        };
        self.audience() == other.audience() && lists(self, other) && lists(other, self)
    }

    /// Whether the service lives at this host, in production or sandbox.
    pub fn is_at(&self, host: &str, path: &str) -> bool {
        self.hosts.iter().chain(self.sandbox_hosts).any(|origin| {
            let (_, origin) = origin.split_once("://").unwrap_or(("", origin));
            let (name, prefix) = origin.split_once('/').unwrap_or((origin, ""));
            let (name, _) = name.split_once(':').unwrap_or((name, ""));
            let below = path.trim_start_matches('/').strip_prefix(prefix);
            name.eq_ignore_ascii_case(host)
                && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || prefix.is_empty())
        })
    }
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
            Self::ClientId(prefix) => text.len() > prefix.len() && text.starts_with(prefix),
            Self::BundleId => {
                !text.is_empty()
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
            }
            Self::AppleId => !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
        }
    }

    /// Name and shape, for messages: "an issuer ID, such as 8-4-4-4-12 hexadecimal digits".
    pub fn noun(self) -> &'static str {
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
