//! App Store Connect API and Enterprise Program API.

use crate::response::{Credential, Layer, Marks, Priors, Response, Shows};

pub(super) static RESPONSES: &[Response] = &[Response {
    id: "403-account-holder-only",
    layer: Layer::Api,
    services: &["asc-team", "asc-individual", "enterprise"],
    status: &[403],
    marks: Marks { detail: &["only be performed by the Account Holder"], ..Marks::NONE },
    sample: Some(
        "This request is forbidden for security reasons - This operation can only be performed by the Account Holder",
    ),
    meaning: "Only the Account Holder may do this, and no team key is one.",
    shows: Shows::Refused { credential: Credential::Good },
    decisive: true,
    priors: Priors::same(&[("account-holder-required", 0.95), ("operation-not-offered", 0.05)]),
    hints: &["An Admin key does not help: reporters already had one."],
    source: "https://developer.apple.com/documentation/appstoreconnectapi/creating-api-keys-for-app-store-connect-api",
}];
