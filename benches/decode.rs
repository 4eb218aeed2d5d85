//! Decoding of what people hand over, and one lint run over it.

#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use why401::model::jws::Token;
use why401::model::key::Key;

fn main() {
    divan::main();
}

#[divan::bench]
fn token(bencher: Bencher) {
    decode(bencher, read("pyjwt-asc-team.jwt"));
}

#[divan::bench]
fn token_with_wrappers(bencher: Bencher) {
    decode(bencher, format!("\"Bearer {}\"\n", read("pyjwt-asc-team.jwt").replace('.', ".\n")));
}

#[divan::bench]
fn token_of_5_mb(bencher: Bencher) {
    let token = read("pyjwt-asc-team.jwt");
    let claims = URL_SAFE_NO_PAD.encode(format!(r#"{{"filler": "{}"}}"#, "x".repeat(3_900_000)));
    let (header, _) = token.split_once('.').unwrap();
    let (_, signature) = token.rsplit_once('.').unwrap();
    decode(bencher, format!("{header}.{claims}.{signature}"));
}

/// The public key is derived from the private one.
#[divan::bench]
fn key(bencher: Bencher) {
    let text = read("key.p8");
    bencher.bench_local(|| assert!(Key::parse(black_box(text.as_bytes())).public.is_some()));
}

fn decode(bencher: Bencher, text: String) {
    let bytes = BytesCount::of_str(&text);
    bencher
        .counter(bytes)
        .bench_local(|| assert!(Token::decode(black_box(text.as_bytes()), true).claims().is_some()));
}

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/foreign").join(name)).unwrap()
}
