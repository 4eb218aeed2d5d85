//! Apple on loopback: servers that judge tokens as Apple's own do, for tests of live requests.
//!
//! The rules come from Apple's documentation and from what users reported; where both are silent a comment says
//! *assumption*. They share no code with the program, so that they can catch its errors. Numbers in comments:
//!
//! - §1–4 App Store Connect: <https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests>;
//!   for clocks also fastlane/fastlane#21583, Cap-go/capgo.app#2840, isaced/appstore-connect-sdk#25
//! - §5 its answers: <https://developer.apple.com/documentation/appstoreconnectapi/parsing-the-error-response-code>,
//!   <https://developer.apple.com/documentation/appstoreconnectapi/identifying-rate-limits>,
//!   egodigital/node-appstore-connect#3, fastlane/fastlane#21544
//! - §6.1 Notary: <https://developer.apple.com/documentation/notaryapi>, indygreg/apple-platform-rs#53
//! - §6.2 Enterprise: <https://developer.apple.com/documentation/enterpriseprogramapi/generating-tokens-for-api-requests>
//! - §6.3 App Store Server: <https://developer.apple.com/documentation/appstoreserverapi/generating-json-web-tokens-for-api-requests>,
//!   readdle/app-store-server-api#8, #19, apple/app-store-server-library-node#37, #60
//! - §6.6 Retention Messaging: <https://developer.apple.com/documentation/retentionmessaging/get-message-list>
//! - §7.1 APNs: <https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns>,
//!   <https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns>
//! - §7.3 Sign in with Apple: <https://developer.apple.com/documentation/signinwithapplerestapi/errorresponse>,
//!   <https://developer.apple.com/documentation/technotes/tn3107-resolving-sign-in-with-apple-response-errors>,
//!   aboutyou/dart_packages#108
//! - §7.2 DeviceCheck: <https://developer.apple.com/documentation/devicecheck/accessing-and-modifying-per-device-data>,
//!   Kylmakalle/devicecheck#5, marinosoftware/DeviceCheckSample#3
//! - §7.5 Apple Music: <https://developer.apple.com/documentation/applemusicapi/generating-developer-tokens>
//! - §7.6 Maps: <https://developer.apple.com/documentation/applemapsserverapi/generate-a-maps-token>
//! - §7.7 WeatherKit:
//!   <https://developer.apple.com/documentation/weatherkitrestapi/request-authentication-for-weatherkit-rest-api>
//! - §8 Apple Business and Apple Ads: their pages on OAuth, rorkai/App-Store-Connect-CLI#2093
//! - §9 kinds of keys: <https://developer.apple.com/documentation/appstoreconnectapi/creating-api-keys-for-app-store-connect-api>

mod apns;
mod asc;
mod background;
mod bodies;
pub(crate) mod exchange;
pub(crate) mod hostile;
mod jws;
pub(crate) mod key;
mod long_lived;
pub(crate) mod mint;
mod oauth;
pub(crate) mod policy;
pub(crate) mod portal;
pub(crate) mod reason;
mod resources;
mod roles;
mod scope;
pub(crate) mod server;
mod siwa;
pub(crate) mod state;
mod storekit;
mod times;
mod tls;

/// The key of a policy that names none: its ID.
pub(crate) const KEY_ID: &str = "K7Q2M9X4TZ";

/// The issuer of that key, and of every key that is made without one.
pub(crate) const ISSUER_ID: &str = "5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35";

/// The team of portal keys.
pub(crate) const TEAM_ID: &str = "R4T8VXW2QK";

/// The key of Apple Ads and of Apple Business, and their clients.
pub(crate) const KEY_UUID: &str = "7b1d6f4e-02c3-4d1a-8e55-91f0c2a7d3b4";
pub(crate) const ADS_CLIENT: &str = "SEARCHADS.3d5a9c10-77be-4f02-9a6b-58e1c4d2f7a9";
pub(crate) const SCHOOL_CLIENT: &str = "SCHOOLAPI.e41f8b2c-6d90-4a35-b7c8-0f2e9d1a5b64";

/// The app the team has, and its bundle ID, which is a client ID of Sign in with Apple too.
pub(crate) const APP_ID: &str = "6502847193";
pub(crate) const BUNDLE_ID: &str = "org.kites.tail";
