//! OpenSSL, under whatever language, that could not read the key: no request was sent.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

/// A library that could not read the key.
pub(super) const LOCAL: Response =
    Response { layer: Layer::Local, shows: Shows::Unsendable, hints: NOT_SENT, ..Response::BLANK };
const NOT_SENT: &[&str] = &[
    "No request was sent: neither Apple nor the token is involved.",
    "A good key file has a BEGIN PRIVATE KEY line, base64 in lines of 64 and an END \
                 line, some 257 bytes; `openssl pkey -in FILE -noout` reads it.",
];

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "local-invalid-curve-name",
        marks: Marks {
            detail: &["invalid curve name", "Neither PUB key nor PRIV key"],
            wrapper: &["OpenSSL::PKey::ECError", "OpenSSL::PKey::PKeyError"],
            ..Marks::NONE
        },
        sample: Some("[!] invalid curve name (OpenSSL::PKey::ECError)"),
        meaning: "Ruby's OpenSSL could not read the key text.",
        priors: Priors::same(&[
            ("key-newlines-escaped", 0.62),
            ("key-armor-missing", 0.12),
            ("credential-missing", 0.1),
            ("key-text-damaged", 0.07),
            ("key-base64-wrapped", 0.05),
            ("key-wrong-type", 0.02),
        ]),
        source: "https://github.com/fastlane/fastlane/issues/18655",
        ..LOCAL
    },
    Response {
        id: "local-null-byte",
        marks: Marks { detail: &["string contains null byte"], loose: &["null byte"], ..Marks::NONE },
        sample: Some("string contains null byte"),
        meaning: "The key was decoded from base64 once too often.",
        priors: Priors::same(&[
            ("key-base64-wrapped", 0.85),
            ("key-text-damaged", 0.1),
            ("key-newlines-escaped", 0.02),
        ]),
        source: "https://github.com/microsoft/app-store-vsts-extension/issues/277",
        ..LOCAL
    },
    Response {
        id: "local-pem-no-start-line",
        marks: Marks {
            detail: &[
                "no start line",
                "error:0909006C",
                "error:0906D06C",
                "error:0480006C",
                "ERR_OSSL_PEM_NO_START_LINE",
                "PEM_NO_START_LINE",
            ],
            ..Marks::NONE
        },
        codes: &["0909006C", "0906D06C", "0480006C"],
        sample: Some("error:0909006C:PEM routines:get_name:no start line"),
        meaning: "OpenSSL found no BEGIN line in the key text.",
        priors: Priors::same(&[
            ("key-armor-missing", 0.35),
            ("key-newlines-escaped", 0.25),
            ("key-base64-wrapped", 0.18),
            ("credential-missing", 0.1),
            ("key-text-damaged", 0.06),
            ("ids-swapped", 0.03),
        ]),
        source: "https://github.com/Ponytech/appstoreconnectapi/issues/65",
        ..LOCAL
    },
    Response {
        id: "local-decoder-unsupported",
        marks: Marks {
            detail: &["DECODER routines", "error:1E08010C", "ERR_OSSL_UNSUPPORTED"],
            ..Marks::NONE
        },
        codes: &["1E08010C"],
        sample: Some("error:1E08010C:DECODER routines::unsupported"),
        meaning: "OpenSSL 3 could not make out any kind of key in the text.",
        priors: Priors::same(&[
            ("key-newlines-escaped", 0.35),
            ("key-armor-missing", 0.25),
            ("key-base64-wrapped", 0.15),
            ("key-text-damaged", 0.1),
            ("credential-missing", 0.08),
            ("key-wrong-type", 0.03),
        ]),
        source: "https://github.com/Ponytech/appstoreconnectapi/issues/65",
        ..LOCAL
    },
    Response {
        id: "local-pem-damaged",
        marks: Marks {
            detail: &[
                "get_header_and_data:short header",
                "PEM routines:PEM_read_bio_ex:bad end line",
                "PEM routines:get_header_and_data:bad end line",
                "PEM routines:PEM_read_bio_ex:bad base64 decode",
                "PEM routines:PEM_read_bio:bad base64 decode",
                "PEM routines::bad base64 decode",
                "PEM routines::bad end line",
                "asn1_check_tlen:wrong tag",
                "asn1 encoding routines::wrong tag",
                "asn1 encoding routines::too long",
                "asn1 encoding routines::not enough data",
                "error:0908F070",
                "error:0D0680A8",
            ],
            loose: &["short header", "bad base64 decode", "bad end line", "wrong tag", "header too long"],
            ..Marks::NONE
        },
        codes: &["0908F070", "0D0680A8"],
        sample: Some(
            "Failed to generate token: error:0908F070:PEM routines:get_header_and_data:short header",
        ),
        meaning: "OpenSSL found a BEGIN line, and damage behind it.",
        priors: Priors::same(&[
            ("key-newlines-escaped", 0.5),
            ("key-text-damaged", 0.3),
            ("key-base64-wrapped", 0.08),
            ("key-armor-missing", 0.05),
            ("key-wrong-type", 0.04),
        ]),
        source: "https://github.com/node-apn/node-apn/issues/650",
        ..LOCAL
    },
];
