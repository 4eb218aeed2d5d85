//! Push with a client certificate, and what an app needs to get a device token.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const APNS: &[&str] = &["apns"];
const CERTIFICATE: Response = Response { layer: Layer::Tool, ..Response::BLANK };

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "apns-certificate-expired",
        services: APNS,
        marks: Marks {
            detail: &[
                "Rpush::CertificateExpiredError",
                "Apple Push Notification service (APNs) certificate has expired",
                "Apns(ConnectionError(hyper::Error(Io, Custom { kind: InvalidData, error: \"received fatal \
                 alert: CertificateExpired",
            ],
            loose: &[
                "remote error: tls: expired certificate",
                "alert certificate expired",
                "SSLV3_ALERT_CERTIFICATE_EXPIRED",
                "received fatal alert: CertificateExpired",
                "received fatal alert: certificate_expired",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "Post \"https://api.push.apple.com/3/device/a1abbcef\": remote error: tls: expired certificate",
        ),
        meaning: "APNs ended the connection: the client certificate has expired. No token is involved.",
        decisive: true,
        priors: Priors::same(&[("push-certificate-unusable", 0.95), ("clock-ahead", 0.02)]),
        hints: &["After the renewal, restart the server: some keep the old certificate in memory."],
        source: "https://github.com/fleetdm/fleet/issues/28363",
        ..CERTIFICATE
    },
    Response {
        id: "apns-certificate-revoked",
        services: APNS,
        marks: Marks {
            loose: &[
                "alert certificate revoked",
                "SSLV3_ALERT_CERTIFICATE_REVOKED",
                "remote error: tls: revoked certificate",
                "received fatal alert: certificate_revoked",
                "received fatal alert: CertificateRevoked",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "unable to connect to ssl://gateway.push.apple.com:2195: sslv3 alert certificate revoked",
        ),
        meaning: "APNs ended the connection: the client certificate was revoked. No token is involved.",
        decisive: true,
        priors: Priors::same(&[("push-certificate-unusable", 0.95)]),
        source: "https://github.com/parse-community/parse-server-push-adapter/issues/115",
        ..CERTIFICATE
    },
    Response {
        id: "apns-certificate-refused",
        services: APNS,
        marks: Marks {
            loose: &[
                "remote error: tls: internal error",
                "remote error: tls: unknown certificate",
                "remote error: internal error",
                "alert internal error",
                "TLSV1_ALERT_INTERNAL_ERROR",
                "alert certificate unknown",
                "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "Post \"https://api.push.apple.com/3/device/XXXXXXXX\": remote error: tls: internal error",
        ),
        meaning: "APNs ended the connection in the handshake: it does so for an expired client certificate, and \
                  for one of another kind.",
        priors: Priors::same(&[
            ("push-certificate-unusable", 0.8),
            ("environment-mismatch", 0.1),
            ("network-unreachable", 0.05),
        ]),
        source: "https://github.com/RobotsAndPencils/buford/issues/90",
        ..CERTIFICATE
    },
    Response {
        id: "apns-certificate-environment",
        marks: Marks { detail: &["You may be using a certificate for the wrong environment"], ..Marks::NONE },
        sample: Some(
            "Error: Socket unusable after connection. Hint: You may be using a certificate for the wrong \
             environment",
        ),
        meaning: "APNs closed the connection: a client certificate for the sandbox at the production host, or \
                  the other way around.",
        priors: Priors::same(&[("environment-mismatch", 0.6), ("push-certificate-unusable", 0.3)]),
        source: "https://github.com/node-apn/node-apn/issues/238",
        ..CERTIFICATE
    },
    Response {
        id: "apns-certificate-file",
        layer: Layer::Local,
        services: APNS,
        marks: Marks {
            detail: &["retrieving push cert for topic"],
            loose: &["Unable to set local cert chain file", "Unable to set private key file"],
            ..Marks::NONE
        },
        sample: Some(
            "Unable to connect: tls://gateway.sandbox.push.apple.com:2195: stream_socket_client(): Unable to set \
             local cert chain file \"apns.pem\"; Check that your cafile/capath settings include details of your \
             certificate and its issuer",
        ),
        meaning: "The file with the client certificate could not be used, so nothing was sent: it needs the \
                  certificate and its private key, and the process must be able to read it.",
        shows: Shows::Unsendable,
        priors: Priors::same(&[
            ("push-certificate-unusable", 0.5),
            ("key-file-permissions", 0.25),
            ("key-file-not-found", 0.12),
            ("key-text-damaged", 0.08),
        ]),
        hints: &[
            "`openssl pkcs12 -in cert.p12 -out cert.pem -nodes -clcerts` writes both into one file; it must be \
             kept as safe as a key.",
        ],
        source: "https://github.com/davibennun/laravel-push-notification/issues/95",
        ..CERTIFICATE
    },
    Response {
        id: "mdm-vendor-certificate-expired",
        marks: Marks {
            detail: &["Certificate Signature Verification failed because the signing certificate is expired"],
            ..Marks::NONE
        },
        sample: Some("Certificate Signature Verification failed because the signing certificate is expired."),
        meaning: "Apple's push certificate portal refused the request: the certificate of the MDM vendor that \
                  signed it has expired.",
        decisive: true,
        priors: Priors::same(&[("push-certificate-unusable", 0.9), ("credential-stale", 0.05)]),
        hints: &["The vendor that signed the request has to renew its certificate and to sign anew."],
        source: "https://github.com/micromdm/micromdm/issues/1069",
        ..CERTIFICATE
    },
    Response {
        id: "aps-environment-missing",
        layer: Layer::Local,
        marks: Marks {
            detail: &[
                "no valid 'aps-environment' entitlement string found",
                "no valid “aps-environment” entitlement string found",
                "no valid aps-environment entitlement string found",
            ],
            ..Marks::NONE
        },
        sample: Some("no valid “aps-environment” entitlement string found for application"),
        meaning: "The app has no entitlement for push, so the device was given no token; APNs was not asked.",
        shows: Shows::Unsendable,
        decisive: true,
        priors: Priors::same(&[
            ("service-not-enabled", 0.75),
            ("credential-stale", 0.12),
            ("request-invalid", 0.08),
        ]),
        hints: &[
            "Switch Push Notifications on for the App ID, then make the provisioning profile anew: an old one \
             does not get the entitlement.",
        ],
        source: "https://github.com/CrossGeeks/FirebasePushNotificationPlugin/issues/181",
        ..CERTIFICATE
    },
];
