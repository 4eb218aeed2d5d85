//! What the services have in common whose keys are made in the developer portal.

use crate::catalog::service::{Claim, Form, Identifier, KeyKind};

/// Where the keys are made.
pub(super) const KEYS: &str = "developer.apple.com → Account → Certificates, Identifiers & Profiles → Keys";

pub(super) const FILE_PREFIXES: &[&str] = &["AuthKey_"];

/// The audience of Apple's older token endpoints.
pub(super) const APPLE_ID: &str = "https://appleid.apple.com";

pub(super) const ISSUER: Claim = Claim::required("iss", Form::Identifier(Identifier::TeamId), "Team ID");

pub(super) const fn key(name: &'static str) -> KeyKind {
    KeyKind { name, page: KEYS, file_prefixes: FILE_PREFIXES }
}
