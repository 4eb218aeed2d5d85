//! The services, and which of them a token was made for.

pub mod answering;
mod apns;
mod app_store_server;
mod asc_individual;
mod asc_team;
mod enterprise;
pub(crate) mod hosts;
mod notary;
mod recognise;
mod siwa;
#[cfg(test)]
pub(crate) mod unshipped;

use crate::service::Service;

pub(crate) use recognise::is_near;
pub use recognise::{Clues, candidates, may_be_apples};

/// Every service, by id. A new one is its own file and two lines here.
pub static SERVICES: &[&Service] = &[
    &apns::SERVICE,
    &app_store_server::SERVICE,
    &asc_individual::SERVICE,
    &asc_team::SERVICE,
    &enterprise::SERVICE,
    &notary::SERVICE,
    &siwa::SERVICE,
];

/// The service of that id.
pub fn find(id: &str) -> Option<&'static Service> {
    SERVICES.iter().copied().find(|service| service.id == id)
}
