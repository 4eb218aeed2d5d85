//! JSON Web Keys (RFC 7517): the public keys that tokens are verified with.
//!
//! A key that cannot verify ES256 is kept together with the reason. Private members are noticed by name; their
//! values stay in the caller's buffer and are neither decoded nor copied.

mod public_key;
mod thumbprint;

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{Deserializer as _, SeqAccess, Visitor};
use serde_json::value::RawValue;

pub use public_key::PublicKey;
pub use thumbprint::Members;

/// The members that hold secrets (RFC 7518 §6.2.2, §6.3.2, §6.4; RFC 8037 §2).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

const STRING: &str = "a string";

/// Elements without a point that are kept to say what is wrong with them. One of two bytes would take hundreds in
/// memory.
pub const MAX_OTHERS: usize = 1000;

/// A set of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jwks {
    /// Every key with a public point on P-256, and the first [`MAX_OTHERS`] of the others.
    pub keys: Vec<Jwk>,
    /// How many more there are that can verify nothing.
    pub left_out: usize,
    /// Why the text named as a set of keys is none; then there are no keys.
    pub fault: Option<Error>,
}

/// One key of a set. Of a member that occurs twice, the last one counts; `null` counts as absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jwk {
    pub kid: Option<String>,
    /// What `kid` is where it is no string, such as `a number`.
    pub kid_found: Option<&'static str>,
    pub kty: Option<String>,
    pub crv: Option<String>,
    pub alg: Option<String>,
    /// The member `use`.
    pub use_: Option<String>,
    pub key_ops: Option<Vec<String>>,
    /// The private members that are published, in no order that matters.
    pub private: Vec<&'static str>,
    /// The RFC 7638 thumbprint; `None` for a symmetric key, where it would be a hash of the secret.
    pub thumbprint: Option<String>,
    /// The point, of whatever use the key says it is.
    pub public: Option<PublicKey>,
    /// The first reason not to verify ES256 with this key.
    pub unsuitable: Option<Unsuitable>,
}

/// Why a key is not for verifying ES256.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsuitable {
    #[error("it is {found}, not an object")]
    NotObject { found: &'static str },
    #[error("it holds half a surrogate pair, which is no Unicode text")]
    NotUnicode,
    #[error("`{member}` is missing")]
    Missing { member: &'static str },
    #[error("`{member}` is {found}, not {wanted}")]
    WrongType { member: &'static str, found: &'static str, wanted: &'static str },
    /// `kty`, `crv`, `alg` or `use`.
    #[error("`{member}` is `{found}`, not `{wanted}`")]
    WrongValue { member: &'static str, found: String, wanted: &'static str },
    /// The operations of `key_ops`.
    #[error("`key_ops` is without `verify`")]
    Operations(Vec<String>),
    #[error("`{member}` is not base64url without padding")]
    CoordinateEncoding { member: &'static str },
    #[error("`{member}` has {length} bytes, not 32")]
    CoordinateLength { member: &'static str, length: usize },
    #[error("`x` and `y` are not on P-256")]
    OffCurve,
}

/// Why a text is no set of keys. Never quotes the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("it is empty")]
    Empty,
    /// PEM text, by the label of its first block.
    #[error("it is {found}")]
    Pem { found: &'static str, is_public: bool },
    /// Another thing known by how it begins.
    #[error("it is {found}")]
    Other { found: &'static str },
    #[error("it is not JSON at column {column} of line {line}")]
    Syntax { line: usize, column: usize },
    #[error("it is {found}, not a key or a set of keys")]
    NotKeys { found: &'static str },
    #[error("it has neither `keys` nor `kty`")]
    NoKeys,
    #[error("`keys` is {found}, not an array")]
    KeysNotArray { found: &'static str },
}

impl Jwks {
    /// Reads a JWK set, an array of keys, or one key.
    pub fn parse(text: &[u8]) -> Result<Self, Error> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let value: &RawValue = serde_json::from_slice(text)
            .map_err(|error| Error::by_begin(text).unwrap_or(Error::syntax(error)))?;
        if value.get().starts_with('[') {
            return elements(value);
        }
        if !value.get().starts_with('{') {
            return Err(Error::NotKeys { found: noun(value) });
        }
        let object: Object = serde_json::from_slice(text).map_err(Error::syntax)?;
        let keys = match object.get("keys") {
            Some(keys) if keys.get().starts_with('[') => return elements(keys),
            Some(keys) => return Err(Error::KeysNotArray { found: noun(keys) }),
            None if object.get("kty").is_some() => vec![Jwk::new(&object)],
            None => return Err(Error::NoKeys),
        };
        Ok(Self { keys, ..Self::default() })
    }

    /// The keys of that ID. There may be several: RFC 7517 §4.5 recommends distinct IDs, no more.
    pub fn by_kid(&self, kid: &str) -> impl Iterator<Item = &Jwk> {
        self.keys.iter().filter(move |key| key.kid.as_deref() == Some(kid))
    }
}

impl Jwk {
    /// Whether a private member is published.
    pub fn has_private(&self) -> bool {
        !self.private.is_empty()
    }

    fn read(value: &RawValue) -> Self {
        // Looked at first, because serde_json's errors copy a string that is found in an object's place.
        let unsuitable = if !value.get().starts_with('{') {
            Unsuitable::NotObject { found: noun(value) }
        } else if let Ok(object) = serde_json::from_str(value.get()) {
            return Self::new(&object);
        } else {
            Unsuitable::NotUnicode
        };
        Self { unsuitable: Some(unsuitable), ..Self::default() }
    }

    fn new(object: &Object) -> Self {
        let (public, unsuitable) = match object.point() {
            Ok(point) => (Some(point), object.purpose().err()),
            Err(reason) => (None, Some(reason)),
        };
        let text = |member| object.text(member).ok().flatten();
        Self {
            kid: text("kid"),
            kid_found: object.0.get("kid").filter(|_| text("kid").is_none()).map(|value| noun(value)),
            kty: text("kty"),
            crv: text("crv"),
            alg: text("alg"),
            use_: text("use"),
            key_ops: object.operations().ok().flatten(),
            private: PRIVATE.into_iter().filter(|member| object.publishes(member)).collect(),
            thumbprint: object.thumbprint(),
            public,
            unsuitable,
        }
    }
}

impl Error {
    /// What a text that is no JSON is instead, as far as its beginning tells.
    fn by_begin(text: &[u8]) -> Option<Self> {
        let text = text.trim_ascii_start();
        if let Some(label) = text.strip_prefix(b"-----BEGIN ") {
            let label = label.split(|byte| *byte == b'-').next().unwrap_or_default();
            let (found, is_public) = match label {
                label if label.ends_with(b"PRIVATE KEY") => ("a PEM private key", false),
                label if label.ends_with(b"PUBLIC KEY") => ("a PEM public key", true),
                label if label.ends_with(b"CERTIFICATE") => ("a PEM certificate", true),
                _ => ("PEM text", false),
            };
            return Some(Self::Pem { found, is_public });
        }
        let found = match text {
            [] => return Some(Self::Empty),
            [b'<', ..] => "HTML or XML, such as an error page",
            text if text.starts_with(b"eyJ") => "a token",
            text if text.starts_with(b"https://") || text.starts_with(b"http://") => "a URL",
            _ => return None,
        };
        Some(Self::Other { found })
    }

    /// Takes the place only: serde_json's messages may quote the text.
    fn syntax(error: serde_json::Error) -> Self {
        Self::Syntax { line: error.line(), column: error.column() }
    }
}

/// The members of an object, with their values where the caller left them.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Object<'a>(#[serde(borrow)] BTreeMap<String, &'a RawValue>);

impl Object<'_> {
    /// `null` is what many serialisers write for nothing.
    fn get(&self, member: &str) -> Option<&RawValue> {
        self.0.get(member).copied().filter(|value| value.get() != "null")
    }

    fn text(&self, member: &'static str) -> Result<Option<String>, Unsuitable> {
        let Some(value) = self.get(member) else { return Ok(None) };
        serde_json::from_str(value.get()).map_err(|_| match noun(value) {
            STRING => Unsuitable::NotUnicode,
            found => Unsuitable::WrongType { member, found, wanted: STRING },
        })
    }

    fn operations(&self) -> Result<Option<Vec<String>>, Unsuitable> {
        let Some(value) = self.get("key_ops") else { return Ok(None) };
        serde_json::from_str(value.get()).map_err(|_| {
            let wanted = "an array of strings";
            Unsuitable::WrongType { member: "key_ops", found: noun(value), wanted }
        })
    }

    fn publishes(&self, member: &str) -> bool {
        self.get(member).is_some_and(|value| !matches!(value.get(), "\"\"" | "[]"))
    }

    fn point(&self) -> Result<PublicKey, Unsuitable> {
        for (member, wanted) in [("kty", "EC"), ("crv", "P-256")] {
            let found = self.text(member)?.ok_or(Unsuitable::Missing { member })?;
            if found != wanted {
                return Err(Unsuitable::WrongValue { member, found, wanted });
            }
        }
        PublicKey::from_coordinates(&self.coordinate("x")?, &self.coordinate("y")?)
            .ok_or(Unsuitable::OffCurve)
    }

    fn coordinate(&self, member: &'static str) -> Result<[u8; 32], Unsuitable> {
        let text = self.text(member)?.ok_or(Unsuitable::Missing { member })?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Unsuitable::CoordinateEncoding { member })?;
        bytes
            .try_into()
            .map_err(|bytes: Vec<u8>| Unsuitable::CoordinateLength { member, length: bytes.len() })
    }

    fn purpose(&self) -> Result<(), Unsuitable> {
        for (member, wanted) in [("use", "sig"), ("alg", "ES256")] {
            match self.text(member)? {
                Some(found) if found != wanted => {
                    return Err(Unsuitable::WrongValue { member, found, wanted });
                }
                _ => {}
            }
        }
        match self.operations()? {
            Some(operations) if !operations.iter().any(|name| name == "verify") => {
                Err(Unsuitable::Operations(operations))
            }
            _ => Ok(()),
        }
    }

    fn thumbprint(&self) -> Option<String> {
        let text = |member| self.text(member).ok().flatten();
        match text("kty")?.as_str() {
            "EC" => Members::Ec { crv: &text("crv")?, x: &text("x")?, y: &text("y")? }.thumbprint(),
            "OKP" => Members::Okp { crv: &text("crv")?, x: &text("x")? }.thumbprint(),
            "RSA" => Members::Rsa { e: &text("e")?, n: &text("n")? }.thumbprint(),
            _ => None,
        }
    }
}

/// The keys of an array, one at a time: there may be millions of elements that are none.
fn elements(array: &RawValue) -> Result<Jwks, Error> {
    struct Elements;

    impl<'de> Visitor<'de> for Elements {
        type Value = Jwks;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Jwks, A::Error> {
            let (mut set, mut others) = (Jwks::default(), 0);
            while let Some(value) = array.next_element::<&RawValue>()? {
                let key = Jwk::read(value);
                let is_other = key.public.is_none();
                if is_other && others == MAX_OTHERS {
                    set.left_out += 1;
                } else {
                    others += usize::from(is_other);
                    set.keys.push(key);
                }
            }
            Ok(set)
        }
    }

    serde_json::Deserializer::from_str(array.get()).deserialize_seq(Elements).map_err(Error::syntax)
}

/// What a value is, by its first character.
fn noun(value: &RawValue) -> &'static str {
    match value.get().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => STRING,
        Some(b't' | b'f') => "a boolean",
        Some(b'n') | None => "null",
        Some(_) => "a number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EC: &str = concat!(
        r#""kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","#,
        r#""y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#
    );
    const D: &str = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

    fn one(text: &str) -> Jwk {
        let [key] = Jwks::parse(text.as_bytes()).unwrap().keys.try_into().unwrap();
        key
    }

    fn reason(text: &str) -> String {
        one(text).unsuitable.unwrap().to_string()
    }

    #[test]
    fn a_set_an_array_and_a_single_key_are_read_alike() {
        let key = one(&format!("{{{EC}}}"));
        assert_eq!(key.unsuitable, None);
        assert!(key.public.is_some());
        assert_eq!(one(&format!("[{{{EC}}}]")), key);
        assert_eq!(one(&format!("\u{feff} {{\"keys\": [ {{{EC}}} ], \"x\": 1}}\n")), key);
    }

    #[test]
    fn of_a_million_elements_those_that_verify_are_kept_and_the_others_counted() {
        let numbers = "1,".repeat(1_000_000);
        let keys = format!(r#"{{"kid":"a",{EC}}},"#).repeat(MAX_OTHERS + 10);
        for text in [
            format!(r#"{{"keys":[{numbers}{keys}{{"kid":"b",{EC}}}]}}"#),
            format!(r#"[{numbers}{keys}{{"kid":"b",{EC}}}]"#),
        ] {
            let set = Jwks::parse(text.as_bytes()).unwrap();
            assert_eq!((set.left_out, set.keys.len()), (1_000_000 - MAX_OTHERS, 2 * MAX_OTHERS + 11));
            assert_eq!((set.by_kid("a").count(), set.by_kid("b").count()), (MAX_OTHERS + 10, 1));
            let first = set.keys[0].unsuitable.as_ref().unwrap().to_string();
            assert_eq!(first, "it is a number, not an object");
        }
        let set = Jwks::parse(b"[1,{},\"x\"]").unwrap();
        assert_eq!((set.left_out, set.keys.len()), (0, 3));
    }

    #[test]
    fn keys_are_found_by_id_and_there_may_be_two() {
        let text = format!(
            r#"{{"keys":[{{"kid":"a",{EC}}},{{"kid":"b",{EC}}},{{"kid":"a","kty":"RSA"}},{{{EC}}}]}}"#
        );
        let keys = Jwks::parse(text.as_bytes()).unwrap();
        assert_eq!(
            keys.by_kid("a").map(|key| key.kty.as_deref().unwrap()).collect::<Vec<_>>(),
            ["EC", "RSA"]
        );
        assert_eq!(keys.by_kid("c").count(), 0);
    }

    #[test]
    fn an_id_that_is_no_string_is_absent_but_remembered() {
        for (kid, found) in
            [("12", "a number"), ("null", "null"), ("[\"a\"]", "an array"), (r#""\ud800""#, "a string")]
        {
            let key = one(&format!(r#"{{"kid":{kid},{EC}}}"#));
            assert_eq!((key.kid, key.kid_found, key.unsuitable), (None, Some(found), None));
        }
        let key = one(&format!(r#"{{"kid":"a",{EC}}}"#));
        assert_eq!((key.kid.as_deref(), key.kid_found), (Some("a"), None));
    }

    #[test]
    fn the_last_of_duplicate_members_wins() {
        let key = one(&format!(r#"{{"kty":"RSA","kid":"a","k\u0069d":"b",{EC}}}"#));
        assert_eq!(key.kid.as_deref(), Some("b"));
        assert_eq!(key.unsuitable, None);
    }

    #[test]
    fn what_makes_a_key_unsuitable_is_said() {
        let with = |members: &str| reason(&format!("{{{EC},{members}}}"));
        assert_eq!(with(r#""kty":"RSA""#), "`kty` is `RSA`, not `EC`");
        assert_eq!(with(r#""kty":"ec""#), "`kty` is `ec`, not `EC`");
        assert_eq!(with(r#""crv":"P-384""#), "`crv` is `P-384`, not `P-256`");
        assert_eq!(with(r#""crv":256"#), "`crv` is a number, not a string");
        assert_eq!(with(r#""crv":null"#), "`crv` is missing");
        assert_eq!(with(r#""alg":"ES384""#), "`alg` is `ES384`, not `ES256`");
        assert_eq!(with(r#""use":"enc""#), "`use` is `enc`, not `sig`");
        assert_eq!(with(r#""key_ops":["sign"]"#), "`key_ops` is without `verify`");
        assert_eq!(with(r#""key_ops":"verify""#), "`key_ops` is a string, not an array of strings");
        assert_eq!(with(r#""key_ops":["verify",1]"#), "`key_ops` is an array, not an array of strings");
        assert_eq!(with(r#""x":null"#), "`x` is missing");
        assert_eq!(with(r#""x":"AAAA""#), "`x` has 3 bytes, not 32");
        assert_eq!(
            with(r#""y":"x/FEzRu9m36HLN/tue659LNpXW6pCyStikYjKIWI5a0=""#),
            "`y` is not base64url without padding"
        );
        assert_eq!(
            with(r#""y":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU""#),
            "`x` and `y` are not on P-256"
        );
        assert_eq!(reason(r#"{"kty":"EC"}"#), "`crv` is missing");
        assert_eq!(reason(r#"[7]"#), "it is a number, not an object");
        assert_eq!(reason(r#"[{"\ud800":1}]"#), "it holds half a surrogate pair, which is no Unicode text");
    }

    #[test]
    fn what_the_rfc_says_of_a_signing_key_is_suitable() {
        let key = one(&format!(r#"{{{EC},"use":"sig","alg":"ES256","key_ops":["sign","verify"]}}"#));
        assert_eq!(key.unsuitable, None);
        assert_eq!(key.key_ops.unwrap(), ["sign", "verify"]);
        assert_eq!(one(&format!(r#"{{{EC},"use":null,"alg":null,"key_ops":null}}"#)).unsuitable, None);
    }

    #[test]
    fn a_key_of_the_wrong_use_still_has_its_point() {
        let key = one(&format!(r#"{{{EC},"use":"enc"}}"#));
        assert_eq!(key.public, one(&format!("{{{EC}}}")).public);
    }

    #[test]
    fn private_members_are_named_and_never_kept() {
        let key = one(&format!(r#"{{{EC},"d":"{D}","k":"secret"}}"#));
        assert_eq!(key.private, ["d", "k"]);
        assert!(key.has_private());
        let shown = format!("{key:?}");
        assert!(!shown.contains(D) && !shown.contains("secret"), "{shown}");
    }

    #[test]
    fn empty_private_members_publish_nothing() {
        assert!(!one(&format!(r#"{{{EC},"d":"","p":null,"oth":[]}}"#)).has_private());
        assert!(one(r#"{"kty":"RSA","d":3,"oth":[{}]}"#).has_private());
    }

    #[test]
    fn a_symmetric_key_gets_no_thumbprint() {
        let key = one(r#"{"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg"}"#);
        assert_eq!((key.thumbprint.as_deref(), key.private.as_slice()), (None, ["k"].as_slice()));
    }

    #[test]
    fn the_thumbprint_of_a_key_is_that_of_its_point() {
        let key = one(&format!("{{{EC}}}"));
        assert_eq!(key.thumbprint, Some(key.public.unwrap().thumbprint()));
    }

    #[test]
    fn what_is_no_set_of_keys_is_told_without_quoting_it() {
        let error = |text: &str| Jwks::parse(text.as_bytes()).unwrap_err().to_string();
        assert_eq!(error(""), "it is empty");
        assert_eq!(error("\u{feff} \n"), "it is empty");
        assert_eq!(error("-----BEGIN PUBLIC KEY-----\nhunter2"), "it is a PEM public key");
        assert_eq!(error("\n-----BEGIN EC PRIVATE KEY-----\nhunter2"), "it is a PEM private key");
        assert_eq!(error("-----BEGIN CERTIFICATE-----"), "it is a PEM certificate");
        assert_eq!(error("-----BEGIN hunter2"), "it is PEM text");
        assert_eq!(error("<!doctype html>"), "it is HTML or XML, such as an error page");
        assert_eq!(error("eyJhbGciOiJFUzI1NiJ9.e30.AA"), "it is a token");
        assert_eq!(error("https://appleid.apple.com/auth/keys"), "it is a URL");
        assert_eq!(error("{\n\"keys\": [hunter2]}"), "it is not JSON at column 10 of line 2");
        assert_eq!(error("{} {}"), "it is not JSON at column 4 of line 1");
        assert_eq!(error("\"hunter2\""), "it is a string, not a key or a set of keys");
        assert_eq!(error("{}"), "it has neither `keys` nor `kty`");
        assert_eq!(error(r#"{"keys":{}}"#), "`keys` is an object, not an array");
        assert_eq!(error(r#"{"\ud800":1}"#), "it is not JSON at column 9 of line 1");
        assert!(Jwks::parse(b"{\"kty\":\"\xff\"}").is_err());
    }

    #[test]
    fn deep_nesting_is_survived() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(reason(&deep), "it is an array, not an object");
        assert_eq!(reason(&format!(r#"{{"kty":{deep}}}"#)), "`kty` is an array, not a string");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let _ = Jwks::parse(&bytes);
        }

        #[test]
        fn any_member_values_are_survived(
            member in "kty|crv|x|y|kid|use|alg|key_ops|d",
            value in r#"null|-?[1-9][0-9]{0,400}|"[ -!#-\[\]-~]*"|\[("a",)*1\]|\{"a":\[\]\}"#,
        ) {
            let text = format!(r#"{{"keys":[{{{EC},"{member}":{value}}}]}}"#);
            proptest::prop_assert_eq!(Jwks::parse(text.as_bytes()).unwrap().keys.len(), 1);
        }
    }
}
