//! What a service of Apple asks of a token. Only data: lints read it, none names a service.

use crate::catalog::severity::Severity;
use crate::model::json::Object;

mod identifier;
mod questions;

pub use identifier::Identifier;

/// One service that takes developer-signed tokens. Facts and marks: each entry's `sources`.
pub struct Service {
    /// The name of `--service`.
    pub id: &'static str,
    /// Other names of `--service` and `explain`.
    pub aliases: &'static [&'static str],
    pub name: &'static str,
    /// What it is and where its key is made, for `explain`. Markdown.
    pub about: &'static str,
    pub key: KeyKind,
    /// Whether fastlane's key file in JSON is for this service.
    pub key_file: Option<KeyFile>,
    pub transport: Transport,
    /// Origins, the preferred one first; some with the path below which the service is.
    pub hosts: &'static [&'static str],
    pub sandbox_hosts: &'static [&'static str],
    /// Origins of the service that do not take this token, but the access token that Apple gives for it, or a
    /// signature.
    pub other_hosts: &'static [&'static str],
    /// Hosts that take the token in another way than [`transport`](Self::transport) says.
    pub other_transports: &'static [(&'static str, Transport)],
    /// The harmless request that tells a good token from a bad one.
    pub probe: Option<Probe>,
    /// What only this service's tokens have, for a service without rules: rules say it themselves.
    pub signs: &'static [Sign],
    /// What its tokens must be; `None`: the service is recognized, its tokens are not checked.
    pub rules: Option<Rules>,
    /// Addresses of what is said here.
    pub sources: &'static [&'static str],
}

impl Service {
    /// What an entry is when it says nothing else. Name, key and sources are for each to say.
    pub(crate) const BLANK: Self = Self {
        id: "",
        aliases: &[],
        name: "",
        about: "",
        key: KeyKind { name: "", page: "", file_prefixes: &[] },
        key_file: None,
        transport: Transport::Bearer,
        hosts: &[],
        sandbox_hosts: &[],
        other_hosts: &[],
        other_transports: &[],
        probe: None,
        signs: &[],
        rules: None,
        sources: &[],
    };
}

/// What a service asks of a token.
pub struct Rules {
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
}

impl Rules {
    /// Whether tokens end by their age, and have no `exp`.
    pub fn end_by_age(&self) -> bool {
        self.lifetime.max_age.is_some() && self.claims.iter().all(|claim| claim.name != "exp")
    }

    /// What most services ask for. Claims are for each to say.
    pub(crate) const USUAL: Self = Self {
        key_id: Some(Identifier::KeyId),
        header: &[],
        header_id: None,
        claims: &[],
        unlisted_claims: None,
        duplicate_members: Severity::Warning,
        lifetime: Lifetime::NO_MAXIMUM,
        scope: None,
    };
}

/// Something in a token that shows the service it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The name of a claim.
    Claim(&'static str),
    /// The name of a header member.
    Header(&'static str),
}

/// What fastlane's key file in JSON says of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFile {
    /// Nothing: the key is one of App Store Connect.
    Ordinary,
    /// `in_house`: the key is one of the Enterprise Program.
    InHouse,
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

    pub(crate) const fn required_with(
        condition: Condition,
        name: &'static str,
        form: Form,
        about: &'static str,
    ) -> Self {
        Self { name, presence: Presence::RequiredWith(condition), form, about }
    }

    /// Whether a token with these claims is refused without it.
    pub fn is_required(&self, claims: &Object) -> bool {
        match self.presence {
            Presence::Required => true,
            Presence::RequiredWith(condition) => condition.holds(claims),
            Presence::Documented | Presence::Optional | Presence::Forbidden => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Refused without it.
    Required,
    /// Refused without it, where another claim says so.
    RequiredWith(Condition),
    /// Documented as required, optional in practice.
    Documented,
    Optional,
    /// Must be absent.
    Forbidden,
}

/// That a claim, a string of words, holds one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    pub claim: &'static str,
    pub words: &'static [&'static str],
}

impl Condition {
    pub fn holds(self, claims: &Object) -> bool {
        let is_meant = |text: &str| text.split_whitespace().any(|word| self.words.contains(&word));
        claims.str(self.claim).is_some_and(|text| is_meant(&text))
    }
}

/// What a claim's value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Seconds since 1970-01-01 (RFC 7519 §2).
    NumericDate,
    /// Exactly this string.
    Exactly(&'static str),
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// The same string as that claim.
    SameAs(&'static str),
    Identifier(Identifier),
    /// Another one for each token.
    Unique,
    String,
    Strings,
    /// These words and no others, with spaces between them.
    Words(&'static [&'static str]),
    Boolean,
    /// Domains of web pages, `*.` before one for all below it, with commas between them.
    Domains,
    /// An array of web origins.
    Origins,
}

impl Form {
    /// The fixed values of which it is one; none when it has no fixed value.
    pub fn values(&self) -> &[&'static str] {
        match self {
            Self::Exactly(value) => std::slice::from_ref(value),
            Self::OneOf(values) => values,
            _ => &[],
        }
    }

    /// Whether its JSON value is an array.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Strings | Self::Origins)
    }
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

impl Lifetime {
    /// A service that states no maximum.
    pub(crate) const NO_MAXIMUM: Self =
        Self { max: None, max_refused: false, from: &[], max_age: None, recommended: 3600, long_lived: None };
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
#[derive(Clone, Copy)]
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
    /// Header fields, with `{bundle_id}` for the app's.
    pub fields: &'static [(&'static str, &'static str)],
    /// A form, in which `{claim}` stands for a value of the token, `{claim:A=a,B=b}` for what belongs to its
    /// beginning, and `{token}` for itself; or JSON, in which `{milliseconds}` stands for the time.
    pub body: Option<&'static str>,
    /// The answers beside 200 that it has when the token is good, by their id in the catalogue.
    pub good: &'static [&'static str],
    /// Why it changes nothing.
    pub harmless: &'static str,
    /// Whether its success hands out an access token. It is then sent only to a service that the user names, and
    /// nothing of its body is kept.
    pub grants_access: bool,
    /// How many variants of a token the service bears, over HTTP/2 and each on a connection of its own; `None`: any.
    pub variants: Option<usize>,
}

impl Probe {
    /// A GET whose success shows a good token. Address and harmlessness are for each to say.
    pub(crate) const GET: Self = Self {
        method: "GET",
        url: "",
        fields: &[],
        body: None,
        good: &[],
        harmless: "",
        grants_access: false,
        variants: None,
    };

    /// A form that a POST sends. Address, form and harmlessness are for each to say.
    pub(crate) const FORM: Self = Self {
        method: "POST",
        fields: &[("Content-Type", "application/x-www-form-urlencoded")],
        ..Self::GET
    };
}
