//! The thumbprint of a key (RFC 7638): one short name for it, whatever its key ID says.

use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The members that make a key what it is (RFC 7638 §3.2; RFC 8037 §2 for OKP), as text.
#[derive(Clone, Copy)]
pub enum Members<'a> {
    Ec {
        crv: &'a str,
        x: &'a str,
        y: &'a str,
    },
    Okp {
        crv: &'a str,
        x: &'a str,
    },
    Rsa {
        e: &'a str,
        n: &'a str,
    },
    /// A symmetric key. Its thumbprint is a hash of the secret: whoever sees it can test guesses (RFC 7638 §7).
    Oct {
        k: &'a str,
    },
}

impl Members<'_> {
    /// SHA-256 of the members, base64url; `None` when a value is no base64url and no name of a curve.
    pub fn thumbprint(&self) -> Option<String> {
        match *self {
            Self::Ec { crv, x, y } => digest([("crv", crv), ("kty", "EC"), ("x", x), ("y", y)]),
            Self::Okp { crv, x } => digest([("crv", crv), ("kty", "OKP"), ("x", x)]),
            Self::Rsa { e, n } => digest([("e", e), ("kty", "RSA"), ("n", n)]),
            Self::Oct { k } => digest([("k", k), ("kty", "oct")]),
        }
    }
}

/// Hashes a JSON object of these members, given in the order of their names, without ever writing it down.
fn digest<const N: usize>(members: [(&str, &str); N]) -> Option<String> {
    let plain = |value: &str| {
        !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    if !members.iter().all(|(_, value)| plain(value)) {
        return None;
    }
    let mut context = Context::new(&SHA256);
    let mut before = "{\"";
    for (name, value) in members {
        for text in [before, name, "\":\"", value] {
            context.update(text.as_bytes());
        }
        before = "\",\"";
    }
    context.update(b"\"}");
    Some(URL_SAFE_NO_PAD.encode(context.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ed25519_key_has_the_thumbprint_of_rfc_8037() {
        let key = Members::Okp { crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
        assert_eq!(key.thumbprint().unwrap(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn a_symmetric_key_has_the_thumbprint_that_jose_computes() {
        // node: jose.calculateJwkThumbprint({kty: "oct", k: "GawgguFyGrWKav7AX4VKUg"})
        let key = Members::Oct { k: "GawgguFyGrWKav7AX4VKUg" };
        assert_eq!(key.thumbprint().unwrap(), "k1JnWRfC-5zzmL72vXIuBgTLfVROXBakS4OmGcrMCoc");
    }

    #[test]
    fn a_value_that_json_would_escape_has_no_thumbprint() {
        assert_eq!(Members::Oct { k: "a\"b" }.thumbprint(), None);
        assert_eq!(Members::Rsa { e: "AQAB", n: "" }.thumbprint(), None);
    }
}
