//! Verification of one ES256 token, as `check` does it. Compare with `openssl speed ecdsap256`.

#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use divan::{Bencher, black_box};
use why401::model::jwk::{Jwks, PublicKey};
use why401::model::signature::{Form, verify};

fn main() {
    divan::main();
}

#[divan::bench]
fn verify_token(bencher: Bencher) {
    let (public, message, signature) = token();
    bencher.bench_local(|| assert!(verify(black_box(&public), black_box(&message), black_box(&signature))));
}

#[divan::bench]
fn name_the_form(bencher: Bencher) {
    let (_, _, signature) = token();
    bencher.bench_local(|| Form::of(black_box(&signature)));
}

#[divan::bench]
fn parse_a_set_of_two_keys(bencher: Bencher) {
    let text = read("jwks.json");
    bencher.bench_local(|| Jwks::parse(black_box(text.as_bytes())));
}

fn token() -> (PublicKey, Vec<u8>, Vec<u8>) {
    let keys = Jwks::parse(read("jwks.json").as_bytes()).unwrap();
    let public = keys.by_kid("K7Q2M9X4TZ").find_map(|key| key.public.clone()).unwrap();
    let token = read("pyjwt-asc-team.jwt");
    let (message, signature) = token.trim_end().rsplit_once('.').unwrap();
    (public, message.into(), URL_SAFE_NO_PAD.decode(signature).unwrap())
}

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/foreign").join(name)).unwrap()
}
