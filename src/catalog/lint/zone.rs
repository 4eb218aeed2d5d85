//! Whether `iat` is off by the offset of a time zone, which several lints ask.

use crate::catalog::context::Context;

/// In seconds.
const QUARTER: f64 = 900.0;
/// How exactly an offset must be met, in seconds: `iat` may be set back a minute.
const TOLERANCE: f64 = 90.0;
/// The least and most quarters of an hour that are taken for an offset; zones reach 14 hours.
const QUARTERS: std::ops::RangeInclusive<f64> = 2.0..=56.0;

/// Offsets in use that are no whole hours, in quarters of an hour. A past `iat` is weak evidence, because tokens are
/// used again: there only an offset of a real zone counts.
const BROKEN_ZONES: [f64; 11] = [10.0, 14.0, 18.0, 22.0, 23.0, 26.0, 35.0, 38.0, 42.0, 51.0, 55.0];

/// Whether a past `iat` may just be that of a token that was kept: nobody knows when the request was sent.
pub(in crate::catalog) fn cannot_tell(cx: &Context, iat: f64) -> bool {
    iat <= cx.at && !cx.at_is_known
}

/// By how many seconds `iat` is off, if that is the offset of a time zone.
pub(in crate::catalog) fn shift(cx: &Context, iat: f64) -> Option<f64> {
    if cannot_tell(cx, iat) {
        return None;
    }
    let quarters = ((iat - cx.at) / QUARTER).round();
    let is_zone = iat > cx.at || quarters % 4.0 == 0.0 || BROKEN_ZONES.contains(&quarters.abs());
    let is_near = (iat - cx.at - quarters * QUARTER).abs() <= TOLERANCE;
    let is_offset = is_zone && is_near && QUARTERS.contains(&quarters.abs());
    // `exp` and `iat` that are swapped lie on both sides of now, whatever the distance.
    let is_swapped = cx.numeric_date("exp").is_some_and(|exp| exp <= cx.at && cx.at < iat);
    (is_offset && !is_swapped).then_some(quarters * QUARTER)
}
