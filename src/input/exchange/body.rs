//! The bodies with which Apple's services tell an error.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// Bytes of the longest text that is looked at as one error body; Apple's stay below 4 KiB.
const MAX_ERROR: usize = 256 << 10;

/// OAuth errors (RFC 6749 §5.2).
pub(super) const OAUTH: [&str; 6] = [
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
];

/// OAuth errors of authorization endpoints (RFC 6749 §4.1.2.1).
const AUTHORIZATION: [&str; 4] =
    ["access_denied", "server_error", "temporarily_unavailable", "unsupported_response_type"];

/// Whether a text is an error body of one of Apple's services, in JSON, as Ruby or Python prints it, or as a property
/// list of `altool`.
pub fn is_error_body(text: &str) -> bool {
    let text = text.trim().trim_start_matches('\u{feff}');
    if text.len() > MAX_ERROR {
        return false;
    }
    match value(text) {
        Some(value) => is_error(&value),
        None => is_cut_list(text) || is_product_errors(text),
    }
}

/// The JSON value a text is, or was before a program printed it as its own.
pub(super) fn value(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches('\u{feff}');
    if text.len() > MAX_ERROR || !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&as_json(text))).ok()
}

fn is_error(value: &Value) -> bool {
    let Value::Object(object) = value else {
        // The list alone, as client libraries print it, or one body in a list.
        return value.as_array().is_some_and(|list| {
            is_error_list(list) || matches!(list.as_slice(), [one] if one.is_object() && is_error(one))
        });
    };
    let list =
        |name: &str| object.get(name).and_then(Value::as_array).is_some_and(|list| is_error_list(list));
    list("errors")
        || list("product-errors")
        || object.contains_key("errorCode")
        || is_reason(object)
        || is_result(object)
        || object.get("error").is_some_and(|error| is_error_member(error, object))
        || ["name", "description", "labels"].iter().all(|name| object.contains_key(*name))
        || object.get("statusCode").and_then(Value::as_str) == Some("ERROR")
            && object.contains_key("messages")
}

/// App Store Connect, Apple Music, Notary: objects with a code, or status and title.
fn is_error_list(list: &[Value]) -> bool {
    let is_error = |error: &Value| {
        let has = |name: &str| error.get(name).is_some();
        has("messageCode")
            || has("code") && (has("title") || has("detail") || has("status") || has("message"))
            || has("status") && has("title")
    };
    list.first().is_some_and(is_error)
}

/// APNs and WeatherKit: `{"reason": "ExpiredProviderToken"}`, alone or with the instant.
fn is_reason(object: &Map<String, Value>) -> bool {
    let is_word = |reason: &str| {
        !reason.is_empty()
            && reason.len() <= 64
            && reason.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b' '))
    };
    object.get("reason").and_then(Value::as_str).is_some_and(is_word)
        && object
            .keys()
            .all(|name| ["reason", "timestamp", "status", "message", "apns-id"].contains(&name.as_str()))
}

/// The developer portal: `{"resultCode": 1200, "resultString": …}`.
fn is_result(object: &Map<String, Value>) -> bool {
    let code = object.get("resultCode").and_then(Value::as_i64);
    code.is_some_and(|code| code != 0)
        && (object.contains_key("resultString") || object.contains_key("userString"))
}

/// OAuth, WeatherKit, Maps, Apple Ads.
fn is_error_member(error: &Value, object: &Map<String, Value>) -> bool {
    let has = |name: &str| object.contains_key(name);
    match error {
        Value::String(error) => {
            OAUTH.contains(&error.as_str())
                || AUTHORIZATION.contains(&error.as_str())
                || has("error_description")
                || has("timestamp") && has("status") && has("path")
        }
        Value::Object(error) => {
            let list = error.get("errors").and_then(Value::as_array);
            list.is_some_and(|list| is_error_list(list)) || error.get("message").is_some_and(Value::is_string)
        }
        _ => false,
    }
}

/// A list of errors that was cut before its end.
fn is_cut_list(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('{') else { return false };
    let name = rest.trim_start().trim_start_matches(['\'', '"', '\\', ':']);
    let is_list = name.strip_prefix("errors").is_some_and(|rest| {
        rest.trim_start_matches(['\'', '"', '\\', '=', '>', ':', ' ', '\t', '\n', '\r']).starts_with('[')
    });
    is_list && ["code", "status", "title"].iter().any(|member| name.contains(member))
}

/// The property list of `altool`.
fn is_product_errors(text: &str) -> bool {
    text.starts_with("<?xml") && text.contains("<key>product-errors</key>")
}

/// What Ruby's `inspect` (`"status"=>"403"`, `nil`) and Python's `repr` (`'status': '403'`, `None`) print, as JSON.
fn as_json(text: &str) -> String {
    let mut json = String::with_capacity(text.len());
    let mut quote = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(_), '\\') => match chars.next() {
                // JSON has no such escape.
                Some(escaped @ ('\'' | '#')) => json.push(escaped),
                Some(escaped) => json.extend(['\\', escaped]),
                None => {}
            },
            (Some(open), c) if c == open => {
                quote = None;
                json.push('"');
            }
            (Some(_), '"') => json.push_str("\\\""),
            (Some(_), c) => json.push(c),
            (None, '"' | '\'') => {
                quote = Some(c);
                json.push('"');
            }
            (None, '=') if chars.next_if_eq(&'>').is_some() => json.push(':'),
            (None, c) if c.is_ascii_alphabetic() => {
                let mut word = String::from(c);
                while let Some(c) = chars.next_if(char::is_ascii_alphabetic) {
                    word.push(c);
                }
                json.push_str(&constant(word));
            }
            (None, c) => json.push(c),
        }
    }
    json
}

fn constant(word: String) -> Cow<'static, str> {
    match word.as_str() {
        "nil" | "None" => "null".into(),
        "True" => "true".into(),
        "False" => "false".into(),
        _ => word.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_bodies_of_every_service_are_known() {
        for body in [
            r#"{"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"t","detail":"d"}]}"#,
            r#"[{"status":"401","code":"NOT_AUTHORIZED","title":"t"}]"#,
            r#"{"errors"=>[{"id"=>"x", "status"=>"403", "code"=>"FORBIDDEN_ERROR", "title"=>"t", "meta"=>nil}]}"#,
            r#"{"errors"=>[{"id"=>"********", "status"=>"403", "code"=>"FORBIDDEN_ERROR", "title"=>"This ..."#,
            r#"{'errors': [{'id': '***', 'status': '403', 'title': "it's", 'source': None}]}"#,
            r#"{"errorCode":4040010,"errorMessage":"Transaction id not found."}"#,
            r#"{"errorCode":4010000}"#,
            r#"{"error":"invalid_client"}"#,
            r#"{"error":"invalid_grant","error_description":"The code has already been used."}"#,
            r#"{"reason":"ExpiredProviderToken"}"#,
            r#"{"reason":"Unregistered","timestamp":1795168800000}"#,
            r#"{"reason":"NOT_ENABLED"}"#,
            r#"{"error":{"message":"Not Authorized","details":[]}}"#,
            r#"{"errors":[{"id":"X","title":"Unauthorized","detail":"d","status":"401","code":"40300"}]}"#,
            r#"{"data":null,"pagination":null,"error":{"errors":[{"messageCode":"FORBIDDEN","message":"m"}]}}"#,
            r#"{"timestamp":"x","status":403,"error":"Forbidden","message":"Access Denied","path":"/api"}"#,
            r#"{"data":null,"messages":{"warn":null,"error":["e"],"info":null},"statusCode":"ERROR"}"#,
            r#"{"resultCode":1200,"resultString":"You are not allowed","httpCode":200}"#,
            r#"{"name":"n","description":"d","labels":[]}"#,
            r#"{"tool-version":"1","product-errors":[{"message":"m","userInfo":{},"code":-19209}]}"#,
            "<?xml version=\"1.0\"?><plist><dict><key>product-errors</key><array/></dict></plist>",
            "\n {\n \"errors\" : [ {\"code\": \"NOT_AUTHORIZED\", \"title\": \"t\"} ] }\n",
        ] {
            assert!(is_error_body(body), "{body}");
        }
    }

    #[test]
    fn other_texts_are_no_error_bodies() {
        for text in [
            "",
            "{}",
            "[]",
            r#"{"data":[],"links":{}}"#,
            r#"{"keys":[{"kty":"EC"}]}"#,
            r#"{"key_id":"K7Q2M9X4TZ","issuer_id":"5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35","key":"k"}"#,
            r#"{"name":"package","description":"d","version":"1.0.0"}"#,
            r#"{"errors":[]}"#,
            r#"{"errors":0,"warnings":3}"#,
            r#"{"error":"something"}"#,
            r#"{"error":null,"id":1}"#,
            r#"{"level":"error","reason":"disk full","host":"a"}"#,
            r#"{"log":{"entries":[]}}"#,
            "Unauthenticated",
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.AA",
            r#"{"resultCode":0,"resultString":"ok"}"#,
        ] {
            assert!(!is_error_body(text), "{text}");
        }
    }
}
