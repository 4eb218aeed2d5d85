//! The families of answers. A new answer is one entry in its family.

use crate::response::Response;

mod asc;

/// Every family.
pub(crate) static RESPONSES: &[&[Response]] = &[asc::RESPONSES];
