//! What lints, recognition and requests ask of a service: each derived from its data.

use super::{Claim, Form, Identifier, Presence, Service, Sign};

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

    /// What `aud` must be; `None` when the service lists no `aud`.
    pub fn audience(&self) -> Option<&'static str> {
        if self.rules.is_none() {
            return self.signs.iter().find_map(|sign| match sign {
                Sign::Audience(audience) => Some(*audience),
                _ => None,
            });
        }
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

    /// Whether its tokens must have no issuer.
    pub fn forbids_issuer(&self) -> bool {
        self.claim("iss").is_some_and(|claim| claim.presence == Presence::Forbidden)
    }

    /// Whether its rules list what the sign is about.
    pub fn has(&self, sign: Sign) -> bool {
        match sign {
            Sign::Audience(audience) => self.audience() == Some(audience),
            Sign::Client(start) => self.claims().iter().any(
                |claim| matches!(claim.form, Form::Identifier(Identifier::ClientId(other)) if other == start),
            ),
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
        self.audience() == other.audience() && (!are_known || lists(self, other) && lists(other, self))
    }

    /// Whether the service is at this host, in production or sandbox.
    pub fn is_at(&self, host: &str, path: &str) -> bool {
        self.place(host, path).is_some()
    }

    /// How exactly the service names this place: the length of the path below which it is at this host, in
    /// production or sandbox. `None` when it is not there.
    pub fn place(&self, host: &str, path: &str) -> Option<usize> {
        let path = path.trim_start_matches('/');
        let covers = |prefix: &str| {
            let below = path.strip_prefix(prefix);
            below.is_some_and(|rest| prefix.is_empty() || rest.is_empty() || rest.starts_with('/'))
        };
        let places = self.hosts.iter().chain(self.sandbox_hosts).map(|origin| place(origin));
        let here = places.filter(|(name, prefix)| name.eq_ignore_ascii_case(host) && covers(prefix));
        here.map(|(_, prefix)| prefix.len()).max()
    }

    /// Whether a host of the service has this name, whatever the path.
    pub fn has_host(&self, host: &str) -> bool {
        self.hosts.iter().chain(self.sandbox_hosts).any(|origin| place(origin).0.eq_ignore_ascii_case(host))
    }
}

/// Host and path of an origin, without port and the slash between them.
fn place(origin: &'static str) -> (&'static str, &'static str) {
    let (_, origin) = origin.split_once("://").unwrap_or(("", origin));
    let (host, path) = origin.split_once('/').unwrap_or((origin, ""));
    let (host, _) = host.split_once(':').unwrap_or((host, ""));
    (host, path)
}
