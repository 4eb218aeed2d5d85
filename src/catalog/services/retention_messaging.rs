use super::storekit;
use crate::catalog::service::Service;

pub(super) static SERVICE: Service = Service {
    id: "retention-messaging",
    name: "Retention Messaging API",
    about: "Messages to subscribers who are about to cancel. It takes the token of the App Store Server API.",
    key: storekit::KEY,
    hosts: &["https://api.storekit.apple.com/inApps/v1/messaging"],
    sandbox_hosts: &["https://api.storekit-sandbox.apple.com/inApps/v1/messaging"],
    sources: &["https://developer.apple.com/documentation/retentionmessaging/get-message-list"],
    ..Service::BLANK
};
