//! Instants and spans in words a person reads at night.

use chrono::{DateTime, SecondsFormat, Utc};

/// `2026-11-20 10:00:00 UTC`, or the number where the calendar ends.
pub fn instant(seconds: f64) -> String {
    match date(seconds) {
        Some(date) => date.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        None => format!("{} s after 1970", exact(seconds)),
    }
}

/// `2026-11-20T10:00:00Z`, or `None` where the calendar ends.
pub fn rfc3339(seconds: f64) -> Option<String> {
    Some(date(seconds)?.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// `2026-11-20 10:00:00 UTC, 3 min ago`
pub fn instant_from(seconds: f64, at: f64) -> String {
    format!("{}, {}", instant(seconds), relative(seconds - at))
}

/// `in 20 min`, `3 min ago`, `now`
pub fn relative(seconds: f64) -> String {
    match seconds.round() {
        0.0 => "now".to_owned(),
        s if s > 0.0 => format!("in {}", span(s)),
        s => format!("{} ago", span(-s)),
    }
}

/// A length of time in its two largest units: `45 s`, `19 min 59 s`, `3 h 20 min`, `182 d 14 h`.
pub fn span(seconds: f64) -> String {
    if !seconds.is_finite() || seconds.abs() > 3.2e11 {
        return format!("{seconds:.3e} s");
    }
    let total = seconds.abs().round() as u64;
    let sign = if seconds < 0.0 && total > 0 { "\u{2212}" } else { "" };
    let units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let largest = units.iter().position(|(size, _)| total >= *size).unwrap_or(units.len() - 1);
    let mut rest = total;
    let mut words = Vec::with_capacity(2);
    for (size, unit) in units.iter().skip(largest).take(2) {
        let count = rest / size;
        rest %= size;
        if count > 0 || total == 0 {
            words.push(format!("{count} {unit}"));
        }
    }
    words.dedup();
    format!("{sign}{}", words.join(" "))
}

/// `1260 s (21 min)`; just `45 s` below a minute.
pub fn seconds(seconds: f64) -> String {
    let exact = exact(seconds);
    if seconds.abs() < 60.0 { format!("{exact} s") } else { format!("{exact} s ({})", span(seconds)) }
}

/// The number itself; rounded only where it would take more than a line.
fn exact(seconds: f64) -> String {
    if seconds.abs() < 1e21 { format!("{seconds}") } else { format!("{seconds:.3e}") }
}

fn date(seconds: f64) -> Option<DateTime<Utc>> {
    let whole = seconds.floor();
    (whole.abs() < 2.5e11).then(|| DateTime::from_timestamp(whole as i64, 0)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_keep_their_two_largest_units() {
        for (seconds, words) in [
            (0.0, "0 s"),
            (45.0, "45 s"),
            (60.0, "1 min"),
            (1199.0, "19 min 59 s"),
            (3600.0, "1 h"),
            (12_000.0, "3 h 20 min"),
            (15_777_000.0, "182 d 14 h"),
            (-90.0, "\u{2212}1 min 30 s"),
            (1e18, "1.000e18 s"),
        ] {
            assert_eq!(span(seconds), words);
        }
    }

    #[test]
    fn instants_are_utc_and_relative() {
        assert_eq!(instant_from(1_795_168_800.0, 1_795_168_980.0), "2026-11-20 10:00:00 UTC, 3 min ago");
        assert_eq!(rfc3339(1_795_168_800.9).as_deref(), Some("2026-11-20T10:00:00Z"));
        assert_eq!(instant(1_795_168_800_000.0), "1795168800000 s after 1970");
        assert_eq!(instant(1e300), "1.000e300 s after 1970");
    }
}
