//! What nobody must read: in every format, with and without `--show-token`.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;

use crate::program::{Folder, Ran, formats, run, why401};

/// Runs `check` over this text in every way that prints it.
fn each_report(name: &str, text: &str, judge: impl Fn(&Ran, &str)) {
    let folder = Folder::with(&[]);
    folder.write(name, text.as_bytes());
    for format in formats() {
        for more in [&[][..], &["--show-token"], &["-v"], &["-v", "--show-token"]] {
            let ran = run(why401(folder.path()).args(["check", name, "--format", &format]).args(more), b"");
            judge(&ran, &format!("{format} {more:?}"));
        }
    }
}

const REFUSED: &str = "HTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n\
                       {\"errors\":[{\"status\":\"401\",\"code\":\"NOT_AUTHORIZED\"}]}\n";

fn exchange(target: &str, field: &str) -> String {
    format!("GET {target} HTTP/1.1\nHost: api.appstoreconnect.apple.com\n{field}\n\n{REFUSED}")
}

fn token(header: &str, claims: &str) -> String {
    format!("{}.{}.{}", BASE64.encode(header), BASE64.encode(claims), "r7Wq".repeat(21) + "r7")
}

/// Inputs, and what of them must not be seen.
fn inputs() -> Vec<(String, String)> {
    const SECRET: &str = "Hunter2Xq9zz";
    let log = |line: &str| format!("{}{line}\n{{\"error\":\"invalid_grant\"}}\n", "step\n".repeat(7));
    let mut inputs: Vec<(String, String)> = [
        "POST /auth/token {\"client_id\":\"a\",\"code\":\"SECRET\"}",
        "{\"reason\":\"SECRET\"}",
        "{\"error\":\"SECRET\"}",
        "{\"errors\":[{\"status\":\"400\",\"code\":\"SECRET\"}]}",
        "code: SECRET",
    ]
    .map(|line| (log(&line.replace("SECRET", SECRET)), SECRET.to_owned()))
    .into();
    let opaque = "Zq8Xw2Lr5Tn0Vb7Km4Jh1Gf6Dc3Sa9Pe";
    let cookie = token(r#"{"alg":"HS256"}"#, r#"{"sub":"jane.doe"}"#);
    for (text, secret) in [
        (exchange("/v1/apps", &format!("Authorization: Bearer {opaque}")), opaque),
        (exchange("/v1/apps", "Authorization: Basic dXNlcjpIdW50ZXIyWHE="), "dXNlcjpIdW50ZXIyWHE"),
        (exchange("/v1/apps;jsessionid=0A1B2C3D4E5F60718293?limit=1", "A: b"), "0A1B2C3D4E5F60718293"),
        (exchange("/v1/apps?cursor=sk_live_0123456789abcdefghijABCD", "A: b"), "0123456789abcdefghijABCD"),
        (exchange("/v1/apps/AKIAIOSFODNN7EXAMPLE", "A: b"), "IOSFODNN7"),
        (exchange("/v1/apps/glpat-aB3dE6gH9jK2mN5pQ8sT", "A: b"), "aB3dE6gH9jK2"),
        (format!("Cookie: session={cookie}; other=1"), "jane.doe"),
        (format!("Cookie: session={cookie}; other=1"), cookie.split('.').nth(1).unwrap()),
    ] {
        inputs.push((text, secret.to_owned()));
    }
    const HEADER: &str = r#"{"alg":"ES256","kid":"K7Q2M9X4TZ"}"#;
    for (member, secret) in [
        (r#""exp":"ya29.A0ARrdaM9TBMy1KUhSFcFy02u4tWK6qHGdR5HTmYDIagAbCdEfGh""#, "A0ARrdaM9"),
        (r#""aud":"AGE-SECRET-KEY-1QQPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQ""#, "QQPQYQSZQ"),
        (r#""bid":"xoxb-123456789012-abcdefABCDEF""#, "123456789012"),
        (r#""client_secret":"Hunter2Xq9zz""#, SECRET),
        (r#""extra":{"password":"Hunter2Xq9zz"}"#, SECRET),
        (r#""otp":84620175"#, "84620175"),
    ] {
        let claims = format!(r#"{{"iss":"5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35",{member}}}"#);
        let encoded = BASE64.encode(&claims);
        inputs.push((token(HEADER, &claims), secret.to_owned()));
        inputs.push((token(HEADER, &claims), encoded.get(60..80).unwrap().to_owned()));
    }
    let user = concat!(
        r#"{"iss":"https://appleid.apple.com","aud":"com.example","#,
        r#""sub":"001234.abcdef","email":"jane@example.com"}"#,
    );
    for secret in ["jane@example.com", "001234.abcdef", &BASE64.encode(user)[60..80]] {
        inputs.push((token(r#"{"alg":"RS256","kid":"x"}"#, user), secret.to_owned()));
    }
    inputs
}

#[test]
fn no_secret_is_printed_in_any_format() {
    for (text, secret) in inputs() {
        each_report("input.txt", &text, |ran, how| {
            assert!(ran.status.is_some(), "{how}: {text}");
            let printed = format!("{}{}", ran.stdout, ran.stderr);
            assert!(!printed.contains(&secret), "{how}: {secret}\n{text}\n{printed}");
        });
    }
}

#[test]
fn paths_codes_and_public_ids_are_printed_in_every_format() {
    let failure = format!("{}{REFUSED}", "step\n".repeat(7));
    for name in [
        "Users_runner_work_MyApp2024build3ios2Release9.log",
        "IPTVPlayerHD-gxyzvbnmqwrtplkjhgfdszxcvbnm-4F2A.log",
    ] {
        each_report(name, &failure, |ran, how| {
            assert!(ran.stdout.contains(name), "{how}: {}", ran.stdout);
            assert!(ran.stdout.contains("NOT_AUTHORIZED"), "{how}: {}", ran.stdout);
        });
    }
}
