//! Apple's code in an answer or a log line.

use serde_json::Value;

use super::body::{OAUTH, value};

/// Codes of the App Store Connect API and its kin, up to a dot: in a text, other words in capitals are names of variables.
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
        return list.iter().find_map(of_object);
    }
    let list = |value: &Value| {
        let list = value.get("errors").or_else(|| value.get("product-errors"))?.as_array()?;
        list.iter().find_map(of_object)
    };
    list(value).or_else(|| value.get("error").and_then(list)).or_else(|| of_object(value))
}

fn of_object(object: &Value) -> Option<String> {
    MEMBERS.iter().find_map(|name| match object.get(name)? {
        Value::String(code) if is_code(code) => Some(code.clone()),
        Value::Number(code) if is_numeric_code(&code.to_string()) => Some(code.to_string()),
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
        if is_code(word) && (word.parse::<i64>().is_err() || is_numeric_code(word)) {
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
        if is_own || is_called && is_numeric_code(word) {
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

/// A word such as Apple's codes are: no sentence, and no status phrase.
fn is_code(code: &str) -> bool {
    let is_word = code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
    is_word
        && (2..=120).contains(&code.len())
        && !["Forbidden", "Unauthorized", "true", "false", "null"].contains(&code)
}

/// Apple's numbers have four digits or more; those of three are statuses.
fn is_numeric_code(code: &str) -> bool {
    let digits = code.strip_prefix('-').unwrap_or(code);
    (4..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
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
