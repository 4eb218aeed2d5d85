//! The families of answers. A new answer is one entry in its family.
//!
//! A mark is a text that no healthy build prints: logs are searched for it word by word. What is shorter, or is said by
//! others too, is loose. Where two entries could be meant, the more telling mark decides, then the services, then the
//! status, then the longer mark, at last the order here.

use std::slice;

use crate::catalog::response::Response;

mod account_tools;
mod apns;
mod apns_request;
mod app_store_server;
mod apple_id;
mod asc;
mod asc_forbidden;
mod asc_request;
mod device_frameworks;
mod device_management;
mod edge;
mod fallback;
mod fastlane;
mod key_text;
mod local;
mod maps;
mod music;
mod network;
mod notarization;
mod notary;
mod openssl;
mod organisation;
mod other_services;
mod priors;
mod push_certificates;
mod push_gateways;
pub(crate) mod reach;
mod receipts;
mod session;
mod sign_in_clients;
mod signing;
mod siwa;
mod store_libraries;
mod storekit;
mod teams;
mod tools;
mod upload;
mod xcode;

pub(crate) use fallback::OTHER;

/// A family and what it is called in lists.
pub(crate) struct Group {
    pub(crate) title: &'static str,
    pub(crate) responses: &'static [Response],
}

/// Every family.
pub(crate) static FAMILIES: &[Group] = &[
    Group { title: "App Store Connect API, refusals", responses: asc::RESPONSES },
    Group { title: "App Store Connect API, permission", responses: asc_forbidden::RESPONSES },
    Group { title: "App Store Connect API, requests", responses: asc_request::RESPONSES },
    Group { title: "Notary API", responses: notary::RESPONSES },
    Group { title: "App Store Server API", responses: app_store_server::RESPONSES },
    Group {
        title: "Advanced Commerce and other kin of the App Store Server API",
        responses: storekit::RESPONSES,
    },
    Group { title: "Sign in with Apple", responses: siwa::RESPONSES },
    Group { title: "APNs, refusals", responses: apns::RESPONSES },
    Group { title: "APNs, requests", responses: apns_request::RESPONSES },
    Group { title: "Apple Music", responses: music::RESPONSES },
    Group { title: "Maps", responses: maps::RESPONSES },
    Group { title: "Business, School, Ads", responses: organisation::RESPONSES },
    Group { title: "other services", responses: other_services::RESPONSES },
    Group { title: "tools of Apple", responses: tools::RESPONSES },
    Group { title: "fastlane and other tools", responses: fastlane::RESPONSES },
    Group { title: "before any request: OpenSSL", responses: openssl::RESPONSES },
    Group { title: "before any request: key text", responses: key_text::RESPONSES },
    Group { title: "before any request: configuration", responses: local::RESPONSES },
    Group { title: "Apple's frameworks on a device", responses: device_frameworks::RESPONSES },
    Group { title: "Sign in with Apple, other platforms", responses: sign_in_clients::RESPONSES },
    Group { title: "push gateways", responses: push_gateways::RESPONSES },
    Group { title: "push with a client certificate", responses: push_certificates::RESPONSES },
    Group { title: "libraries around the App Store Server API", responses: store_libraries::RESPONSES },
    Group { title: "receipts", responses: receipts::RESPONSES },
    Group { title: "device management", responses: device_management::RESPONSES },
    Group { title: "Xcode and Xcode Cloud", responses: xcode::RESPONSES },
    Group { title: "notarization tools", responses: notarization::RESPONSES },
    Group { title: "Apple ID and password", responses: apple_id::RESPONSES },
    Group { title: "teams, memberships, certificates", responses: teams::RESPONSES },
    Group { title: "signing, and other services", responses: signing::RESPONSES },
    Group { title: "uploads", responses: upload::RESPONSES },
    Group { title: "tools in the session of an Apple ID", responses: account_tools::RESPONSES },
    Group { title: "web session of an Apple ID", responses: session::RESPONSES },
    Group { title: "network", responses: network::RESPONSES },
    Group { title: "edge", responses: edge::RESPONSES },
    Group { title: "by status", responses: fallback::RESPONSES },
    Group { title: "nothing recognized", responses: slice::from_ref(&OTHER) },
];

/// Every answer.
pub(crate) fn all() -> impl Iterator<Item = &'static Response> {
    FAMILIES.iter().flat_map(|family| family.responses)
}
