//! Gateways and services that send to APNs with a key they were given.

use super::priors::KEY_TEXT;
use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const GATEWAY: Response = Response { layer: Layer::Tool, ..Response::BLANK };

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "expo-push-no-apns-key",
        marks: Marks { detail: &["Could not find APNs credentials"], ..Marks::NONE },
        sample: Some(concat!(
            r#"{"status":"error","message":"Could not find APNs credentials for com.example.app (@user/app).","#,
            r#""details":{"error":"InvalidCredentials"}}"#,
        )),
        meaning: "Expo's push service has no APNs key for this app; nothing was sent to Apple.",
        shows: Shows::Unsendable,
        decisive: true,
        priors: Priors::same(&[("credential-missing", 0.8), ("key-revoked", 0.1), ("bundle-id-wrong", 0.05)]),
        hints: &[
            "`eas credentials` → iOS → Push Notifications: assign a key to this bundle ID, then send again.",
        ],
        source: "https://github.com/expo/expo/issues/21241",
        ..GATEWAY
    },
    Response {
        id: "expo-push-key-text",
        marks: Marks {
            detail: &[
                "Apple Push Notification service key for your account could not be loaded",
                "Expo needs a valid PEM key in order to deliver",
            ],
            ..Marks::NONE
        },
        sample: Some(concat!(
            r#"{"status":"error","message":"The Apple Push Notification service key for your account could not be "#,
            r#"loaded, likely due to a malformed p8 file. Expo needs a valid PEM key in order to deliver "#,
            r#"notifications to APNs.","details":{"error":"InvalidCredentials"}}"#,
        )),
        meaning: "Expo's push service cannot read the APNs key that it stores.",
        shows: Shows::Unsendable,
        priors: KEY_TEXT,
        hints: &["Upload the .p8 file again, unchanged, with `eas credentials`."],
        source: "https://github.com/expo/expo-cli/issues/2544",
        ..GATEWAY
    },
    Response {
        id: "push-gateway-no-apns-key",
        marks: Marks { detail: &["No APNs credentials are configured for this instance"], ..Marks::NONE },
        sample: Some(
            "Unrecoverable error when registering device with Pusher Beams (Reason - Bad JWT: No APNs credentials are \
             configured for this instance)",
        ),
        meaning: "The gateway has no APNs key; Apple was not asked.",
        shows: Shows::Unsendable,
        decisive: true,
        priors: Priors::same(&[("credential-missing", 0.97)]),
        hints: &["Upload key, key ID and Team ID in the gateway's settings for this instance."],
        source: "https://github.com/b8ne/react-native-pusher-push-notifications/issues/120",
        ..GATEWAY
    },
    Response {
        id: "fcm-apns-credential",
        marks: Marks {
            code: &["InvalidApnsCredential", "messaging/invalid-apns-credentials"],
            title: &["Invalid APNS credential"],
            ..Marks::NONE
        },
        sample: Some(
            r#"{"multicast_id":2100425764565529008,"failure":1,"results":[{"error":"InvalidApnsCredential"}]}"#,
        ),
        meaning: "Firebase says that APNs refused the key or certificate stored in the Firebase project.",
        shows: Shows::REFUSED,
        priors: Priors::same(&[
            ("key-id-wrong", 0.3),
            ("ids-swapped", 0.15),
            ("key-revoked", 0.12),
            ("credential-missing", 0.12),
            ("environment-mismatch", 0.1),
            ("topic-mismatch", 0.08),
        ]),
        hints: &[
            "Firebase console → Project settings → Cloud Messaging: compare key ID and Team ID with the key's page.",
            "The key ID is in the file name of the key, AuthKey_<key ID>.p8.",
        ],
        source: "https://github.com/fechanique/cordova-plugin-fcm/issues/292",
        ..GATEWAY
    },
    Response {
        id: "apns-certificate-of-another-kind",
        layer: Layer::Local,
        marks: Marks {
            detail: &["is not a valid certificate for connecting to Apple's APNS servers"],
            ..Marks::NONE
        },
        sample: Some("Your Certificate is not a valid certificate for connecting to Apple's APNS servers"),
        meaning: "The library was given a client certificate that is not one for APNs; no token is involved.",
        shows: Shows::Unsendable,
        priors: Priors::same(&[
            ("wrong-service", 0.5),
            ("environment-mismatch", 0.2),
            ("credential-stale", 0.15),
        ]),
        source: "https://github.com/Redth/PushSharp/issues/771",
        ..GATEWAY
    },
];
