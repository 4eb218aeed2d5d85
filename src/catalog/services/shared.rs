//! Claims that most services list, and a lifetime that two share.

use crate::catalog::service::{Claim, Form, From, Lifetime};

pub(super) const ISSUED_AT: Claim = Claim::required("iat", Form::NumericDate, "issued at");

pub(super) const EXPIRES: Claim = Claim::required("exp", Form::NumericDate, "expires");

/// Less than 180 days from `iat`: what Apple exchanges for an access token of an hour.
pub(super) const CLIENT_SECRET_LIFETIME: Lifetime = Lifetime {
    max: Some(15_552_000),
    max_refused: true,
    from: &[From::IssuedAt],
    recommended: 3600,
    ..Lifetime::NO_MAXIMUM
};
