//! Lints over one subject, and whole runs in process: what is left of 1.5 ms is starting the process.

#![expect(clippy::panic, reason = "a benchmark may panic")]

use std::ffi::OsString;
use std::path::Path;

use divan::{Bencher, black_box};
use why401::Exit;
use why401::catalog::context::Context;
use why401::catalog::lint;
use why401::catalog::lints::LINTS;
use why401::catalog::services;
use why401::input::OpenInput;
use why401::model::credentials::Credentials;
use why401::model::jws::Token;
use why401::model::key::Key;
use why401::model::verification::Verification;
use why401::world::{Terminal, World};

const KEY: &str = include_str!("../testdata/foreign/key.p8");
const TOKEN: &str = include_str!("../testdata/foreign/pyjwt-asc-team.jwt");
const NOW: f64 = 1_795_168_980.0;

fn main() {
    divan::main();
}

/// All lints, for one service; the signature is verified beforehand.
#[divan::bench]
fn lints(bencher: Bencher) {
    let (token, key) = (Token::decode(TOKEN.as_bytes(), true), Key::parse(KEY.as_bytes()));
    let signature = Verification::of(&token, Some(&key), None);
    let Some(service) = services::find("asc-team") else { panic!("no such service") };
    let credentials = Credentials::default();
    let services = [service];
    let Some(rules) = &service.rules else { panic!("no rules") };
    let context = Context {
        list: services::SERVICES,
        rules,
        service,
        services: &services,
        at: NOW,
        at_is_known: true,
        token: Some(&token),
        key: Some(&key),
        key_file: None,
        credentials: &credentials,
        jwks: None,
        signature: &signature,
        request: None,
        exchange: None,
        status: None,
        role: None,
        min_remaining: None,
        stands_for_key: false,
    };
    bencher.bench_local(|| lint::run(LINTS, black_box(&[context]), &[]));
}

#[divan::bench(args = ["human", "json"])]
fn run_without_key(bencher: Bencher, format: &str) {
    run(bencher, &["-", "--format", format]);
}

#[divan::bench(args = ["human", "json"])]
fn run_with_jwks(bencher: Bencher, format: &str) {
    let jwks = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/foreign/jwks.json");
    run(bencher, &["-", "--jwks", &jwks.to_string_lossy(), "--format", format]);
}

#[divan::bench(args = ["human", "json"])]
fn run_with_key(bencher: Bencher, format: &str) {
    run(bencher, &["-", "--key", "env:KEY", "--format", format]);
}

fn run(bencher: Bencher, args: &[&str]) {
    let args: Vec<_> = ["why401", "check"].iter().chain(args).map(OsString::from).collect();
    let var = |name: &str| (name == "KEY").then(|| KEY.into());
    let stdin = || Ok(OpenInput { reader: Box::new(TOKEN.as_bytes()), size: None });
    bencher.bench_local(|| {
        let world = World {
            now: NOW,
            clock: || 0.0,
            var: &var,
            names: &Vec::new,
            stdin: &stdin,
            stdin_is_terminal: false,
            stdin_is_piped: &|| false,
            catch_signals: &why401::input::Stop::default,
            terminal: Terminal { width: None, color: false, unicode: true },
            stderr_is_terminal: false,
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let exit = why401::run(black_box(args.clone()).into_iter(), world, &mut out, &mut err);
        assert_eq!(exit, Exit::Success);
        out
    });
}
