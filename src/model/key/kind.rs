//! The kinds of text that turn up where a private key belongs, and their names.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::escape;

/// What a text is that was given as a private key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// A P-256 private key that can sign: the only kind Apple's services take.
    P256,
    /// An RSA private key.
    Rsa,
    /// An EC private key on P-384.
    EcP384,
    /// An EC private key on P-521.
    EcP521,
    /// An EC private key on secp256k1.
    EcSecp256k1,
    /// An EC private key on any other curve: its OID, unless the curve is spelled out in numbers or not named at all.
    Ec {
        /// The curve in dotted form.
        oid: Option<String>,
    },
    /// An Ed25519 private key.
    Ed25519,
    /// An Ed448 private key.
    Ed448,
    /// An X25519 private key.
    X25519,
    /// A DSA private key.
    Dsa,
    /// A private key that only a passphrase opens, PKCS#8 or the older PEM encryption.
    Encrypted,
    /// A public key of whatever algorithm.
    Public,
    /// An X.509 certificate.
    Certificate,
    /// A PKCS#10 certificate signing request.
    CertificateRequest,
    /// A private key in OpenSSH's own format, whatever its algorithm.
    OpenSsh,
    /// Something of PGP's.
    Pgp,
    /// A PKCS#12 file.
    Pkcs12,
    /// A page of HTML or XML, usually an error page that was saved as the key.
    Html,
    /// A key as JSON (RFC 7517), private or public, or a set of them.
    Jwk,
    /// JSON in which there is no key.
    Json,
    /// A compact JWS.
    Token,
    /// The path of a file.
    Path,
    /// Nothing but blanks.
    Empty,
    /// Key text that ends too early.
    Truncated,
    /// Anything else, a damaged key included.
    Unreadable,
}

impl KeyKind {
    /// The name in JSON reports, which is public contract.
    pub fn as_str(&self) -> &'static str {
        self.names().0
    }

    /// What to call it in a sentence, with its article.
    pub fn noun(&self) -> &'static str {
        self.names().1
    }

    /// Whether it is a private key that was read, of whatever algorithm.
    pub fn is_private(&self) -> bool {
        matches!(
            self,
            Self::P256
                | Self::Rsa
                | Self::EcP384
                | Self::EcP521
                | Self::EcSecp256k1
                | Self::Ec { .. }
                | Self::Ed25519
                | Self::Ed448
                | Self::X25519
                | Self::Dsa
        )
    }

    /// Whether it holds a private key, or what is left of one.
    pub(super) fn is_secret(&self) -> bool {
        match self {
            Self::P256
            | Self::Rsa
            | Self::EcP384
            | Self::EcP521
            | Self::EcSecp256k1
            | Self::Ec { .. }
            | Self::Ed25519
            | Self::Ed448
            | Self::X25519
            | Self::Dsa
            | Self::Encrypted
            | Self::OpenSsh
            | Self::Pkcs12
            | Self::Truncated => true,
            Self::Public
            | Self::Certificate
            | Self::CertificateRequest
            | Self::Pgp
            | Self::Html
            | Self::Jwk
            | Self::Json
            | Self::Token
            | Self::Path
            | Self::Empty
            | Self::Unreadable => false,
        }
    }

    fn names(&self) -> (&'static str, &'static str) {
        match self {
            Self::P256 => ("p256", "a P-256 private key"),
            Self::Rsa => ("rsa", "an RSA private key"),
            Self::EcP384 => ("ec-p384", "a P-384 private key"),
            Self::EcP521 => ("ec-p521", "a P-521 private key"),
            Self::EcSecp256k1 => ("ec-secp256k1", "a secp256k1 private key"),
            Self::Ec { oid: Some(_) } => ("ec", "an EC private key on a curve other than P-256"),
            Self::Ec { oid: None } => ("ec", "an EC private key on a curve without a name"),
            Self::Ed25519 => ("ed25519", "an Ed25519 private key"),
            Self::Ed448 => ("ed448", "an Ed448 private key"),
            Self::X25519 => ("x25519", "an X25519 private key"),
            Self::Dsa => ("dsa", "a DSA private key"),
            Self::Encrypted => ("encrypted", "a private key encrypted with a passphrase"),
            Self::Public => ("public", "a public key"),
            Self::Certificate => ("certificate", "a certificate"),
            Self::CertificateRequest => ("csr", "a certificate signing request"),
            Self::OpenSsh => ("openssh", "a private key in OpenSSH's format"),
            Self::Pgp => ("pgp", "a PGP key or message"),
            Self::Pkcs12 => ("pkcs12", "a PKCS#12 file"),
            Self::Html => ("html", "an HTML or XML page"),
            Self::Jwk => ("jwk", "a JWK"),
            Self::Json => ("json", "JSON without a key"),
            Self::Token => ("token", "a token"),
            Self::Path => ("path", "the path of a file"),
            Self::Empty => ("empty", "an empty text"),
            Self::Truncated => ("truncated", "a truncated key"),
            Self::Unreadable => ("unreadable", "no key that can be read"),
        }
    }

    /// How much a reading that ends in this kind is worth: of several ways to read one text the best is kept.
    pub(super) fn worth(&self) -> u8 {
        match self {
            Self::P256 => 9,
            Self::Rsa
            | Self::EcP384
            | Self::EcP521
            | Self::EcSecp256k1
            | Self::Ec { .. }
            | Self::Ed25519
            | Self::Ed448
            | Self::X25519
            | Self::Dsa
            | Self::Encrypted
            | Self::OpenSsh
            | Self::Pgp
            | Self::Pkcs12 => 8,
            Self::Public | Self::Certificate | Self::CertificateRequest | Self::Jwk => 7,
            // A page that quotes half a key is still a page.
            Self::Truncated | Self::Html => 6,
            Self::Json | Self::Token | Self::Path => 3,
            Self::Unreadable => 1,
            Self::Empty => 0,
        }
    }
}

/// The kind that a PEM label promises, where the label decides: not for the labels under which Apple's keys come.
pub(super) fn promised(label: &str) -> Option<KeyKind> {
    Some(match label {
        "RSA PRIVATE KEY" => KeyKind::Rsa,
        "DSA PRIVATE KEY" => KeyKind::Dsa,
        "ENCRYPTED PRIVATE KEY" | "SSH2 ENCRYPTED PRIVATE KEY" => KeyKind::Encrypted,
        "OPENSSH PRIVATE KEY" => KeyKind::OpenSsh,
        "PUBLIC KEY" | "RSA PUBLIC KEY" | "SSH2 PUBLIC KEY" => KeyKind::Public,
        "CERTIFICATE" | "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => KeyKind::Certificate,
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => KeyKind::CertificateRequest,
        _ if label.starts_with("PGP ") => KeyKind::Pgp,
        _ => return None,
    })
}

/// Names a text in which no key was found.
pub(super) fn named(text: &str) -> KeyKind {
    if text.is_empty() {
        KeyKind::Empty
    } else if is_markup(text) {
        KeyKind::Html
    } else if let Some(json) = json(text) {
        json
    } else if is_token(text) {
        KeyKind::Token
    } else if text.starts_with("openssh-key-v1") {
        KeyKind::OpenSsh
    } else if ["ssh-rsa ", "ssh-dss ", "ssh-ed25519 ", "ecdsa-sha2-"]
        .iter()
        .any(|start| text.starts_with(start))
    {
        KeyKind::Public
    } else if is_path(text) {
        KeyKind::Path
    } else {
        KeyKind::Unreadable
    }
}

fn is_markup(text: &str) -> bool {
    const STARTS: [&str; 8] = ["<!doctype", "<html", "<head", "<body", "<script", "<?xml", "<error", "<!--"];
    STARTS.iter().any(|start| starts_ignoring_case(text, start))
}

fn json(text: &str) -> Option<KeyKind> {
    /// Values are skipped or borrowed, not read: none of them is copied.
    #[derive(Deserialize)]
    struct Members<'a> {
        kty: Option<IgnoredAny>,
        #[serde(borrow)]
        keys: Option<&'a RawValue>,
        #[serde(borrow)]
        key: Option<&'a RawValue>,
    }

    if !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let members = serde_json::from_str::<Members>(text).ok().filter(|_| text.starts_with('{'));
    let Some(Members { kty, keys, key }) = members else { return Some(KeyKind::Json) };
    let is_set = |keys: &RawValue| keys.get().starts_with('[') && keys.get().contains("\"kty\"");
    // White space may be escaped.
    let is_empty = |key: &RawValue| {
        let value = key.get().strip_prefix('"').and_then(|key| key.strip_suffix('"'));
        value.is_some_and(|value| escape::json(value).trim().is_empty())
    };
    Some(if kty.is_some() || keys.is_some_and(is_set) {
        KeyKind::Jwk
    } else if key.is_some_and(is_empty) {
        KeyKind::Empty
    } else {
        KeyKind::Json
    })
}

fn is_token(text: &str) -> bool {
    let text = text.strip_prefix("Bearer ").unwrap_or(text).trim();
    let alphabet = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    // `{"` in base64url.
    text.starts_with("eyJ") && text.bytes().all(alphabet) && text.bytes().filter(|&b| b == b'.').count() == 2
}

fn is_path(text: &str) -> bool {
    const LONGEST: usize = 1024;
    const ROOTS: [&str; 8] = ["/", "~/", "./", "../", "file:", r"\\", r".\", "$HOME"];
    const SUFFIXES: [&str; 8] = [".p8", ".pem", ".key", ".der", ".p12", ".pfx", ".txt", ".json"];
    const NAMES: [&str; 3] = ["AuthKey_", "ApiKey_", "SubscriptionKey_"];
    if text.len() > LONGEST || text.contains(['\n', '\r']) {
        return false;
    }
    let drive = matches!(text.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    drive
        || ROOTS.iter().any(|root| text.starts_with(root))
        || NAMES.iter().any(|name| text.starts_with(name))
        || SUFFIXES.iter().any(|suffix| {
            text.len()
                .checked_sub(suffix.len())
                .and_then(|at| text.get(at..))
                .is_some_and(|end| end.eq_ignore_ascii_case(suffix))
        })
}

fn starts_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_key_is_named() {
        for (text, kind) in [
            ("", KeyKind::Empty),
            ("<!DOCTYPE html><html></html>", KeyKind::Html),
            ("<?xml version=\"1.0\"?><Error/>", KeyKind::Html),
            ("{\"errors\": []}", KeyKind::Json),
            ("[1, 2]", KeyKind::Json),
            ("{not json", KeyKind::Unreadable),
            ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln", KeyKind::Token),
            ("Bearer eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln", KeyKind::Token),
            ("/Users/x/AuthKey_2X9R4HXF34.p8", KeyKind::Path),
            ("~/private_keys/key", KeyKind::Path),
            (r"C:\Users\x\new.p8", KeyKind::Path),
            ("AuthKey_2X9R4HXF34.p8", KeyKind::Path),
            ("keys/mine.PEM", KeyKind::Path),
            ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me", KeyKind::Public),
            ("2X9R4HXF34", KeyKind::Unreadable),
            ("hello world", KeyKind::Unreadable),
            ("é", KeyKind::Unreadable),
        ] {
            assert_eq!(named(text), kind, "{text}");
        }
    }
}
