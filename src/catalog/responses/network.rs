//! The network between: no answer of Apple's.

use crate::catalog::response::{Layer, Marks, Priors, Response};

const NETWORK: Response = Response { layer: Layer::Network, ..Response::BLANK };

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "network",
        marks: Marks {
            detail: &[
                "getaddrinfo ENOTFOUND api.appstoreconnect.apple.com",
                "ENOTFOUND getaddrinfo api.appstoreconnect.apple.com",
                "getaddrinfo ENOTFOUND appstoreconnect.apple.com",
                "getaddrinfo ENOTFOUND appleid.apple.com",
                "getaddrinfo ENOTFOUND api.push.apple.com",
                "Could not resolve host: api.appstoreconnect.apple.com",
                "Could not resolve host: appstoreconnect.apple.com",
                "Could not connect to App Store Connect",
                "lookup api.appstoreconnect.apple.com: no such host",
            ],
            loose: &[
                "ENOTFOUND",
                "EAI_AGAIN",
                "ECONNREFUSED",
                "ECONNRESET",
                "ETIMEDOUT",
                "EHOSTUNREACH",
                "ENETUNREACH",
                "getaddrinfo",
                "Could not resolve host",
                "Could not resolve proxy",
                "name resolution",
                "no such host",
                "nodename nor servname provided",
                "hostname could not be found",
                "Faraday::ConnectionFailed",
                "Faraday::TimeoutError",
                "ConnectionFailed",
                "Failed to open TCP connection",
                "Failed to connect to",
                "Connection refused",
                "Connection reset",
                "Connection timed out",
                "Operation timed out",
                "The request timed out",
                "i/o timeout",
                "Net::OpenTimeout",
                "Net::ReadTimeout",
                "NSURLErrorDomain Code=-1001",
                "NSURLErrorDomain Code=-1003",
                "NSURLErrorDomain Code=-1004",
                "NSURLErrorDomain Code=-1005",
                "NSURLErrorDomain Code=-1009",
                "Internet connection appears to be offline",
                "network connection was lost",
                "Network is unreachable",
            ],
            ..Marks::NONE
        },
        codes: &["-1001", "-1003", "-1004", "-1005", "-1009"],
        sample: Some(
            "AscApiError: Could not connect to App Store Connect; cause ENOTFOUND getaddrinfo \
                 api.appstoreconnect.apple.com",
        ),
        meaning: "Apple was not reached: DNS, a proxy, a firewall, or no network.",
        decisive: true,
        priors: Priors::same(&[("network-unreachable", 0.97)]),
        hints: &["127.0.0.1 or localhost as the other end: a proxy variable was left set."],
        source: "https://github.com/fastlane/fastlane/issues/21109",
        ..NETWORK
    },
    Response {
        id: "network-tls",
        marks: Marks {
            loose: &[
                "certificate verify failed",
                "self signed certificate",
                "self-signed certificate",
                "unable to get local issuer certificate",
                "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
                "certificate signed by unknown authority",
                "SSL_ERROR_SYSCALL",
                "SSL_connect returned=1",
                "NSURLErrorDomain Code=-1200",
                "NSURLErrorDomain Code=-1202",
                "An SSL error has occurred",
                "certificate for this server is invalid",
            ],
            ..Marks::NONE
        },
        codes: &["-1200", "-1202"],
        sample: Some(
            "SSL_connect returned=1 errno=0 state=error: certificate verify failed (self \
                 signed certificate in certificate chain)",
        ),
        meaning: "What answered is not Apple, or the machine does not trust it: a proxy that looks \
                 into TLS, or missing roots.",
        priors: Priors::same(&[("network-unreachable", 0.93), ("clock-behind", 0.03), ("clock-ahead", 0.02)]),
        source: "https://curl.se/docs/sslcerts.html",
        ..NETWORK
    },
    Response {
        id: "network-tls-time",
        marks: Marks {
            loose: &["certificate is not yet valid", "certificate has expired or is not yet valid"],
            ..Marks::NONE
        },
        sample: Some("certificate verify failed (certificate is not yet valid)"),
        meaning: "By this machine's clock Apple's certificate is not valid yet.",
        priors: Priors::same(&[("clock-behind", 0.6), ("network-unreachable", 0.25), ("clock-ahead", 0.1)]),
        source: "https://curl.se/docs/sslcerts.html",
        ..NETWORK
    },
    Response {
        id: "network-proxy",
        status: &[407],
        marks: Marks {
            loose: &[
                "Proxy Authentication Required",
                "CONNECT tunnel failed",
                "Received HTTP code 407 from proxy",
            ],
            ..Marks::NONE
        },
        fallback: crate::catalog::response::Body::ANY,
        sample: Some("CONNECT tunnel failed, response 407"),
        meaning: "The proxy refused, and Apple was not asked.",
        decisive: true,
        priors: Priors::same(&[("network-unreachable", 1.0)]),
        source: "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.8",
        ..NETWORK
    },
];
