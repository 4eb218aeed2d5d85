//! A private key stays inside, in whatever form and place it is handed over: no output has a part of it, and no server.
//!
//! Forms of a key × places of a text × commands, formats and options, through the library; `probe` talks to a server on
//! loopback that refuses everything and keeps what it was sent.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use p256::SecretKey;
use p256::pkcs8::{EncodePrivateKey as _, LineEnding};
use why401::Exit;
use why401::input::OpenInput;
use why401::world::{Terminal, World};

use crate::program;
use crate::server::{Server, answer};

const NOW: f64 = 1_795_168_980.0;
const TOKEN: &str = include_str!("../../testdata/foreign/pyjwt-asc-team.jwt");
const KEY: &str = include_str!("../../testdata/foreign/key.p8");

/// As many characters of a scalar are a part of it.
const RUN: usize = 8;

/// A throw-away key, and everything of it that may be nowhere.
struct Key {
    pkcs8: Vec<u8>,
    sec1: Vec<u8>,
    scalar: Vec<u8>,
    public: (Vec<u8>, Vec<u8>),
    pem: String,
    /// Runs of characters of the scalar in hexadecimal and base64, at each alignment.
    runs: HashSet<String>,
}

impl Key {
    fn new(seed: u8) -> Self {
        let scalar: Vec<u8> = (0..32_u8).map(|at| at.wrapping_mul(73).wrapping_add(seed) ^ 0xa5).collect();
        let key = SecretKey::from_slice(&scalar).unwrap();
        let pkcs8 = key.to_pkcs8_der().unwrap().as_bytes().to_vec();
        // PKCS#8 of p256 wraps SEC 1 without the curve.
        let public = key.public_key().to_sec1_bytes().to_vec();
        let mut sec1 = vec![0x30, 0x77, 2, 1, 1, 4, 32];
        sec1.extend(&scalar);
        sec1.extend([0xa0, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7, 0xa1, 0x44, 3, 0x42, 0]);
        sec1.extend(&public);
        let pem = key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string();
        let mut runs = HashSet::new();
        let mut add = |text: String| {
            for start in 0..=text.len() - RUN {
                runs.insert(text[start..start + RUN].to_owned());
            }
        };
        add(hex(&scalar));
        add(hex(&scalar).to_uppercase());
        for skipped in 0..3 {
            let bytes = &scalar[skipped..];
            let whole = &bytes[..bytes.len() / 3 * 3];
            add(STANDARD.encode(whole));
            add(URL_SAFE_NO_PAD.encode(whole));
        }
        let public = (public[1..33].to_vec(), public[33..].to_vec());
        Self { pkcs8, sec1, scalar, public, pem, runs }
    }

    /// The part of it that `text` has.
    fn part_in<'t>(&self, text: &'t [u8]) -> Option<&'t str> {
        let is_code = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
        text.split(|byte| !is_code(byte)).filter(|run| run.len() >= RUN).find_map(|run| {
            let run = std::str::from_utf8(run).unwrap();
            (0..=run.len() - RUN).map(|at| &run[at..at + RUN]).find(|part| self.runs.contains(*part))
        })
    }

    /// Every form in which the key is handed over, by name.
    fn forms(&self) -> Vec<(&'static str, String)> {
        let wrapped = |text: &str, width: usize, end: &str| {
            let lines: Vec<&str> =
                text.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
            lines.join(end)
        };
        let base64 = STANDARD.encode(&self.pkcs8);
        let sec1_pem = format!(
            "-----BEGIN EC PRIVATE KEY-----\n{}\n-----END EC PRIVATE KEY-----\n",
            wrapped(&STANDARD.encode(&self.sec1), 64, "\n")
        );
        let jwk = format!(
            r#"{{"kty":"EC","crv":"P-256","x":"{}","y":"{}","d":"{}"}}"#,
            URL_SAFE_NO_PAD.encode(&self.public.0),
            URL_SAFE_NO_PAD.encode(&self.public.1),
            URL_SAFE_NO_PAD.encode(&self.scalar)
        );
        let utf16: Vec<u8> = self.pem.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let dump: Vec<String> = self.pkcs8.iter().map(|byte| format!("{byte:02x}")).collect();
        let numbers: Vec<String> = self.pkcs8.iter().map(ToString::to_string).collect();
        vec![
            ("pem", self.pem.clone()),
            ("pem-sec1", sec1_pem),
            ("pem-crlf", self.pem.replace('\n', "\r\n")),
            ("pem-one-line", self.pem.replace('\n', " ")),
            ("pem-escaped", self.pem.replace('\n', "\\n")),
            ("pem-escaped-twice", self.pem.replace('\n', "\\\\n")),
            ("pem-form", self.pem.replace('+', "%2B").replace('\n', "%0A").replace(' ', "+")),
            ("pem-base64", STANDARD.encode(&self.pem)),
            ("pem-base64-twice", STANDARD.encode(STANDARD.encode(&self.pem))),
            ("pem-utf16-base64", STANDARD.encode(utf16)),
            ("p8-base64", base64.clone()),
            ("p8-base64url", URL_SAFE_NO_PAD.encode(&self.pkcs8)),
            ("p8-base64-twice", STANDARD_NO_PAD.encode(&base64)),
            ("p8-wrapped", wrapped(&base64, 64, "\n")),
            ("p8-wrapped-narrow", wrapped(&base64, 20, "\n")),
            ("p8-wrapped-escaped", wrapped(&base64, 32, "\\n")),
            ("p8-hex", hex(&self.pkcs8)),
            ("p8-hex-colons", dump.join(":")),
            ("p8-numbers", format!("[{}]", numbers.join(","))),
            ("sec1-base64", STANDARD.encode(&self.sec1)),
            ("sec1-base64url", URL_SAFE_NO_PAD.encode(&self.sec1)),
            ("sec1-hex", hex(&self.sec1)),
            ("scalar-hex", hex(&self.scalar)),
            ("scalar-hex-upper", hex(&self.scalar).to_uppercase()),
            ("scalar-base64url", URL_SAFE_NO_PAD.encode(&self.scalar)),
            ("jwk", jwk.clone()),
            ("jwk-base64", URL_SAFE_NO_PAD.encode(jwk)),
        ]
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn jwt(header: &str, claims: &str) -> String {
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part));
    format!("{header}.{claims}.{}", TOKEN.trim().rsplit('.').next().unwrap())
}

/// Texts with the key in a part of a token, or beside one.
fn tokens(form: &str) -> Vec<(&'static str, String)> {
    let json = serde_json::to_string(form).unwrap();
    let header = r#"{"alg":"ES256","kid":"K7Q2M9X4TZ","typ":"JWT"}"#;
    let claims = r#"{"iss":"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10","iat":1795168800,"exp":1795169400,"aud":"appstoreconnect-v1"}"#;
    let claim =
        |name: &str, value: &str| jwt(header, &claims.replace('{', &format!("{{\"{name}\":{value},")));
    let whole = jwt(header, claims);
    let parts: Vec<&str> = whole.split('.').collect();
    let lines: Vec<&str> = form.split('\n').collect();
    vec![
        ("header part", format!("{form}.{}.{}", parts[1], parts[2])),
        ("payload part", format!("{}.{form}.{}", parts[0], parts[2])),
        ("payload part encoded", format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(form), parts[2])),
        ("signature part", format!("{}.{}.{form}", parts[0], parts[1])),
        ("fourth part", format!("{whole}.{form}")),
        ("in the header", jwt(&format!(r#"{{"alg":"ES256","kid":"K7Q2M9X4TZ","x":{json}}}"#), claims)),
        ("in the key ID", jwt(&format!(r#"{{"alg":"ES256","pem":{json}}}"#), claims)),
        ("in the issuer", jwt(header, &format!(r#"{{"iss":{json},"aud":"appstoreconnect-v1"}}"#))),
        ("in a claim", claim("note", &json)),
        ("in an object", claim("note", &format!(r#"{{"a":[1,{{"b":{json}}}]}}"#))),
        ("in an array of lines", claim("note", &serde_json::to_string(&lines).unwrap())),
        ("as JSON in a claim", claim("note", &serde_json::to_string(&format!("{{\"k\":{json}}}")).unwrap())),
        ("in the scope", claim("scope", &format!("[{json}]"))),
        ("in a claim's name", claim(json.trim_matches('"'), "1")),
        ("behind", format!("{whole}\n{form}")),
        ("behind a space", format!("{whole} {form}")),
        ("before", format!("{form}\n{whole}")),
        (
            "damaged claims",
            format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(format!("{{\"a\":{json}")), parts[2]),
        ),
    ]
}

/// Texts with the key in a failure.
fn exchanges(form: &str) -> Vec<(&'static str, String)> {
    let line = form.trim().replace(['\r', '\n'], "\\n");
    let token = TOKEN.trim();
    let body = r#"{"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"Authentication credentials are missing or invalid."}]}"#;
    let request = |target: &str, fields: &str| {
        format!(
            "GET {target} HTTP/1.1\r\nHost: api.appstoreconnect.apple.com\r\n{fields}\r\n\r\nHTTP/1.1 401 Unauthorized\r\n\r\n{body}\n"
        )
    };
    let bearer = format!("Authorization: Bearer {token}");
    let query: String =
        line.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect();
    vec![
        ("request header", request("/v1/apps", &format!("{bearer}\r\nX-Key: {line}"))),
        ("authorization", request("/v1/apps", &format!("Authorization: Bearer {line}"))),
        ("cookie", request("/v1/apps", &format!("{bearer}\r\nCookie: k={line}"))),
        ("query", request(&format!("/v1/apps?key={query}"), &bearer)),
        ("path", request(&format!("/v1/apps/{query}"), &bearer)),
        (
            "response body",
            format!(
                "HTTP/1.1 401 Unauthorized\r\n\r\n{}\n",
                body.replace("Authentication", &format!("{query} Authentication"))
            ),
        ),
        (
            "request body",
            format!(
                "curl -d 'client_secret={query}' https://appleid.apple.com/auth/token\n{{\"error\":\"invalid_client\"}}\n"
            ),
        ),
        (
            "curl",
            format!(
                "curl -H 'X-Key: {line}' -H 'Authorization: Bearer {token}' https://api.appstoreconnect.apple.com/v1/apps\n{body}\n"
            ),
        ),
        (
            "log line",
            format!("[12:00:01] loading key {line}\n[12:00:02] GET /v1/apps 401 NOT_AUTHORIZED\n{body}\n"),
        ),
        ("log lines", format!("loading key\n{form}\n401 {body}\n")),
        (
            "error",
            format!(
                "{{\"errors\":[{{\"status\":\"401\",\"code\":{0},\"detail\":{0}}}]}}",
                serde_json::to_string(form).unwrap()
            ),
        ),
    ]
}

/// What a run printed, standard error last.
fn run(args: &[&str], stdin: &[u8], key: &str) -> (Exit, Vec<u8>) {
    let var = |name: &str| (name == "KEY").then(|| key.into());
    let read = || Ok(OpenInput { reader: Box::new(Cursor::new(stdin.to_vec())), size: None });
    let world = World {
        now: NOW,
        clock: || NOW,
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
    let args = ["why401"].iter().chain(args).map(OsString::from);
    let exit = why401::run(args, world, &mut out, &mut err);
    out.extend(err);
    (exit, out)
}

/// What is wrong, collected so that one run shows all of it.
#[derive(Default)]
struct Leaks(Vec<String>);

impl Leaks {
    fn look(&mut self, key: &Key, text: &[u8], what: impl Fn() -> String) {
        if let Some(part) = key.part_in(text) {
            self.0.push(format!("{}: {part}", what()));
        }
    }
}

impl Drop for Leaks {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let some: Vec<_> = self.0.iter().take(60).cloned().collect();
            assert!(self.0.is_empty(), "{} leaks:\n{}", self.0.len(), some.join("\n"));
        }
    }
}

#[test]
fn check_prints_no_part_of_a_key() {
    let key = Key::new(3);
    let (formats, forms) = (program::formats(), key.forms());
    let check = |(form_name, form): &(&'static str, String)| {
        let mut leaks = Leaks::default();
        let inputs = tokens(form).into_iter().chain(exchanges(form)).chain([("alone", form.clone())]);
        for (place, text) in inputs {
            for format in &formats {
                let args = ["check", "-", "-v", "--show-token", "--format", format];
                let (_, output) = run(&args, text.as_bytes(), "");
                leaks.look(&key, &output, || format!("{form_name}, {place}, {format}"));
            }
            let (_, output) = run(&["check", "-"], text.as_bytes(), "");
            leaks.look(&key, &output, || format!("{form_name}, {place}, plain"));
        }
    };
    // The longest of the tests takes all processors.
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(form) = forms.get(next.fetch_add(1, Ordering::Relaxed)) {
                    check(form);
                }
            });
        }
    });
}

/// Other numbers of 32 bytes are shown there.
#[test]
fn the_key_of_a_run_is_not_shown_as_an_identifier() {
    let (key, mut leaks) = (Key::new(9), Leaks::default());
    let [hex, base64url] = [hex(&key.scalar), URL_SAFE_NO_PAD.encode(&key.scalar)];
    for form in [hex.clone(), hex.to_uppercase(), base64url, hex[..20].to_owned()] {
        let header = format!(r#"{{"alg":"ES256","kid":"{form}","typ":"JWT"}}"#);
        let claims =
            |name: &str| format!(r#"{{"iss":"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10","{name}":"{form}"}}"#);
        let plain = r#"{"alg":"ES256","kid":"K7Q2M9X4TZ","typ":"JWT"}"#;
        let mut texts: Vec<String> =
            ["jti", "nonce", "at_hash"].iter().map(|name| jwt(plain, &claims(name))).collect();
        texts.push(jwt(&header, &claims("sub")));
        for text in texts {
            for format in program::formats() {
                for more in [&["-v", "--show-token"] as &[_], &["-v"], &["--key-id", &form]] {
                    let args = ["check", "-", "--key", "env:KEY", "--format", format.as_str()];
                    let (_, output) = run(&[&args, more].concat(), text.as_bytes(), &key.pem);
                    leaks.look(&key, &output, || format!("{form}, {text}, {format}, {more:?}"));
                    let output = String::from_utf8(output).unwrap();
                    for part in output.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_') {
                        let decoded = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
                        leaks.look(&key, &decoded, || format!("{form}, encoded, {text}, {format}, {more:?}"));
                    }
                }
            }
        }
    }
}

#[test]
fn options_and_arguments_print_no_part_of_a_key() {
    let (key, mut leaks) = (Key::new(5), Leaks::default());
    for (form_name, form) in key.forms() {
        let claim = format!("note={}", serde_json::to_string(&form).unwrap());
        let bare = format!("note={form}");
        let url = format!("https://api.appstoreconnect.apple.com/v1/apps?key={form}");
        let token = TOKEN.trim();
        for args in [
            vec!["check", form.as_str(), "-v"],
            vec!["check", token, "--key-id", &form, "-v"],
            vec!["check", token, "--issuer-id", &form, "-v"],
            vec!["check", token, "--team-id", &form, "--bundle-id", &form, "--subject", &form],
            vec!["check", token, "--url", &url, "--status", "401"],
            vec!["check", token, "--url", &form],
            vec!["check", token, "--service", &form],
            vec!["check", token, "--at", &form],
            vec!["check", token, "--allow", &form],
            vec!["check", token, "--format", &form],
            vec!["check", &bare],
            vec!["explain", &form],
            vec![&form],
            vec![
                "mint",
                "--key",
                "env:KEY",
                "--key-id",
                &form,
                "--issuer-id",
                "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10",
            ],
            vec!["mint", "--key", "env:KEY", "--key-id", "K7Q2M9X4TZ", "--issuer-id", &form],
            vec![
                "mint",
                "--key",
                "env:KEY",
                "--key-id",
                "K7Q2M9X4TZ",
                "--issuer-id",
                &form,
                "--claim",
                &bare,
            ],
            vec![
                "mint",
                "-v",
                "--key",
                "env:KEY",
                "--key-id",
                "K7Q2M9X4TZ",
                "--issuer-id",
                "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10",
                "--claim",
                &claim,
            ],
        ] {
            let (exit, output) = run(&args, b"", KEY);
            let place = || {
                format!(
                    "{form_name}, {}",
                    args.iter()
                        .map(|arg| if *arg == form { "FORM" } else { arg.get(..20).unwrap_or(arg) })
                        .collect::<Vec<_>>()
                        .join(" ")
                )
            };
            leaks.look(&key, &output, place);
            // A token that holds the key encoded anew is a leak, too.
            let has_token = args[0] == "mint" && output.windows(4).any(|window| window == b"eyJh");
            if has_token || args[0] == "mint" && exit == Exit::Success {
                leaks.0.push(format!("minted: {}", place()));
            }
        }
    }
}

/// What `probe` printed, and what the server on loopback received.
fn probe(server: &Server, args: &[&str], stdin: &[u8], key: &str) -> (Exit, Vec<u8>, String) {
    let before = server.seen().len();
    let origin = server.url("");
    let all: Vec<&str> = ["probe"]
        .iter()
        .chain(args)
        .chain(&["--base-url", &origin, "--max-requests", "2", "-v"])
        .copied()
        .collect();
    let (exit, output) = run(&all, stdin, key);
    let seen = server.seen();
    (exit, output, seen[before..].join("\n"))
}

#[test]
fn probe_sends_no_part_of_a_key() {
    let (key, mut leaks) = (Key::new(7), Leaks::default());
    let server =
        Server::plain(|stream| stream.write_all(&answer("403 Forbidden", "Connection: close\r\n", b"{}")));
    for (form_name, form) in key.forms() {
        for (place, text) in tokens(&form) {
            let args = ["-", "--service", "asc-team", "--show-token", "--no-experiments"];
            let (exit, output, seen) = probe(&server, &args, text.as_bytes(), "");
            leaks.look(&key, &output, || format!("{form_name}, {place}, printed"));
            // A token in a line of its own below a key is a token in a log: it alone may be sent.
            leaks.look(&key, decoded(&seen).as_bytes(), || format!("{form_name}, {place}, sent"));
            if !seen.is_empty() && place != "before" {
                leaks.0.push(format!("{form_name}, {place}: sent ({exit:?})"));
            }
            if exit == Exit::Success {
                leaks.0.push(format!("{form_name}, {place}: exit 0"));
            }
            let (_, output, seen) = probe(
                &server,
                &["-", "--service=asc-team", "--dry-run", "--format=json"],
                text.as_bytes(),
                "",
            );
            leaks.look(&key, &output, || format!("{form_name}, {place}, dry run"));
            assert_eq!(seen, "");
        }
        for (place, text) in exchanges(&form) {
            let (_, output, seen) =
                probe(&server, &["-", "--service=asc-team", "--format=json"], text.as_bytes(), "");
            leaks.look(&key, &output, || format!("{form_name}, {place}, printed"));
            leaks.look(&key, decoded(&seen).as_bytes(), || format!("{form_name}, {place}, sent"));
        }
        let url = format!("/v1/apps?key={}", form.replace(['\r', '\n'], "%0A"));
        for option in [["--key-id", &form], ["--issuer-id", &form], ["--bundle-id", &form], ["--url", &url]] {
            let mut args = vec!["--key=env:KEY", "--service=asc-team", option[0], option[1]];
            if option[0] != "--key-id" {
                args.push("--key-id=K7Q2M9X4TZ");
            }
            let (_, output, seen) = probe(&server, &args, b"", KEY);
            leaks.look(&key, &output, || format!("{form_name}, {}, printed", option[0]));
            leaks.look(&key, decoded(&seen).as_bytes(), || format!("{form_name}, {}, sent", option[0]));
        }
    }
}

/// What was sent, with percent-encoding undone and the parts of tokens decoded beside it.
fn decoded(sent: &str) -> String {
    let mut text = sent.replace("%2B", "+").replace("%2F", "/").replace("%2f", "/").replace("%3D", "=");
    for part in sent.split(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)) {
        if let Ok(bytes) = URL_SAFE_NO_PAD.decode(part) {
            text.push('\n');
            text.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    text
}

#[test]
fn the_key_of_the_run_stays_where_any_member_holds_it() {
    let key = Key::new(11);
    let server =
        Server::plain(|stream| stream.write_all(&answer("403 Forbidden", "Connection: close\r\n", b"{}")));
    for scalar in [hex(&key.scalar), URL_SAFE_NO_PAD.encode(&key.scalar), STANDARD.encode(&key.scalar[4..20])]
    {
        let token =
            jwt(r#"{"alg":"ES256","kid":"K7Q2M9X4TZ"}"#, &format!(r#"{{"iss":"x","jti":"{scalar}"}}"#));
        let args = [token.as_str(), "--key=env:KEY", "--service=asc-team"];
        let (exit, output, seen) = probe(&server, &args, b"", &key.pem);
        let output = String::from_utf8(output).unwrap();
        assert_eq!((exit, seen.as_str()), (Exit::Error, ""), "{output}");
        assert!(output.contains("`jti` of the claims"), "{output}");
    }
}

#[test]
fn ordinary_tokens_are_sent_and_shown_whole() {
    let server =
        Server::plain(|stream| stream.write_all(&answer("403 Forbidden", "Connection: close\r\n", b"{}")));
    let sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let thumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
    for claims in [
        r#"{"iss":"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10","aud":"appstoreconnect-v1"}"#.to_owned(),
        format!(r#"{{"jti":"{sha}","nonce":"{thumbprint}","at_hash":"{thumbprint}"}}"#),
        format!(r#"{{"jti":"{thumbprint}","nonce":"{sha}"}}"#),
        r#"{"jti":"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10","nonce":"3f0c1a9e7d524b8e9a416c2d8e5f7b10"}"#.to_owned(),
        r#"{"ids":["3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10","5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35"]}"#.to_owned(),
        format!(r#"{{"inner":"{}"}}"#, TOKEN.trim()),
        format!(r#"{{"sig":"{}"}}"#, STANDARD.encode([0x9d; 64])),
        r#"{"scope":["GET /v1/apps","GET /v1/bundleIds/ABCDEFGHIJ/bundleIdCapabilities","GET /v1/apps/1234567890/appStoreVersions?filter[platform]=IOS&limit=200"]}"#.to_owned(),
        r#"{"origin":"https://a-rather-long-host-name-of-43-characters.example","sub":"com.example.my-application-with-a-rather-long-name"}"#.to_owned(),
        r#"{"times":[1795168800,1795169400,1795168800,1795169400],"small":[1,2,3,4,5,6,7,8,9,10,11,12]}"#.to_owned(),
    ] {
        let token = jwt(r#"{"alg":"ES256","kid":"K7Q2M9X4TZ","typ":"JWT"}"#, &claims);
        let (_, output) = run(&["check", "-", "--show-token", "--format=json"], token.as_bytes(), "");
        assert!(String::from_utf8(output).unwrap().contains(&token), "{claims}");
        let (_, output, seen) = probe(&server, &[&token, "--service=asc-team"], b"", "");
        assert!(seen.contains(&token), "{claims}: {}", String::from_utf8_lossy(&output));
    }
    // A signature with HMAC has as many bytes as a key, and malformed tokens are for the server to refuse.
    let [header, claims] =
        [r#"{"alg":"HS256","typ":"JWT"}"#, r#"{"iss":"x"}"#].map(|part| URL_SAFE_NO_PAD.encode(part));
    let mac = URL_SAFE_NO_PAD.encode((0..32_u8).map(|at| at.wrapping_mul(91) ^ 0xd7).collect::<Vec<_>>());
    for token in [
        format!("{header}.{claims}.{mac}"),
        format!("{header}.{claims}"),
        format!("{header}.{claims}.AA.BB"),
        format!("{header}.{claims}.A"),
    ] {
        let (_, output, seen) = probe(&server, &[&token, "--service=asc-team"], b"", "");
        assert!(seen.contains(&token), "{token}: {}", String::from_utf8_lossy(&output));
    }
}
