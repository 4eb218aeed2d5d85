//! Claims that most services list.

use crate::catalog::service::{Claim, Form};

pub(super) const ISSUED_AT: Claim = Claim::required("iat", Form::NumericDate, "issued at");

pub(super) const EXPIRES: Claim = Claim::required("exp", Form::NumericDate, "expires");
