//! What the services have in common that take In-App Purchase keys.

use crate::catalog::service::KeyKind;

pub(super) const KEY: KeyKind = KeyKind {
    name: "In-App Purchase key",
    page: "App Store Connect → Users and Access → Integrations → In-App Purchase",
    file_prefixes: &["SubscriptionKey_"],
};
