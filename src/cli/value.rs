//! Values of options: what text is read as what.

use std::path::PathBuf;
use std::time::Duration;

use chrono::DateTime;
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::catalog::lints::LINTS;
use crate::catalog::service::Service;
use crate::catalog::services::{self, SERVICES};
use crate::model::json::Value;
use crate::report::Format;

/// The ids, and behind each its aliases. Help lists those whose tokens are checked.
pub(super) fn service_parser() -> impl TypedValueParser<Value = &'static Service> {
    let value = |service: &&'static Service| {
        let value = PossibleValue::new(service.id).help(service.name).aliases(service.aliases);
        value.hide(service.rules.is_none())
    };
    PossibleValuesParser::new(SERVICES.iter().map(value))
        .try_map(|name| services::find(&name).ok_or("no such service"))
}

pub(super) fn lint_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(LINTS.iter().map(|lint| lint.name))
}

/// RFC 3339 or Unix seconds.
pub(super) fn parse_instant(text: &str) -> Result<f64, String> {
    if let Ok(date) = DateTime::parse_from_rfc3339(text) {
        return Ok(date.timestamp() as f64 + f64::from(date.timestamp_subsec_millis()) / 1000.0);
    }
    match text.parse::<f64>() {
        Ok(seconds) if seconds.abs() < 1e11 => Ok(seconds),
        Ok(seconds) if seconds.is_finite() => {
            Err("that is no time in seconds; divide milliseconds by 1000".to_owned())
        }
        _ => Err("expected RFC 3339, such as 2026-11-20T10:00:00Z, or Unix seconds".to_owned()),
    }
}

/// A format, and the file that gets the report in it.
#[derive(Clone)]
pub(crate) struct ReportTo {
    pub(crate) format: Format,
    pub(crate) path: PathBuf,
}

/// `format=path`
pub(super) fn parse_report(text: &str) -> Result<ReportTo, String> {
    let names: Vec<_> = Format::value_variants().iter().filter_map(Format::to_possible_value).collect();
    let names = names.iter().map(PossibleValue::get_name).collect::<Vec<_>>().join(", ");
    match text.split_once('=') {
        Some((_, "")) | None => Err("expected FORMAT=PATH, such as markdown=report.md".to_owned()),
        Some((_, "-")) => Err("standard output is for --format; give the path of a file".to_owned()),
        Some((name, path)) => match Format::from_str(name, false) {
            Ok(format) => Ok(ReportTo { format, path: path.into() }),
            Err(_) => Err(format!("no format is called so; there are {names}")),
        },
    }
}

/// `name=json`
pub(super) fn parse_claim(text: &str) -> Result<(String, Value), String> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => (name, value),
        _ => return Err("expected a name, `=` and JSON, such as 'nonce=\"7c1e\"'".to_owned()),
    };
    let advice = "a string needs its double quotes, within single quotes of the shell: 'nonce=\"7c1e\"'";
    let value = Value::parse(value).map_err(|error| format!("its value is no JSON ({error}); {advice}"))?;
    Ok((name.to_owned(), value))
}

pub(super) fn parse_duration(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map(Duration::from_secs).ok();
    // In lower case, so that `10M` is ten minutes and not ten months.
    let parsed = seconds.or_else(|| humantime::parse_duration(&text.to_ascii_lowercase()).ok());
    parsed.ok_or_else(|| "expected a duration, such as 90s, 10m or 1h 30m".to_owned())
}

/// A duration in which a request can be answered.
pub(super) fn parse_timeout(text: &str) -> Result<Duration, String> {
    let timeout = parse_duration(text)?;
    let is_sensible = (Duration::from_millis(1)..=Duration::from_secs(3600)).contains(&timeout);
    is_sensible.then_some(timeout).ok_or_else(|| "expected a duration of 1ms to 1h".to_owned())
}

/// Digits.
pub(super) fn parse_vendor(text: &str) -> Result<String, String> {
    let is_number = !text.is_empty() && text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.to_owned()).ok_or_else(|| "expected digits".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_rfc_3339_or_seconds() {
        assert_eq!(parse_instant("2026-11-20T10:00:00Z"), Ok(1_795_168_800.0));
        assert_eq!(parse_instant("2026-11-20T11:00:00+01:00"), Ok(1_795_168_800.0));
        assert_eq!(parse_instant("1795168800"), Ok(1_795_168_800.0));
        for text in ["", "now", "NaN", "inf", "1795168800000", "2026-11-20"] {
            assert!(parse_instant(text).is_err(), "{text}");
        }
    }

    #[test]
    fn claims_are_a_name_and_json() {
        let parsed = |text: &str| parse_claim(text).map(|(name, value)| (name, value.raw().to_owned()));
        assert_eq!(parsed("a=1"), Ok(("a".to_owned(), "1".to_owned())));
        assert_eq!(parsed("a=\"b=c\""), Ok(("a".to_owned(), "\"b=c\"".to_owned())));
        assert_eq!(parsed("a=null"), Ok(("a".to_owned(), "null".to_owned())));
        for text in ["", "a", "=1"] {
            assert!(parse_claim(text).unwrap_err().starts_with("expected a name"), "{text}");
        }
        for text in ["a=", "a=com.example.app", "a={", "a=1 2"] {
            assert!(parse_claim(text).unwrap_err().contains("double quotes"), "{text}");
        }
    }

    #[test]
    fn durations_need_no_unit_for_seconds() {
        assert_eq!(parse_duration("600"), parse_duration("10m"));
        assert_eq!(parse_duration("10M"), parse_duration("10m"));
        assert!(parse_duration("ten").is_err() && parse_duration("-5m").is_err());
    }
}
