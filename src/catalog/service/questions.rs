//! What lints, recognition and requests ask of a service: each derived from its data.

use super::{Claim, Form, Identifier, Presence, Service, Sign, Transport};

impl Service {
    /// Every claim the service lists; none when its rules are not known.
    pub fn claims(&self) -> &'static [Claim] {
        self.rules.as_ref().map_or(&[], |rules| rules.claims)
    }

    pub fn claim(&self, name: &str) -> Option<&'static Claim> {
        self.claims().iter().find(|claim| claim.name == name)
    }

    /// What `kid` holds; `None` when the service lists no `kid`.
    pub fn key_id(&self) -> Option<Identifier> {
        self.rules.as_ref()?.key_id
    }

    /// What `aud` must be one of; none when the service lists no `aud`.
    pub fn audiences(&self) -> &'static [&'static str] {
        self.claim("aud").map_or(&[], |claim| claim.form.values())
    }

    /// How the host takes the token.
    pub fn transport_at(&self, host: Option<&str>) -> Transport {
        let is_it = |(name, _): &&(&str, Transport)| host.is_some_and(|host| host.eq_ignore_ascii_case(name));
        self.other_transports.iter().find(is_it).map_or(self.transport, |(_, transport)| *transport)
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

    /// Whether its tokens must have no issuer.
    pub fn forbids_issuer(&self) -> bool {
        self.claim("iss").is_some_and(|claim| claim.presence == Presence::Forbidden)
    }

    /// Whether its rules list what the sign is about.
    pub fn has(&self, sign: Sign) -> bool {
        match sign {
            Sign::Claim(name) => self.claim(name).is_some(),
            Sign::Header(name) => self.rules.as_ref().is_some_and(|rules| {
                rules.header.contains(&name) || name == "id" && rules.header_id.is_some()
            }),
        }
    }

    pub fn requires(&self, name: &str) -> bool {
        self.claim(name).is_some_and(|claim| claim.presence == Presence::Required)
    }

    /// Whether Apple's file of such a key has this name.
    pub fn names_key_file(&self, file: &str) -> bool {
        self.key.file_prefixes.iter().any(|prefix| file.starts_with(prefix))
    }

    /// Whether one token can be good for both: the same audience, and no claim that one requires is strange
    /// to the other.
    pub fn takes_what(&self, other: &Self) -> bool {
        let lists = |a: &Self, b: &Self| {
            let mut required = b.claims().iter().filter(|claim| claim.presence == Presence::Required);
            required.all(|claim| a.claim(claim.name).is_some())
        };
        let are_known = self.rules.is_some() && other.rules.is_some();
        self.audiences() == other.audiences() && (!are_known || lists(self, other) && lists(other, self))
    }

    /// Whether the service takes its tokens at this host, in production or sandbox.
    pub fn is_at(&self, host: &str, path: &str) -> bool {
        let (taken, other) = self.places(host, path);
        taken.is_some() && taken >= other
    }

    /// Whether the service is at this host and takes another token there, such as the access token that Apple gives for
    /// its own.
    pub fn takes_other_at(&self, host: &str, path: &str) -> bool {
        self.place(host, path).is_some() && !self.is_at(host, path)
    }

    /// How exactly the service names this place: the length of the path below which it is at this host. `None` when
    /// it is not there.
    pub fn place(&self, host: &str, path: &str) -> Option<usize> {
        let (taken, other) = self.places(host, path);
        taken.max(other)
    }

    /// The same for where its tokens are taken, and for where others are.
    fn places(&self, host: &str, path: &str) -> (Option<usize>, Option<usize>) {
        let path = path.trim_start_matches('/');
        let covers = |prefix: &str| {
            let below = path.strip_prefix(prefix);
            below.is_some_and(|rest| prefix.is_empty() || rest.is_empty() || rest.starts_with('/'))
        };
        let longest = |origins: &[&'static str]| {
            let places = origins.iter().map(|origin| place(origin));
            let here = places.filter(|(name, prefix)| name.eq_ignore_ascii_case(host) && covers(prefix));
            here.map(|(_, prefix)| prefix.len()).max()
        };
        let taken = longest(self.hosts).max(longest(self.sandbox_hosts));
        (taken, longest(self.other_hosts))
    }

    /// Whether a host of the service has this name, whatever the path.
    pub fn has_host(&self, host: &str) -> bool {
        let mut origins = self.hosts.iter().chain(self.sandbox_hosts).chain(self.other_hosts);
        origins.any(|origin| place(origin).0.eq_ignore_ascii_case(host))
    }
}

/// Host and path of an origin, without port and the slash between them.
fn place(origin: &'static str) -> (&'static str, &'static str) {
    let (_, origin) = origin.split_once("://").unwrap_or(("", origin));
    let (host, path) = origin.split_once('/').unwrap_or((origin, ""));
    let (host, _) = host.split_once(':').unwrap_or((host, ""));
    (host, path)
}
