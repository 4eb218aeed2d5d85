//! What holds for every input: no panic, no altered token called good, no wrapping that hides a token.

use std::ffi::OsString;
use std::io::Cursor;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use why401::Exit;
use why401::input::OpenInput;
use why401::model::jwk::Jwks;
use why401::model::jws::Token;
use why401::model::key::Key;
use why401::redact::Known;
use why401::world::{Terminal, World};

use crate::program::formats;

const KEY: &str = include_str!("../../testdata/foreign/key.p8");
const JWKS: &str = include_str!("../../testdata/foreign/jwks.json");
const TOKEN: &str = include_str!("../../testdata/foreign/pyjwt-asc-team.jwt");

/// Cases of each property; none is written to disk.
fn config() -> ProptestConfig {
    ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_are_decoded_without_panic(bytes in vec(any::<u8>(), 0..600), file in any::<bool>()) {
        let token = Token::decode(&bytes, file);
        prop_assert_eq!(token.size, bytes.len() as u64);
        let _ = (why401::redact::token(&token, &Known::default()), Key::parse(&bytes), Jwks::parse(&bytes).is_ok());
    }

    #[test]
    fn any_edit_of_something_good_is_decoded_without_panic(bytes in edited()) {
        let _ = (Token::decode(&bytes, true), Key::parse(&bytes), Jwks::parse(&bytes).is_ok());
    }

    #[test]
    fn any_bytes_are_checked_without_panic(bytes in prop_oneof![vec(any::<u8>(), 0..600), edited()], format in select(formats())) {
        let (exit, out, err) = check(&["-", "-v", "--format", &format], &bytes);
        let is_refused = exit == Exit::Error && err.contains("expected text");
        // JSON in which nothing is known, and a refusal that names no sender.
        let is_open = exit == Exit::Error && out.contains("unknown");
        prop_assert!(is_refused || is_open || matches!(exit, Exit::Success | Exit::Failure), "{}", err);
        prop_assert!(is_refused || err.is_empty(), "{}", err);
        if format == "json" && !is_refused {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{}", out);
        }
        for option in ["--key", "--jwks"] {
            let (_, out, _) = check(&[TOKEN.trim(), option, "-", "--format", &format], &bytes);
            prop_assert!(!out.contains(TOKEN.trim().rsplit('.').next().unwrap()));
        }
    }

    #[test]
    fn any_claims_are_judged_without_panic(header in json(), claims in json(), service in select(SERVICES)) {
        let encode = |value: &serde_json::Value| {
            use base64::Engine as _;
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string())
        };
        let token = format!("{}.{}.AAAA", encode(&header), encode(&claims));
        let (exit, out, err) = check(&["-", "-v", "--service", service], token.as_bytes());
        prop_assert_eq!((exit, err.as_str()), (Exit::Failure, ""), "{}", out);
    }

    #[test]
    fn a_token_with_one_byte_changed_is_never_called_good(at in 0..TOKEN.len() - 1, byte in any::<u8>()) {
        let mut bytes = TOKEN.trim().as_bytes().to_vec();
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        let (exit, out, _) = check(&["-", "--jwks", "env:JWKS"], &bytes);
        prop_assert_eq!(exit, Exit::Failure, "{}", out);
        let (exit, out, _) = check(&["-", "--key", "env:KEY"], &bytes);
        prop_assert_eq!(exit, Exit::Failure, "{}", out);
    }

    #[test]
    fn a_token_with_a_byte_of_white_space_in_its_beginning_is_never_called_good(
        at in 0_usize..4,
        byte in select(b" \n\r\t\x0b".as_slice()),
        is_added in any::<bool>(),
    ) {
        let mut bytes = TOKEN.trim().as_bytes().to_vec();
        prop_assume!(at > 0 || !is_added);
        if is_added {
            bytes.insert(at, byte);
        } else {
            bytes[at] = byte;
        }
        let (exit, out, _) = check(&["-", "--key", "env:KEY"], &bytes);
        prop_assert_eq!(exit, Exit::Failure, "{}", out);
    }

    #[test]
    fn what_was_wrapped_around_a_token_is_taken_off(wrappers in vec(select(WRAPPERS), 0..6)) {
        let bare = Token::decode(TOKEN.trim().as_bytes(), false);
        let wrapped = wrappers.iter().fold(TOKEN.trim().to_owned(), |text, (before, after)| format!("{before}{text}{after}"));
        let token = Token::decode(wrapped.as_bytes(), false);
        prop_assert_eq!(token.text(), bare.text(), "{}", wrapped);
        prop_assert_eq!(token.repairs.is_empty(), wrappers.is_empty(), "{}", wrapped);
        let (exit, out, _) = check(&["-", "--key", "env:KEY"], wrapped.as_bytes());
        prop_assert_eq!(exit, Exit::Success, "{}\n{}", wrapped, out);
    }
}

const WRAPPERS: &[(&str, &str)] = &[
    ("Bearer ", ""),
    ("bearer ", ""),
    ("\"", "\""),
    ("'", "'"),
    (" ", ""),
    ("", " "),
    ("", "\n"),
    ("", "\r\n"),
    ("\n", ""),
    ("\t", "\t"),
    ("\u{feff}", ""),
    ("", "\u{200b}"),
];

const SERVICES: &[&str] =
    &["asc-team", "asc-individual", "app-store-server", "enterprise", "notary", "siwa", "apns"];

/// Something good with a few bytes overwritten, put in, taken out or doubled.
fn edited() -> impl Strategy<Value = Vec<u8>> {
    let edits = vec((0usize..5000, any::<u8>(), 0u8..4), 1..6);
    (select(&[TOKEN, KEY, JWKS][..]), edits).prop_map(|(text, edits)| {
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte, kind) in edits {
            let at = at % bytes.len().max(1);
            match kind {
                0 if !bytes.is_empty() => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => bytes.truncate(at),
                _ => bytes.extend_from_within(at..),
            }
        }
        bytes
    })
}

/// Objects with the members that services know, of values that they do not.
fn json() -> impl Strategy<Value = serde_json::Value> {
    const NAMES: &[&str] = &[
        "alg", "kid", "typ", "crit", "id", "iss", "iat", "exp", "nbf", "aud", "sub", "bid", "scope", "nonce",
        "origin", "x",
    ];
    const TEXTS: &[&str] = &[
        "",
        "ES256",
        "K7Q2M9X4TZ",
        "appstoreconnect-v1",
        "user",
        "GET /v1/apps",
        "\u{1b}[31m\u{202e}",
        "1795168800",
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        (1_795_000_000_i64..1_796_000_000).prop_map(Into::into),
        select(TEXTS).prop_map(Into::into),
        ".*".prop_map(Into::into),
    ];
    let value = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Into::into),
            vec((select(NAMES), inner), 0..4).prop_map(object),
        ]
    });
    vec((select(NAMES), value), 0..8).prop_map(object)
}

fn object(members: Vec<(&str, serde_json::Value)>) -> serde_json::Value {
    serde_json::Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The whole program, in process.
fn check(args: &[&str], stdin: &[u8]) -> (Exit, String, String) {
    let var = |name: &str| match name {
        "KEY" => Some(KEY.into()),
        "JWKS" => Some(JWKS.into()),
        _ => None,
    };
    let read = || Ok(OpenInput { reader: Box::new(Cursor::new(stdin.to_vec())), size: None });
    let world = World {
        now: 1_795_168_980.0,
        clock: || 0.0,
        var: &var,
        names: &Vec::new,
        stdin: &read,
        stdin_is_terminal: false,
        stdin_is_piped: &|| false,
        catch_signals: &why401::input::Stop::default,
        terminal: Terminal { width: None, color: false, unicode: true },
        stderr_is_terminal: false,
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["why401", "check"].iter().chain(args).map(OsString::from);
    let exit = why401::run(args, world, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).unwrap_or_else(|error| panic!("{error}"));
    (exit, text(out), text(err))
}
