use proptest::prelude::*;

use super::*;
use crate::text::cost::{is_linear, is_linear_in};

/// A throw-away key of `openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt`, the same with
/// the curve repeated inside, and the signature it makes of header and payload.
const PKCS8: &str = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgKGc5FWMfwxCuagfAAKQKUCPwjDu1r77HwU3zgLS1m6S\
    hRANCAAQP+jFt15EhNAWH/0dCKfGfHp5VGpQFKYfED6VDg11psljqag+g2/KZbgG69g5Lrt31X7dbdW1dWvp8RWjBKhwr";
const PKCS8_WITH_CURVE: &str = "MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQgKGc5FWMfwxCuagfAAKQKUCPwjDu1r77H\
    wU3zgLS1m6SgCgYIKoZIzj0DAQehRANCAAQP+jFt15EhNAWH/0dCKfGfHp5VGpQFKYfED6VDg11psljqag+g2/KZbgG69g5Lrt31\
    X7dbdW1dWvp8RWjBKhwr";
const HEADER: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6IjJYOVI0SFhGMzQiLCJ0eXAiOiJKV1QifQ";
const PAYLOAD: &str = "eyJpc3MiOiI1NzI0NjU0Mi05NmZlLTFhNjMtZTA1My0wODI0ZDAxMTA3MmEiLCJleHAiOjE1Mjg0MDgwMDB9";
const SIGNATURE: &str =
    "eESTawjigekUVWOGggkEVq5YAkiMhRXc9qKIMOzEYF3oJKqms7cvJCUIrACTTvnOhjTmpMBAffK61MEaXDdxCA";

fn token() -> String {
    format!("{HEADER}.{PAYLOAD}.{SIGNATURE}")
}

fn redacted_token() -> String {
    format!("{HEADER}.{PAYLOAD}.<redacted>")
}

fn wrapped(text: &str, width: usize, separator: &str) -> String {
    let lines: Vec<_> =
        text.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
    lines.join(separator)
}

fn pem(separator: &str) -> String {
    format!(
        "-----BEGIN PRIVATE KEY-----{separator}{}{separator}-----END PRIVATE KEY-----",
        wrapped(PKCS8, 64, separator)
    )
}

/// Whether `width` characters of `secret` stand in `text` in one piece.
fn leaks(text: &str, secret: &str, width: usize) -> bool {
    secret.as_bytes().windows(width).any(|part| text.contains(std::str::from_utf8(part).unwrap()))
}

#[test]
fn a_token_keeps_header_and_payload() {
    assert_eq!(secrets(&token()), redacted_token());
}

#[test]
fn a_token_is_found_wherever_it_stands() {
    for (before, after) in [
        ("error: unrecognized subcommand '", "'\n\nUsage: why401 <COMMAND>"),
        ("Authorization: Bearer ", "\r\nHost: api.appstoreconnect.apple.com"),
        ("{\"token\":\"", "\", \"more\": 1}"),
        ("client_secret=", "&grant_type=authorization_code"),
        ("client_secret%3D", "%26grant_type=authorization_code"),
        ("curl -H 'Authorization: Bearer ", "' https://api.appstoreconnect.apple.com/v1/apps"),
        ("see (", ")."),
        ("is ", ". Then more."),
        ("\\n", "\\nnext"),
        ("\u{1b}[31m", "\u{1b}[0m is red"),
        ("path/", " tail"),
        ("token_", "\n"),
        ("a.b.", " "),
    ] {
        let text = format!("{before}{}{after}", token());
        assert!(!leaks(&secrets(&text), SIGNATURE, 8), "{text}\n{}", secrets(&text));
        assert!(secrets(&text).starts_with(before), "{}", secrets(&text));
        assert!(secrets(&text).contains("<redacted>"), "{}", secrets(&text));
        if !before.contains("a.b.") {
            assert!(secrets(&text).contains(HEADER), "{}", secrets(&text));
        }
    }
    let text = format!("first {} then {}.", token(), token());
    assert_eq!(secrets(&text), format!("first {0} then {0}.", redacted_token()));
}

#[test]
fn a_short_signature_goes_too() {
    assert_eq!(secrets("eyJhbGciOiJIUzI1NiJ9.e30.c2ln"), "eyJhbGciOiJIUzI1NiJ9.e30.<redacted>");
    assert_eq!(secrets("eyJh.yyy.zzz and eyJh.yyy.zzz"), "eyJh.yyy.<redacted> and eyJh.yyy.<redacted>");
}

#[test]
fn all_parts_after_the_second_go() {
    assert_eq!(
        secrets(&format!("{HEADER}.{SIGNATURE}.iv.text.tag, next")),
        format!("{HEADER}.<redacted>, next")
    );
    assert_eq!(secrets("eyJh.key.iv.text.tag, next"), "eyJh.key.<redacted>, next");
    assert_eq!(secrets("eyJh..sig"), "eyJh..<redacted>");
    assert_eq!(secrets("eyJh.yyy.zz*zz~WyJ=="), "eyJh.yyy.<redacted>");
}

#[test]
fn a_token_without_a_signature_has_none_to_hide() {
    assert_eq!(secrets("eyJhbGciOiJub25lIn0.e30."), "eyJhbGciOiJub25lIn0.e30.");
    assert_eq!(
        secrets("eyJhbGciOiJub25lIn0.e30. Then a sentence"),
        "eyJhbGciOiJub25lIn0.e30. Then a sentence"
    );
}

#[test]
fn a_wrapped_token_loses_its_signature() {
    for separator in [
        "\n",
        "\r\n",
        "\n    ",
        " ",
        "\\n",
        "\u{200b}",
        "\u{0}",
        "\u{1b}[0m",
        "\\\n",
        "\u{202e}",
        "%0A",
        "\\u200b",
    ] {
        for width in [20, 33, 64, 76] {
            let text = format!("token: {}, end", wrapped(&token(), width, separator));
            let redacted = secrets(&text).into_owned();
            assert!(!leaks(&redacted, SIGNATURE, 12), "{separator:?} {width}: {redacted}");
            assert!(redacted.ends_with(", end"));
        }
    }
}

#[test]
fn tokens_line_by_line_stay_apart() {
    let text = format!("{0}\n{0}\n{0}\n", token());
    assert_eq!(secrets(&text), format!("{0}\n{0}\n{0}\n", redacted_token()));
}

#[test]
fn a_private_key_in_pem_goes_in_whole() {
    for separator in ["\n", "\r\n", "\\n", "\\\\n", " ", "", "\n  ", "\r", "\\r\\n"] {
        assert_eq!(secrets(&pem(separator)), "<redacted private key>", "{separator:?}");
        let text = format!("\"key\": \"{}\", next", pem(separator));
        assert_eq!(secrets(&text), "\"key\": \"<redacted private key>\", next", "{separator:?}");
    }
}

#[test]
fn every_label_of_a_private_key_is_known() {
    for label in ["EC ", "RSA ", "ENCRYPTED ", "OPENSSH ", "DSA ", "PGP "] {
        let block = if label == "PGP " { " BLOCK" } else { "" };
        let text = format!(
            "-----BEGIN {label}PRIVATE KEY{block}-----\n{}\n-----END {label}PRIVATE KEY{block}-----\n",
            &PKCS8[90..110]
        );
        assert_eq!(secrets(&text), "<redacted private key>\n");
    }
    assert_eq!(
        secrets("–—BEGIN PRIVATE KEY—–\nMIGHAgEAMBMGByqGSM49\n—–END PRIVATE KEY–—"),
        "<redacted private key>"
    );
    assert_eq!(
        secrets("-----BEGIN%20PRIVATE%20KEY-----%0AMIGHAgEAMBMGByqGSM49%0A-----END%20PRIVATE%20KEY-----"),
        "<redacted private key>"
    );
    assert_eq!(
        secrets("-----BEGIN+PRIVATE+KEY-----MIGHAgEAMBMGByqGSM49-----END+PRIVATE+KEY-----"),
        "<redacted private key>"
    );
}

#[test]
fn a_truncated_private_key_goes_up_to_where_it_ends() {
    for separator in ["\n", "\\n", " "] {
        for length in (30..PKCS8.len()).step_by(11) {
            let body = wrapped(&PKCS8[..length], 64, separator);
            let text = format!("bad: -----BEGIN PRIVATE KEY-----{separator}{body}");
            assert_eq!(secrets(&text), "bad: <redacted private key>", "{separator:?} {length}");
            let text = format!("'-----BEGIN PRIVATE KEY-----{separator}{body}': no such file");
            assert_eq!(secrets(&text), "'<redacted private key>': no such file", "{separator:?} {length}");
        }
    }
    let text = "-----BEGIN PRIVATE KEY-----\nMIGHAgEA==\nerror: the end is missing";
    assert_eq!(secrets(text), "<redacted private key>\nerror: the end is missing");
}

#[test]
fn a_first_line_alone_is_no_secret() {
    for text in [
        "expected -----BEGIN PRIVATE KEY-----",
        "`-----BEGIN EC PRIVATE KEY-----` is missing",
        "-----BEGIN PRIVATE KEY----- is missing",
    ] {
        assert_eq!(secrets(text), text);
    }
}

#[test]
fn two_lines_without_a_key_between_them_are_no_secret() {
    for text in [
        "take the whole file, from `-----BEGIN PRIVATE KEY-----` to `-----END PRIVATE KEY-----`, each on a line \
        of its own",
        "write `-----BEGIN EC PRIVATE KEY-----` and `-----END EC PRIVATE KEY-----`, or take the file as it was",
        "-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----",
        "the key begins with -----BEGIN PRIVATE KEY----- and then has six lines before -----END PRIVATE KEY-----",
    ] {
        assert_eq!(secrets(text), text);
    }
    let text = format!("from `-----BEGIN PRIVATE KEY-----` to `-----END PRIVATE KEY-----`: {}", pem("\n"));
    assert!(!leaks(&secrets(&text), PKCS8, 12), "{}", secrets(&text));
}

#[test]
fn a_key_in_small_pieces_goes_too() {
    for width in 1..20 {
        let text = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----",
            wrapped(&PKCS8[40..], width, "\n")
        );
        assert_eq!(secrets(&text), "<redacted private key>", "{width}");
    }
}

/// What the program itself says is not taken for a secret.
#[test]
fn messages_and_advice_are_shown_whole() {
    for lint in crate::catalog::lints::LINTS {
        for finding in crate::catalog::lint::example::findings(lint, lint.bad) {
            for text in [Some(finding.message), finding.help].into_iter().flatten() {
                assert_eq!(secrets(&text), text, "{}", lint.name);
            }
        }
    }
}

/// The private key of [`PKCS8`], and the whole of it.
fn hex(bytes: std::ops::Range<usize>) -> String {
    use base64::Engine;
    let der = base64::engine::general_purpose::STANDARD.decode(PKCS8).unwrap();
    der[bytes].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_private_key_in_hexadecimal_goes() {
    let (der, scalar) = (hex(0..138), hex(36..68));
    assert_eq!((der.len(), scalar.len()), (276, 64));
    for key in [&der, &scalar, &hex(29..138), &format!("00{scalar}"), &der[..100].to_owned()] {
        for width in [2, 4, 8, 30, 48, 60] {
            // Of the key alone, what is no dump may be a list of hashes.
            if width > 8 && key.len() % width == 0 && !key.starts_with("30") {
                continue;
            }
            for separator in ["", " ", ":", "\n", ":\n    ", ", ", "\\n"] {
                for key in [key, &key.to_uppercase()] {
                    let text = wrapped(key, width, separator);
                    let whole = format!("priv:\n    {text}\npub:");
                    assert_eq!(secrets(&whole), "priv:\n    <redacted>\npub:", "{separator:?} {width}");
                }
            }
        }
    }
    for (text, expected) in [
        (format!("0x{scalar}"), "<redacted>".to_owned()),
        (format!("d=\"{scalar}\", 3 files"), "d=\"<redacted>\", 3 files".to_owned()),
        (format!("{{0x{}}}", wrapped(&scalar, 2, ", 0x")), "{<redacted>}".to_owned()),
        (format!("{scalar}  AuthKey.p8\n{scalar}  b"), "<redacted>  AuthKey.p8\n<redacted>  b".to_owned()),
        (format!("{HEADER}.{PAYLOAD}.AAAA-{scalar}-BBBB"), redacted_token()),
    ] {
        assert_eq!(secrets(&text), expected);
    }
}

#[test]
fn a_bare_key_goes_whatever_surrounds_it() {
    for key in [PKCS8, PKCS8_WITH_CURVE] {
        assert_eq!(secrets(key), "<redacted>");
        let text = format!("error: no file `{key}`");
        assert_eq!(secrets(&text), "error: no file `<redacted>`");
        let text = format!("open /home/user/keys/{key}.p8: File name too long");
        assert_eq!(secrets(&text), "open /home/user/keys/<redacted>.p8: File name too long");
        let text = format!("WHY401_KEY={key}==");
        assert_eq!(secrets(&text), "WHY401_KEY=<redacted>==");
        let text = format!("{key} was not found");
        assert_eq!(secrets(&text), "<redacted> was not found");
    }
}

#[test]
fn a_key_is_known_by_its_beginning_however_short() {
    for text in
        ["MIGTAgEAMBMG", "MIGHAgEA", "MEECAQAwEwYH", "MHcCAQEEIHr2", "MC4CAQAwBQYD", "LS0tLS1CRUdJTiBQ"]
    {
        assert_eq!(secrets(text), "<redacted>");
    }
}

#[test]
fn a_wrapped_key_goes_to_its_end() {
    for separator in [
        "\n",
        "\r\n",
        " ",
        "\\n",
        "\u{200b}",
        "\u{2060}",
        "\n\t",
        "\u{1b}[1;31m",
        "\\\n",
        "%0a",
        "\u{7f}",
        "\u{a0}",
        "\\u{200b}",
    ] {
        for width in [1, 2, 5, 16, 32, 48, 64] {
            for key in [PKCS8, PKCS8_WITH_CURVE] {
                let text = format!("'{}' was not found", wrapped(key, width, separator));
                assert_eq!(secrets(&text), "'<redacted>' was not found", "{separator:?} {width}");
            }
        }
    }
}

#[test]
fn escapes_within_a_key_do_not_save_it() {
    let slashes = PKCS8.replace('/', "\\/");
    let unicode = PKCS8.replace('/', "\\u002f").replace('+', "\\u002B");
    let percent = PKCS8.replace('/', "%2F").replace('+', "%2b");
    for text in [slashes, unicode, percent] {
        assert_eq!(secrets(&text), "<redacted>");
    }
}

#[test]
fn what_looks_like_base64_goes_without_any_mark() {
    // Private scalar of a JWK; middle of a key; RSA; APNs device token in base64; a wrapped certificate.
    for (text, expected) in [
        (r#"{"d":"evZzL1gdAFr88hb2OF_2NxApJCzGCEDdfSp6VQO30hw"}"#, r#"{"d":"<redacted>"}"#),
        (&PKCS8[70..130], "<redacted>"),
        ("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4", "<redacted>"),
        ("password: q3T7xK9vLm2PzR8wQa\nYb5NcE1hJd6FgU4sXo0AeW\n", "password: <redacted>\n"),
    ] {
        assert_eq!(secrets(text), expected);
    }
}

#[test]
fn what_people_need_to_read_stays() {
    for text in [
        "",
        "The quick brown fox jumps over the lazy dog and then goes on to write a rather long sentence without a comma",
        "/home/user/projects/some-long-directory-name/AuthKey_ABCDEFGHIJ.p8",
        "/Users/runner/work/MyGreatApp/MyGreatApp/fastlane/keys/AuthKey_2X9R4HXF34.p8",
        "/private/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/build/SubscriptionKey_2X9R4HXF34.p8",
        "C:\\Users\\runneradmin\\AppData\\Local\\Temp\\new\\AuthKey_2X9R4HXF34.p8",
        "/builds/group/subgroup/ios-app-with-a-very-long-name/ci_scripts/ci_post_xcodebuild",
        "57246542-96fe-1a63-e053-0824d011072a 69a6de70-03db-47e3-e053-5b8c7c11a4d1",
        "57246542-96fe-1a63-e053-0824d011072a57246542-96fe-1a63-e053-0824d011072a",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709 d41d8cd98f00b204e9800998ecf8427e d41d8cd98f00b204e9800998ecf8427e",
        "SHA1 Fingerprint=DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09",
        "1795168800 1795169400 308187 3082 cafe babe dead beef 00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15",
        "https://api.appstoreconnect.apple.com/v1/apps/1234567890/appStoreVersions?filter[platform]=IOS",
        "GET /v1/apps/1234567890/relationships/inAppPurchasesV2Localizations/subscriptionGroups HTTP/1.1",
        "APP_STORE_CONNECT_API_KEY_ISSUER_ID and APP_STORE_CONNECT_API_KEY_KEY_ID_FOR_RELEASES are unset",
        "----------------------------------------------------------------",
        "======== ________________________________________________ ++++++",
        "claims-lifetime-too-long header-alg-not-es256 key-in-repository credentials-conflict",
        "4d 49 47 54 41 67 45 41 4d 42 4d 47 42 79 71 47 53 4d 34 39 41 67 45 47",
        "key id 2X9R4HXF34, team 9ABCDEFGHI, app com.example.MyApp.iOS 1.2.3 (20241120101500)",
        "Größe überschreitet 鍵の長さ ключ недействителен",
        "eyJ eyelash keyJob.foo.bar my.host.name.example.com",
    ] {
        assert_eq!(secrets(text), text);
        assert!(matches!(secrets(text), Cow::Borrowed(_)), "{text}");
    }
}

#[test]
fn long_hostile_texts_take_linear_time() {
    for piece in [
        "a",
        "word ",
        "M ",
        "eyJ ",
        "eyJ_",
        "eyJhbGciOi9 ",
        "eyJh.",
        ".",
        "30 ",
        "30 81 ",
        "3081 ",
        "30823082 308230823082 ",
        "MIGTAgEA ",
        "MIGT AgE ",
        "aB3xY9 ",
        "\\",
        "%",
        "\u{1b}[",
        "\\u{",
        "-----BEGIN PRIVATE KEY-----\n",
        "BEGIN PRIVATE KEY ",
        "PRIVATE",
        &format!("M{}", " ".repeat(200)),
        "\u{1f3f4}\u{e0067}",
    ] {
        is_linear_in(piece, |text| drop(shown(text)));
    }
    let around = |start: &'static str, piece: &'static str, end: &'static str| {
        is_linear(
            start,
            |bytes| format!("{start}{}{end}", piece.repeat(bytes / piece.len())),
            |text| drop(shown(text)),
        );
    };
    around("", "eyJhbGciOi9 ", ".<");
    around("\u{1b}[", "0", "");
    around("PRIVATE", " ", "");
}

#[test]
fn control_characters_are_spelled_out() {
    assert_eq!(printable("a\nb\tc\rd"), "a\\nb\\tc\\rd");
    assert_eq!(
        printable("\u{1b}[31mred\u{7}\u{0}\u{7f}\u{9b}0m"),
        "\\u{1b}[31mred\\u{7}\\u{0}\\u{7f}\\u{9b}0m"
    );
}

#[test]
fn invisible_characters_are_spelled_out() {
    for c in "\u{202a}\u{202e}\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\
        \u{ad}\u{2028}\u{2029}\u{e0041}\u{e0001}\u{e007f}\u{fe00}\u{fe0f}\u{e0100}\u{3164}\u{180e}\u{fff9}"
        .chars()
    {
        assert_eq!(printable(&format!("a{c}b")), format!("a\\u{{{:x}}}b", u32::from(c)));
    }
}

#[test]
fn letters_and_emoji_stay() {
    for text in [
        "Grüße",
        "e\u{301}",
        "日本語",
        "שלום",
        "नमस्ते",
        "👍🏽",
        "👩‍👩‍👧‍👦",
        "❤️",
        "1️⃣",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "🏳️‍🌈",
        "🇩🇪",
        "\\u{1b}",
        "a\u{a0}b",
    ] {
        assert_eq!(printable(text), text);
    }
}

#[test]
fn parts_of_emoji_without_the_rest_are_spelled_out() {
    assert_eq!(printable("a\u{fe0f}"), "a\\u{fe0f}");
    assert_eq!(printable("1\u{fe0f}"), "1\\u{fe0f}");
    assert_eq!(printable("👩\u{200d}"), "👩\\u{200d}");
    assert_eq!(printable("🏴\u{e0067}\u{e0062}x"), "🏴\\u{e0067}\\u{e0062}x");
}

#[test]
fn the_table_of_invisible_characters_is_sorted() {
    let ends: Vec<_> =
        crate::text::chars::INVISIBLE.iter().flat_map(|(first, last)| [*first, *last]).collect();
    assert!(ends.is_sorted());
}

#[test]
fn an_excerpt_says_how_long_the_whole_is() {
    assert_eq!(excerpt("abc", 3), "abc");
    assert_eq!(excerpt("äbcd", 3), "äbc… (5 bytes)");
    assert_eq!(excerpt(&"word ".repeat(1000), 9), "word word… (5000 bytes)");
    assert_eq!(excerpt(&token(), 8), "eyJhbGci… (234 bytes)");
    assert_eq!(excerpt(PKCS8, 200), "<redacted>");
    assert_eq!(excerpt("", 0), "");
    let text = format!("{} {}", "word ".repeat(50_000), PKCS8);
    assert_eq!(excerpt(&text, 4), format!("word… ({} bytes)", text.len()));
    let text = format!("{} {}", wrapped(&PKCS8.repeat(500), 64, "\n"), "word ".repeat(50_000));
    assert_eq!(excerpt(&text, 15), format!("<redacted> word… ({} bytes)", text.len()));
}

#[test]
fn what_is_shown_is_neither_secret_nor_hostile() {
    let text = format!("\u{1b}]0;{}\u{7}", wrapped(PKCS8, 10, "\u{202e}"));
    assert_eq!(shown(&text), "\\u{1b}]0;<redacted>\\u{7}");
}

/// Bodies as long as keys are that begin so.
fn key_body() -> impl Strategy<Value = String> {
    let beginnings = vec![
        ("", 90..200),
        ("MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQg", 42..152),
        ("MHcCAQEEI", 81..153),
        ("MIIEvQIBADANBgkqhkiG9w0", 67..300),
    ];
    prop::sample::select(beginnings).prop_flat_map(|(start, length)| {
        let code = prop::sample::select(
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".to_vec(),
        );
        prop::collection::vec(code, length)
            .prop_map(move |rest| format!("{start}{}", String::from_utf8(rest).unwrap()))
    })
}

fn base64url(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let code =
        prop::sample::select(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".to_vec());
    prop::collection::vec(code, length).prop_map(|code| String::from_utf8(code).unwrap())
}

/// Text made of the pieces that the parsers care for.
fn surroundings() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[ -~]{0,30}",
        prop::sample::select(vec![
            "eyJ",
            "eyJh.",
            ".",
            "..",
            " ",
            "\n",
            "\\",
            "\\n",
            "\\u",
            "\\u{",
            "%",
            "%2",
            "\u{1b}",
            "\u{1b}[",
            "\u{1b}[0",
            "-----BEGIN PRIVATE KEY-----",
            "-----END PRIVATE KEY-----",
            "PRIVATE",
            "BEGIN ",
            "MIGT",
            "MIGTAgEA",
            "word",
            "Word ",
            "/home/user/",
            "/",
            "_",
            "-",
            "=",
            "\u{200b}",
            "a",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printable_never_yields_a_control_character(text in any::<String>()) {
        prop_assert!(!printable(&text).chars().any(char::is_control));
        prop_assert!(!shown(&text).chars().any(char::is_control));
    }

    #[test]
    fn a_second_time_changes_nothing(
        before in "([a-z]{1,9}[ :=/\n'\"\u{7}])?",
        after in "([ :\n'\"\u{7}][a-z]{1,9})?",
        key in key_body(),
    ) {
        for secret in [key, token(), pem("\n"), pem("\\n"), wrapped(PKCS8, 20, "\n")] {
            let once = shown(&format!("{before}{secret}{after}")).into_owned();
            prop_assert_eq!(shown(&once), once.as_str());
        }
    }

    #[test]
    fn no_signature_survives(
        before in surroundings(),
        after in surroundings(),
        payload in base64url(0..300),
        signature in base64url(86..87),
    ) {
        let text = format!("{before}{HEADER}.{payload}.{signature}{after}");
        prop_assert!(!leaks(&secrets(&text), &signature, 24), "{}", secrets(&text));
    }

    #[test]
    fn no_wrapped_signature_survives(
        before in "[^A-Za-z0-9_-]?",
        after in surroundings(),
        signature in base64url(86..87),
        width in 20_usize..90,
        separator in "\n|\r\n|\\\\n|\u{200b}",
    ) {
        let token = wrapped(&format!("{HEADER}.{PAYLOAD}.{signature}"), width, &separator);
        let text = format!("{before}{token}{separator}{after}");
        prop_assert!(!leaks(&secrets(&text), &signature, 24), "{}", secrets(&text));
    }

    #[test]
    fn no_key_survives(before in surroundings(), after in surroundings(), key in key_body()) {
        let text = format!("{before}{key}{after}");
        prop_assert!(!leaks(&secrets(&text), &key, 24), "{}", secrets(&text));
    }

    #[test]
    fn no_wrapped_key_survives(
        before in surroundings(),
        after in surroundings(),
        key in key_body(),
        width in 24_usize..80,
        separator in "\n|\r\n|\\\\n|\u{200b}|\n  ",
    ) {
        let text = format!("{before}{separator}{}{separator}{after}", wrapped(&key, width, &separator));
        prop_assert!(!leaks(&secrets(&text), &key, 24), "{}", secrets(&text));
    }

    #[test]
    fn no_pem_survives(
        before in surroundings(),
        after in surroundings(),
        key in key_body(),
        separator in "\n|\r\n|\\\\n| ",
        cut in 0_usize..30,
    ) {
        let body = wrapped(&key, 64, &separator);
        let text = ["-----BEGIN EC PRIVATE KEY-----", &body, "-----END EC PRIVATE KEY-----"].join(&separator);
        let text = format!("{before}{text}");
        let text = format!("{}{after}", &text[..text.len() - cut]);
        prop_assert!(!leaks(&secrets(&text), &key, 24), "{}", secrets(&text));
    }

    #[test]
    fn what_is_no_secret_is_returned_as_it_was(text in "[a-z]{1,9}( [a-z]{1,9}){0,20}") {
        prop_assert_eq!(secrets(&text), text.as_str());
    }
}

#[test]
fn a_key_within_a_part_of_a_token_goes() {
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    let pem = include_str!("../../testdata/keys/apple.pem");
    let header = BASE64_URL_SAFE_NO_PAD.encode(serde_json::json!({"alg": "ES256", "kid": pem}).to_string());
    let payload = BASE64_URL_SAFE_NO_PAD.encode(r#"{"iss":"x"}"#);
    let text = format!("unrecognized subcommand '{header}.{payload}.{}'", "A".repeat(86));
    assert_eq!(secrets(&text), format!("unrecognized subcommand '<redacted>.{payload}.<redacted>'"));
    assert_eq!(secrets(&header), "<redacted>");
}

#[test]
fn zero_in_hexadecimal_is_no_key() {
    let url = format!("https://api.push.apple.com/3/device/{}", "0".repeat(64));
    assert_eq!(secrets(&url), url);
    let key = format!("{}1", "0".repeat(63));
    assert!(!secrets(&key).contains(&key));
}

mod known;
mod plain;
