//! The families of causes. A new cause is one entry in its family.

use crate::catalog::cause::Cause;

mod apple;
mod identity;
mod key_text;
mod not_authentication;
mod other_services;
mod permission;
mod time;
mod token_shape;

/// Every cause, by family.
pub(crate) static CAUSES: &[&[Cause]] = &[
    time::CAUSES,
    identity::CAUSES,
    key_text::CAUSES,
    token_shape::CAUSES,
    permission::CAUSES,
    apple::CAUSES,
    not_authentication::CAUSES,
    other_services::CAUSES,
];
