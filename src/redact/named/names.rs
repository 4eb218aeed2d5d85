//! The names of secrets, and of what is public.

/// What the value of a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A secret that ends with the line.
    Header,
    /// A secret that ends with the word, or with its quotes.
    Member,
    /// A secret that may be the token of a developer, whose header and claims may be shown.
    Token,
    /// A secret, or the state of one in a sentence.
    State,
    /// A code, of an error or handed out.
    Code,
    /// No secret, however much it looks like one.
    Public,
    /// The credential follows the name of its scheme.
    Scheme(Scheme),
}

/// What a credential is introduced by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// RFC 6750.
    Bearer,
    /// RFC 7617.
    Basic,
    /// RFC 7616.
    Digest,
    /// `-u user:password`
    User,
    /// `-b name=value`
    Cookies,
}

/// Names of values that end with the line; in lower case, hyphens for underscores.
const HEADERS: [&str; 9] = [
    "cookie",
    "cookie2",
    "media-user-token",
    "music-user-token",
    "scnt",
    "set-cookie",
    "x-apple-id-session-id",
    "x-apple-session-token",
    "x-apple-widget-key",
];

/// Names of values that are tokens of developers at times.
const TOKENS: [&str; 4] = ["authorization", "client-assertion", "client-secret", "proxy-authorization"];

/// How the names of secrets end; without hyphens, as some write them.
const SECRETS: [&str; 60] = [
    "2fa-code",
    "access-code",
    "access-key",
    "access-token",
    "account-key",
    "api-key",
    "api-secret",
    "api-token",
    "app-specific-password",
    "aspnet-sessionid",
    "auth-code",
    "auth-key",
    "auth-token",
    "authorization-code",
    "bearer-token",
    "code-verifier",
    "connect-sid",
    "csrf-token",
    "deploy-token",
    "device-code",
    "encryption-key",
    "fastlane-session",
    "id-token",
    "identity-token",
    "jsessionid",
    "master-key",
    "musicusertoken",
    "one-time-code",
    "otp",
    "otp-code",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "personal-access-token",
    "phpsessid",
    "private-key",
    "pwd",
    "recovery-code",
    "refresh-token",
    "sas-token",
    "secret",
    "secret-access-key",
    "secret-key",
    "security-code",
    "security-token",
    "session-cookie",
    "session-id",
    "session-key",
    "session-token",
    "sessionid",
    "shared-access-key",
    "shared-secret",
    "sid",
    "signing-key",
    "totp",
    "user-token",
    "verification-code",
    "x-amz-signature",
    "xsrf-token",
];

/// How names end that also stand in sentences, before what is said of the thing.
const STATES: [&str; 10] =
    ["auth", "credential", "credentials", "pass", "pat", "pin", "secrets", "session", "ticket", "token"];

/// Names of what is public; in lower case, hyphens for underscores.
const PUBLIC: [&str; 15] = [
    "at-hash",
    "c-hash",
    "etag",
    "fingerprint",
    "integrity",
    "jti",
    "key-id",
    "keyid",
    "kid",
    "nonce",
    "thumbprint",
    "x",
    "x5t",
    "y",
    "jkt",
];

/// The last three letters of all names, in lower case: most words of a text are none.
const TAILS: [&[u8; 3]; 39] = [
    b"-id", b"_id", b"als", b"ase", b"ash", b"ass", b"cnt", b"est", b"ets", b"ial", b"ie2", b"ier", b"int",
    b"ion", b"ity", b"jkt", b"jti", b"jwt", b"ken", b"ket", b"key", b"kid", b"kie", b"nce", b"nid", b"ode",
    b"ord", b"otp", b"pat", b"pin", b"pwd", b"ret", b"ser", b"sic", b"sid", b"swd", b"tag", b"ure", b"uth",
];

/// Whether a word may be a name by its last letters.
fn may_be_name(name: &str) -> bool {
    match name.as_bytes().last_chunk::<3>() {
        Some(tail) => {
            let tail = tail.map(|byte| byte.to_ascii_lowercase());
            TAILS.binary_search(&&tail).is_ok() || matches!(&tail, b"x5t" | b"yid")
        }
        None => matches!(name, "x" | "X" | "y" | "Y"),
    }
}

/// What the value of that name is, when it matters.
pub(super) fn kind(name: &str) -> Option<Kind> {
    if !may_be_name(name) {
        return None;
    }
    let name = plain(name);
    let name = name.as_str();
    let ends = |list: &[&str]| {
        list.iter().any(|ending| {
            let rest = name.strip_suffix(ending);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('-'))
        })
    };
    // `apiKey` is `api-key`; `apikey` and `APIKEY` are as good.
    let joined = || SECRETS.iter().any(|secret| secret.len() > 6 && is_joined(name, secret));
    match name {
        _ if PUBLIC.contains(&name) => Some(Kind::Public),
        _ if HEADERS.contains(&name) => Some(Kind::Header),
        _ if TOKENS.contains(&name) || ends(&["client-secret"]) => Some(Kind::Token),
        "code" => Some(Kind::Code),
        "token" | "jwt" => Some(Kind::State),
        _ if ends(&SECRETS) || ends(&["cookie"]) || joined() => Some(Kind::Member),
        _ if ends(&STATES) => Some(Kind::State),
        _ => None,
    }
}

/// A name in lower case with hyphens between its words: `API_KEY`, `apiKey` and `--api-key` are `api-key`.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len() + 4);
    let mut is_lower = false;
    for c in name.trim_start_matches(['-', '_']).chars() {
        if c.is_ascii_uppercase() && is_lower {
            plain.push('-');
        }
        is_lower = c.is_ascii_lowercase();
        plain.push(if c == '_' { '-' } else { c.to_ascii_lowercase() });
    }
    plain
}

fn is_joined(name: &str, secret: &str) -> bool {
    name.len() < secret.len()
        && secret.contains('-')
        && name.bytes().eq(secret.bytes().filter(|byte| *byte != b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_recognized_by_its_tail() {
        assert!(TAILS.is_sorted());
        let all = HEADERS.iter().chain(&TOKENS).chain(&SECRETS).chain(&STATES).chain(&PUBLIC);
        for name in all.chain(&["code", "jwt"]) {
            for name in [name.to_string(), name.replace('-', "_"), name.to_uppercase()] {
                assert!(kind(&name).is_some(), "{name}");
            }
        }
        for name in SECRETS.iter().filter(|name| name.contains('-') && name.len() > 6) {
            assert!(kind(&name.replace('-', "")).is_some(), "{name}");
        }
    }
}
