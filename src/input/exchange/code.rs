//! Apple's code in an answer or a log line.
//!
//! A code is printed, so it must be one: the value of a member called `code`, `reason` or `error` may as well be an
//! authorization code, a one-time code or a password. Only codes that the catalogue knows count, the codes below them,
//! and what [has their form](has_form) in the list of errors of a body of Apple.

use serde_json::Value;

use super::body::{OAUTH, value};
use crate::catalog::response::is_known_code;

/// Codes of the App Store Connect API and its kin, up to a dot: in a text, other words in capitals are names of
/// variables.
const HEADS: [&str; 17] = [
    "ENTITY_ERROR",
    "ENTITY_INVALID",
    "ENTITY_UNPROCESSABLE",
    "FORBIDDEN_ERROR",
    "INVALID_AUTH_TOKEN",
    "METHOD_NOT_ALLOWED",
    "NOT_AUTHORIZED",
    "NOT_ENABLED",
    "PARAMETER_ERROR",
    "PATH_ERROR",
    "RATE_LIMIT",
    "RATE_LIMIT_EXCEEDED",
    "RELATIONSHIP_ERROR",
    "RESOURCE_DOES_NOT_EXIST",
    "STATE_ERROR",
    "TOKEN_FETCH_ERROR",
    "UNEXPECTED_ERROR",
];

/// Reasons of APNs that no other text has.
const REASONS: [&str; 17] = [
    "BadCertificateEnvironment",
    "BadDeviceToken",
    "BadEnvironmentKeyIdInToken",
    "BadEnvironmentKeyInToken",
    "BadJwtToken",
    "BadTopic",
    "DeviceTokenNotForTopic",
    "ExpiredProviderToken",
    "ExpiredToken",
    "InvalidProviderToken",
    "MissingProviderToken",
    "MissingTopic",
    "TooManyProviderTokenUpdates",
    "TooManyRequests",
    "TopicDisallowed",
    "UnrelatedKeyIdInToken",
    "BadCertificate",
];

/// The members that have the code, the most telling first.
const MEMBERS: [&str; 6] = ["errorCode", "messageCode", "code", "reason", "error", "resultCode"];

/// Apple's code in a text: of a JSON body, of what Ruby or Python printed of it, of a member within a log line, or as a
/// word.
pub fn code(text: &str) -> Option<String> {
    if let Some(value) = value(text) {
        return of_value(&value);
    }
    of_members(text).or_else(|| of_words(text)).map(str::to_owned)
}

fn of_value(value: &Value) -> Option<String> {
    if let Some(list) = value.as_array() {
        return list.iter().find_map(|object| of_object(object, true));
    }
    let list = |value: &Value| {
        let list = value.get("errors").or_else(|| value.get("product-errors"))?.as_array()?;
        list.iter().find_map(|object| of_object(object, true))
    };
    list(value).or_else(|| value.get("error").and_then(list)).or_else(|| of_object(value, false))
}

/// The code of an object; `is_listed` when it is one of a list of errors.
fn of_object(object: &Value, is_listed: bool) -> Option<String> {
    let is_error = is_listed && object.get("status").is_some();
    MEMBERS.iter().find_map(|name| match object.get(name)? {
        Value::String(code) if is_code(name, code) || is_error && has_form(code) => Some(code.clone()),
        Value::Number(code) if is_numeric_code(name, &code.to_string()) => Some(code.to_string()),
        _ => None,
    })
}

/// The first member of a JSON text that stands within another text, quoted and escaped in whatever way.
fn of_members(text: &str) -> Option<&str> {
    let mut rest = text;
    let mut found = None;
    while let Some(at) = rest.find(['"', '\'']) {
        let after = rest.get(at + 1..)?;
        rest = after;
        let Some(name) = MEMBERS.iter().find(|name| after.starts_with(**name)) else { continue };
        let value = after.get(name.len()..).unwrap_or_default();
        let value = value.trim_start_matches('\\').strip_prefix(['"', '\'']).unwrap_or_default();
        let Some(value) = value.trim_start().strip_prefix([':', '=']) else { continue };
        let value = value.trim_start_matches(['>', ' ', '\\', '"', '\'']);
        let Some(word) = words(value).next().filter(|word| value.starts_with(word)) else { continue };
        let before = || text.get(..text.len() - after.len()).unwrap_or_default();
        let is_listed = || *name == "code" && before().contains("errors") && before().contains("status");
        if is_code(name, word) || has_form(word) && is_listed() {
            found = Some(word);
            break;
        }
    }
    found
}

/// The first word that is a code wherever it stands, or a number that is called one.
fn of_words(text: &str) -> Option<&str> {
    let mut last = "";
    let mut is_plist_code = false;
    for word in words(text) {
        let head = word.split('.').next().unwrap_or(word);
        let is_detailed =
            word.len() > head.len() && matches!(head, "FORBIDDEN" | "NOT_FOUND" | "UNAUTHORIZED");
        let is_own = is_detailed || HEADS.contains(&head) || REASONS.contains(&word) || OAUTH.contains(&word);
        let is_called =
            is_plist_code || ["code", "errorcode"].iter().any(|name| last.eq_ignore_ascii_case(name));
        if is_own || is_called && is_numeric_code("code", word) {
            return Some(word);
        }
        // `<key>code</key> <integer>-19209</integer>`
        is_plist_code = (is_plist_code || last == "key") && word == "integer";
        last = word;
    }
    None
}

/// Runs of letters, digits, `_`, inner dots, and a minus before a number.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_other = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    text.split(is_other)
        .map(|word| {
            let word = word.trim_end_matches(['.', '-']).trim_start_matches('.');
            let number = word.trim_start_matches('-');
            if number.len() < word.len() && number.bytes().all(|b| b.is_ascii_digit()) {
                word
            } else {
                number
            }
        })
        .filter(|word| !word.is_empty())
}

/// Whether a member of that name has a code of Apple's: one that is known, or one below it.
fn is_code(name: &str, code: &str) -> bool {
    let head = code.split('.').next().unwrap_or(code);
    let is_head = |code: &str| HEADS.contains(&code) || is_known_code(code);
    is_known_code(code) && !["Forbidden", "Unauthorized"].contains(&code)
        || OAUTH.contains(&code)
        || REASONS.contains(&code)
        || HEADS.contains(&code)
        || is_head(head) && has_form(code)
        || is_numeric_code(name, code)
}

/// Whether a text has the form of the codes of the App Store Connect API: words in capitals, with `_` or `.` between
/// them. A number ends a word at most, as in `IN_APP_PURCHASES_V2`: what is random has them anywhere.
fn has_form(code: &str) -> bool {
    /// The longest word and the longest code.
    const WORD: usize = 20;
    const CODE: usize = 120;
    let is_word = |word: &str| {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = word.len() - letters.len();
        !letters.is_empty()
            && digits <= 2
            && letters.bytes().all(|byte| byte.is_ascii_uppercase())
            && word.len() <= WORD
    };
    code.len() <= CODE && code.contains(['_', '.']) && code.split(['_', '.']).all(is_word)
}

/// Apple's numbers: what is known, what is negative (`altool`), what begins with the status as those of the App Store
/// Server API (4040010) and of Apple Music (40300), and the result codes of the developer portal. One-time codes have
/// six digits.
fn is_numeric_code(name: &str, code: &str) -> bool {
    let digits = code.strip_prefix('-').unwrap_or(code);
    let is_status = code.starts_with(['4', '5']);
    let has_shape = match digits.len() {
        4..=6 if digits.len() < code.len() => true,
        4 => name == "resultCode",
        5 => is_status && code.ends_with("00"),
        7 => is_status,
        _ => false,
    };
    digits.bytes().all(|b| b.is_ascii_digit()) && (has_shape || digits.len() >= 4 && is_known_code(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_found_in_bodies() {
        for (text, expected) in [
            (r#"{"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"t"}]}"#, "NOT_AUTHORIZED"),
            (
                r#"{"errors"=>[{"status"=>"403", "code"=>"FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED"}]}"#,
                "FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED",
            ),
            (
                r#"{"errors"=>[{"status"=>"403", "code"=>"FORBIDDEN_ERROR", "title"=>"This ..."#,
                "FORBIDDEN_ERROR",
            ),
            (r#"{'errors': [{'status': '403', 'code': 'FORBIDDEN_ERROR'}]}"#, "FORBIDDEN_ERROR"),
            (r#"{"errorCode":4040010,"errorMessage":"Transaction id not found."}"#, "4040010"),
            (r#"{"error":"invalid_client","email_verified":false}"#, "invalid_client"),
            (r#"{"reason":"InvalidProviderToken"}"#, "InvalidProviderToken"),
            (r#"{"errors":[{"title":"Unauthorized","status":"401","code":"40300"}]}"#, "40300"),
            (r#"{"error":{"errors":[{"messageCode":"FORBIDDEN","message":"m"}]}}"#, "FORBIDDEN"),
            (r#"{"reason":"NOT_ENABLED"}"#, "NOT_ENABLED"),
            (r#"{"product-errors":[{"code":-19209}]}"#, "-19209"),
            (r#"{"resultCode":1200,"resultString":"r"}"#, "1200"),
        ] {
            assert_eq!(code(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_code_is_found_in_log_lines() {
        for (text, expected) in [
            (
                r#"Error: Failed (401): {"errors": [{"status": "401", "code": "NOT_AUTHORIZED"}]}"#,
                "NOT_AUTHORIZED",
            ),
            (r#"{"msg":"x {\"errors\":[{\"code\":\"FORBIDDEN_ERROR\"}]}" cut"#, "FORBIDDEN_ERROR"),
            ("HTTP 403 FORBIDDEN_ERROR.PLA_NOT_ACCEPTED\n\"Unable", "FORBIDDEN_ERROR.PLA_NOT_ACCEPTED"),
            ("403 FORBIDDEN_ERROR.PLA_NOT_ACCEPTED (\"x\")", "FORBIDDEN_ERROR.PLA_NOT_ACCEPTED"),
            (
                "[401] Authentication credentials are missing or invalid. (NOT_AUTHORIZED): Provide",
                "NOT_AUTHORIZED",
            ),
            ("FASTLANE_ISSUER_ID: 429 RATE_LIMIT_EXCEEDED.", "RATE_LIMIT_EXCEEDED"),
            ("push failed: APNS push failed: ExpiredProviderToken", "ExpiredProviderToken"),
            ("oauth: invalid_client", "invalid_client"),
            ("404 errorCode 4040010", "4040010"),
            ("code 40300 \"Invalid authentication\"", "40300"),
            ("<key>code</key><integer>-19209</integer> <key>message</key>", "-19209"),
            ("Error Domain=X Code=-26000 \"Failure\"", "-26000"),
            ("Error: code 1048 (You must first sign", "1048"),
        ] {
            assert_eq!(code(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_code_of_apples_form_is_told_in_a_list_of_errors_only() {
        let error = r#"{"errors":[{"status":"409","code":"SOMETHING_NEW.IN_APP_V2","title":"t"}]}"#;
        assert_eq!(code(error).as_deref(), Some("SOMETHING_NEW.IN_APP_V2"));
        assert_eq!(code(&error[..error.len() - 12]).as_deref(), Some("SOMETHING_NEW.IN_APP_V2"));
        assert_eq!(code(r#"{"code":"SOMETHING_NEW"}"#), None);
        assert_eq!(code(r#"{"errors":[{"code":"SOMETHING_NEW"}]}"#), None);
        for secret in
            ["A1B2C3_D4E5F6", "XKCDQWERTYPLMOKNIJBUHVYG_A", "HUNTER", "HUNTER2", "A_1234", "a_b", "A__B"]
        {
            let body = format!(r#"{{"errors":[{{"status":"401","code":"{secret}"}}]}}"#);
            assert_eq!(code(&body), None, "{secret}");
        }
        let both =
            r#"{"errors":[{"status":"401","code":"Hunter2"},{"status":"401","code":"NOT_AUTHORIZED"}]}"#;
        assert_eq!(code(both).as_deref(), Some("NOT_AUTHORIZED"));
    }

    /// What members of these names hold in requests, and in the failures of others.
    #[test]
    fn what_was_handed_out_is_no_code() {
        const APPLES: &str = "c7f2a9b1d4e8f7f2a9b1d4e8f7f2a9b1d.0.srtqx.Zk3LmNpQrStUvWxYz01234";
        for secret in [
            APPLES,
            "Hunter2Xq9zz",
            "hunter",
            "123456",
            "4711",
            "12345678",
            "SplxlOBeZQQYbYS6WxSbIA",
            "4/P7q7W91a",
        ] {
            for member in MEMBERS {
                if member == "resultCode" {
                    continue;
                }
                for text in [
                    format!(r#"{{"{member}":"{secret}"}}"#),
                    format!(r#"{{"client_id":"com.example","{member}":"{secret}"}}"#),
                    format!("POST /auth/token {{\"{member}\":\"{secret}\"}}"),
                    format!("{{\\\"{member}\\\": \\\"{secret}\\\"}}"),
                    format!("{{'{member}': '{secret}'}}"),
                    format!("{member}: {secret}"),
                    format!("your {member} {secret}"),
                ] {
                    assert_eq!(code(&text), None, "{text}");
                    let failure = format!("{text}\n{{\"error\":\"invalid_grant\"}}");
                    assert_eq!(code(&failure).as_deref(), Some("invalid_grant"), "{failure}");
                }
            }
        }
    }

    #[test]
    fn no_code_is_made_up() {
        for text in [
            "",
            "Unauthenticated",
            "FASTLANE_ISSUER_ID, FASTLANE_KEY_ID or FASTLANE_KEY is not correct",
            "received status code 401, auth issue",
            "Process completed with exit code 1.",
            "httpStatusCode=401",
            r#"{"error":{"message":"Not Authorized","details":[]}}"#,
            r#"{"timestamp":"x","status":403,"error":"Forbidden","message":"Access Denied","path":"/"}"#,
            "403 FORBIDDEN",
            "<!-- - . -- -->",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}
