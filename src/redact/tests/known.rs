//! Secrets that are known by their name or their shape, in every spelling.

use crate::redact::{excerpt, secrets, shown, value};
use crate::text::cost::is_linear_in;

const HEX: &str = "0123456789abcdef0123456789abcdef";
const MIXED: &str = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6kM9nP2rS5uV8";

/// Tokens of vendors, none of them ever in use.
fn vendor_tokens() -> Vec<String> {
    let mut tokens: Vec<_> = [
        "sk_live_",
        "rk_live_",
        "sk_test_",
        "whsec_",
        "glpat-",
        "gldt-",
        "glrt-",
        "ghp_",
        "gho_",
        "ghs_",
        "ghu_",
        "ghr_",
        "github_pat_",
        "AIza",
        "ya29.",
        "GOCSPX-",
        "1//",
        "dckr_pat_",
        "dckr_oat_",
        "SG.",
        "xoxb-",
        "xoxp-",
        "xoxe-",
        "xapp-",
        "hf_",
        "npm_",
        "pypi-",
        "hvs.",
        "hvb.",
        "sk-",
        "sk-ant-",
        "sntrys_",
        "lin_api_",
        "ntn_",
        "secret_",
        "PMAK-",
        "dp.pt.",
        "AKCp",
        "expo_",
        "ATATT3",
        "https://hooks.slack.com/services/T00/B00/",
        "https://discord.com/api/webhooks/1/",
    ]
    .map(|prefix| format!("{prefix}{MIXED}"))
    .into();
    tokens.extend(
        ["shpat_", "shpss_", "shpca_", "shppa_", "dapi", "dop_v1_", "SK", "key-"]
            .map(|prefix| format!("{prefix}{HEX}")),
    );
    tokens.extend(
        [
            "AKIAIOSFODNN7EXAMPLE",
            "ASIAIOSFODNN7EXAMPLE",
            "NRAK-0A1B2C3D4E5F6G7H8J9K0L1M2N3",
            "AGE-SECRET-KEY-1QQPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQ",
            "1234567890:AAEhBP0av28YKqJ1tBzQ9aXyZkLmNoPqRsT",
            "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
            "c7f2a9b1d4e8f7f2a9b1d4e8f7f2a9b1d.0.srtqx.Zk3LmNpQrStUvWxYz01234",
            "r7f2a9b1d4e8f7f2a9b1d4e8f7f2a9b1d.0.srtqx.Zk3LmNpQrStUvWxYz01234",
            "abqd-qzxk-wvbn-plmq",
        ]
        .map(str::to_owned),
    );
    tokens
}

/// Whether a run of `width` characters of the secret is in `text`, beyond what all tokens of its kind begin with.
fn leaks(text: &str, secret: &str) -> bool {
    const WIDTH: usize = 8;
    let tail = secret.get(secret.len() - 12..).unwrap();
    tail.as_bytes().windows(WIDTH).any(|part| text.contains(std::str::from_utf8(part).unwrap()))
}

#[test]
fn tokens_of_vendors_are_known_wherever_they_stand() {
    for token in vendor_tokens() {
        for (before, after) in [
            ("", ""),
            ("x=", "&y=1"),
            ("\"", "\","),
            ("GET /v1/apps?cursor=", " HTTP/1.1"),
            ("a%3D", "%26"),
            ("\\n", "\\n"),
            ("| ", " |"),
            ("[", "]"),
        ] {
            for text in [
                token.clone(),
                token.replace('/', "%2F"),
                token.replace('/', "\\/"),
                token.replace('_', "\u{200b}_"),
            ] {
                let text = format!("{before}{text}{after}");
                assert!(!leaks(&secrets(&text), &token), "{text} -> {}", secrets(&text));
                assert_eq!(secrets(&secrets(&text)), secrets(&text));
            }
        }
        let padded = format!("{}{token}", "word ".repeat(8));
        for cut in 0..90 {
            let excerpt = excerpt(&padded, cut);
            let part = token.get(token.len() / 2..).unwrap();
            assert!(!excerpt.contains(part.get(..8).unwrap_or(part)), "{cut} {excerpt}");
        }
    }
}

#[test]
fn tokens_in_mail_and_dumps_are_known() {
    for token in
        ["sk_live_0123456789abcdefghijABCD", "ya29.A0ARrdaM9TBMy1KUhSFcFy02u4tWK6qHGdR5HTmYDIagAbCdEfGh"]
    {
        let (head, tail) = token.split_at(12);
        let line = format!("{}{head}=\n{tail} end", "word ".repeat(11));
        assert!(!leaks(&secrets(&line), token), "{}", secrets(&line));
        let bytes = format!("some text before {token} and after").into_bytes();
        let (mut xxd, mut canonical) = (String::new(), String::new());
        for (at, row) in bytes.chunks(16).enumerate() {
            let words: Vec<_> = row
                .chunks(2)
                .map(|pair| pair.iter().map(|b| format!("{b:02x}")).collect::<String>())
                .collect();
            let text = std::str::from_utf8(row).unwrap();
            xxd += &format!("{:08x}: {:<40} {text}\n", at * 16, words.join(" "));
            let hex = |part: &[u8]| part.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(" ");
            let (left, right) = row.split_at(row.len().min(8));
            canonical += &format!("{:08x}  {}  {}  |{text}|\n", at * 16, hex(left), hex(right));
        }
        for dump in [xxd, canonical] {
            let shown = secrets(&dump);
            assert!(shown.contains("<redacted>"), "{dump}\n{shown}");
            for part in token.as_bytes().chunks(6).filter(|part| part.len() == 6) {
                assert!(!shown.contains(std::str::from_utf8(part).unwrap()), "{shown}");
            }
        }
    }
    let plain = "00000000: 6865 6c6c 6f2c 2077 6f72 6c64 0a68 656c  hello, world.hel\n";
    assert_eq!(secrets(plain), plain);
}

/// `SECRET` is what must not be seen.
#[test]
fn every_spelling_of_a_name_is_known() {
    const SECRET: &str = "Hunter2Xq9zz";
    for name in [
        "password",
        "MATCH_PASSWORD",
        "passwd",
        "clientSecret",
        "api_key",
        "apikey",
        "apiKey",
        "X-Api-Key",
        "private_key",
        "access_token",
        "accessToken",
        "refresh_token",
        "id_token",
        "sessionid",
        "session",
        "JSESSIONID",
        "otp",
        "pin",
        "token",
        "secret",
        "FASTLANE_SESSION",
        "AccountKey",
        "aws_secret_access_key",
        "authorization_code",
        "EXPO_TOKEN",
        "connect.sid",
    ] {
        for form in [
            "{name}=SECRET",
            "{name}: SECRET",
            "export {name}='SECRET'",
            "\"{name}\":\"SECRET\",\"x\":1",
            "\"{name}\" => \"SECRET\"",
            "\\\"{name}\\\":\\\"SECRET\\\"",
            "{'{name}': 'SECRET'}",
            "?a=b&{name}=SECRET&c=d",
            "?a=b%26{name}%3DSECRET",
            "/v1/apps;{name}=SECRET?limit=1",
            "--{name} SECRET --verbose",
            "--{name}=SECRET",
            "| {name} | SECRET |",
            "<{name}>SECRET</{name}>",
            "<key>{name}</key><string>SECRET</string>",
            "<key>{name}</key>\n<string>SECRET</string>",
            "{\"name\": \"{name}\", \"value\": \"SECRET\"}",
            "{name} := \"SECRET\"",
        ] {
            if name.contains('.') && ["--", "?a=b%26", "<"].iter().any(|start| form.starts_with(start)) {
                continue;
            }
            let text = form.replace("{name}", name).replace("SECRET", SECRET);
            assert!(!secrets(&text).contains(SECRET), "{text} -> {}", secrets(&text));
        }
        if !name.contains('.') {
            assert_eq!(value(name, SECRET), "<redacted>", "{name}");
        }
    }
    for text in [
        "curl -u alice:SECRET https://x",
        "curl --user 'alice:SECRET' https://x",
        "curl -b 'session=SECRET' https://x",
        "https://alice:SECRET@example.com/x",
        "https://SECRET@example.com/x",
        "Authorization: Digest username=\"alice\", response=\"SECRET\"",
        "Proxy-Authorization: Basic SECRET",
        "authorization: SECRET",
        "Set-Cookie: a=SECRET; Path=/",
        "< Bearer Zq8Xw2Lr5TSECRET",
        "password: SECRET(et)x",
        "\"password\": \"pa\\\"SECRET\"",
    ] {
        let text = text.replace("SECRET", SECRET);
        assert!(!secrets(&text).contains(SECRET), "{text} -> {}", secrets(&text));
    }
}

#[test]
fn one_time_codes_are_known_by_the_words_before_them() {
    for text in [
        "your verification code is 123456",
        "Please enter the 6 digit code: 123456",
        "two-factor code 123-456",
        "\"securityCode\":{\"code\":\"123456\"}",
        "2FA code => 123456",
    ] {
        let shown = secrets(text);
        assert!(!shown.contains("456") && shown.contains("<redacted>"), "{shown}");
    }
    assert_eq!(secrets("exit code: 123456"), "exit code: 123456");
}

#[test]
fn the_claims_of_users_are_not_shown() {
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;

    const HEADER: &str = "eyJhbGciOiJSUzI1NiJ9";
    for claims in [
        r#"{"iss":"https://appleid.apple.com","sub":"001234.abc"}"#,
        r#"{"sub":"1","email":"jane@example.com"}"#,
        r#"{"iss":"x","client_secret":"Hunter2Xq9zz"}"#,
        r#"{"iss":"x","k":"ghp_0123456789abcdefghijABCD"}"#,
    ] {
        let claims = BASE64.encode(claims);
        assert_eq!(secrets(&format!("{HEADER}.{claims}.c2ln")), format!("{HEADER}.<redacted>.<redacted>"));
    }
    let claims =
        BASE64.encode(r#"{"iss":"5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35","aud":"appstoreconnect-v1"}"#);
    assert_eq!(secrets(&format!("{HEADER}.{claims}.c2ln")), format!("{HEADER}.{claims}.<redacted>"));
}

#[test]
fn long_texts_of_any_piece_take_linear_time() {
    let pieces = [
        "a ",
        "token:{",
        "token=",
        "token: a ",
        "password>",
        "authorization: eyJ ",
        "authorization:eyJ",
        "code:",
        "bearer ",
        "-u a:b ",
        "sk_live_",
        "sk-",
        "%3D",
        "=\n",
        "\\u0041",
        "00000000: 4142 4344\n",
        "0000 00\n",
        "|token|",
        "://",
        "a.",
        ":AA",
        ".0.",
        "kid:",
        "kid:\"",
        "\u{200b}",
        "eyJ9eyJ9eyJ9",
        "token:\"[",
        "token:'{",
        "digest ",
        "<token>",
        "</key>",
        "name: Cookie, value",
    ];
    for piece in pieces {
        is_linear_in(piece, |text| drop(shown(text)));
    }
}
