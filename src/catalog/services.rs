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

use crate::catalog::service::Service;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::response::{self, Shows};

    #[test]
    fn the_good_answers_of_probes_are_known_and_show_a_good_token() {
        for probe in SERVICES.iter().filter_map(|service| service.probe.as_ref()) {
            for id in probe.good {
                assert_eq!(response::find(id).map(|response| response.shows), Some(Shows::Accepted), "{id}");
            }
        }
    }
}
