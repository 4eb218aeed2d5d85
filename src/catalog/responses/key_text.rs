//! Libraries other than OpenSSL that could not read the key: no request was sent.

use super::openssl::LOCAL;
use super::priors::KEY_TEXT;
use crate::catalog::response::{Marks, Priors, Response};

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "local-cryptokit-invalidpem",
        marks: Marks {
            detail: &[
                "invalidPEMDocument",
                "CryptoKitASN1Error",
                "invalidASN1Object",
                "invalidASN1IntegerEncoding",
            ],
            loose: &["CryptoKitError", "incorrectParameterSize", "incorrectKeySize"],
            ..Marks::NONE
        },
        sample: Some("Invalid authentication key credential (CryptoKit invalidPEMDocument)"),
        meaning: "Apple's CryptoKit could not read the key text.",
        priors: Priors::same(&[
            ("key-base64-wrapped", 0.42),
            ("key-newlines-escaped", 0.3),
            ("key-text-damaged", 0.15),
            ("key-armor-missing", 0.07),
            ("credential-missing", 0.03),
        ]),
        source: "https://github.com/stablyai/orca/pull/5477",
        ..LOCAL
    },
    Response {
        id: "local-invalid-base64-private-key",
        marks: Marks {
            detail: &["invalidBase64EncodedPrivateKey"],
            loose: &["Illegal base64 character"],
            ..Marks::NONE
        },
        sample: Some("JWT.Error.invalidBase64EncodedPrivateKey"),
        meaning: "The library wants the bare base64 of the key: no BEGIN and END lines, no line breaks.",
        priors: Priors::same(&[
            ("key-text-damaged", 0.6),
            ("key-newlines-escaped", 0.25),
            ("key-base64-wrapped", 0.06),
            ("credential-missing", 0.04),
        ]),
        source: "https://github.com/AvdLee/appstoreconnect-swift-sdk/issues/273",
        ..LOCAL
    },
    Response {
        id: "local-not-valid-pem",
        marks: Marks {
            detail: &[
                "is not a valid PEM encoded private key",
                "must be a PEM encoded PKCS1 or PKCS8",
                "AuthKey must be a valid .p8 PEM file",
                "AuthKey must be of type ecdsa",
                "must be PKCS#8 formatted string",
                "Input was not a valid PEM",
                "Valid PEM but no BEGIN/END delimiters",
                "failed to decode PEM block containing",
                "failed to parse PEM block containing",
                "was not possible to parse your key",
                "cannot be coerced into a private key",
                "OpenSSL unable to validate key",
            ],
            title: &["not a valid PEM"],
            loose: &[
                "Provided value not valid",
                "Provided value is not valid",
                "parse private key",
                "parsing private key",
                "load private key",
                "read private key",
                "decode private key",
                "invalid private key",
                "parse .p8",
                "parsing .p8",
                "Invalid key format",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "app-store-connect fetch-signing-files: error: argument --private-key: Provided \
                 value is not a valid PEM encoded private key",
        ),
        meaning: "The tool was given something that is no private key in PEM form.",
        priors: Priors::same(&[
            ("key-base64-wrapped", 0.3),
            ("key-newlines-escaped", 0.25),
            ("credential-missing", 0.15),
            ("key-armor-missing", 0.14),
            ("key-text-damaged", 0.08),
            ("key-wrong-type", 0.04),
        ]),
        source: "https://github.com/codemagic-ci-cd/cli-tools/issues/296",
        ..LOCAL
    },
    Response {
        id: "local-python-deserialize",
        marks: Marks {
            detail: &[
                "Could not deserialize key data",
                "Unable to load PEM file",
                "MalformedFraming",
                "InvalidData(InvalidByte",
            ],
            loose: &[
                "could not deserialize",
                "Could not unserialize key data",
                "Could not parse the provided",
                "InvalidKeyError",
                "Expecting a PEM-formatted key",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "ValueError: Could not deserialize key data. The data may be in an incorrect \
                 format or it may be encrypted with an unsupported algorithm.",
        ),
        meaning: "Python's cryptography could not read the key text.",
        priors: Priors::same(&[
            ("key-armor-missing", 0.33),
            ("key-newlines-escaped", 0.32),
            ("key-base64-wrapped", 0.12),
            ("key-text-damaged", 0.1),
            ("credential-missing", 0.05),
            ("key-wrong-type", 0.03),
        ]),
        source: "https://cryptography.io/en/latest/faq/#why-can-t-i-import-my-pem-file",
        ..LOCAL
    },
    Response {
        id: "local-node-key",
        marks: Marks {
            detail: &[
                "secretOrPrivateKey must be an asymmetric",
                "secretOrPrivateKey is not valid key material",
                "secretOrPrivateKey must be a symmetric key",
                "ERR_OSSL_ASN1",
            ],
            loose: &["secretOrPrivateKey", "Invalid keyData", "ERR_OSSL_"],
            ..Marks::NONE
        },
        sample: Some("secretOrPrivateKey must be an asymmetric key when using ES256"),
        meaning: "Node's jsonwebtoken was given something that it cannot read as a private key.",
        priors: KEY_TEXT,
        source: "https://github.com/auth0/node-jsonwebtoken/blob/master/sign.js",
        ..LOCAL
    },
    Response {
        id: "local-key-missing-value",
        marks: Marks {
            detail: &["secretOrPrivateKey must have a value", "token: AuthKey was nil"],
            ..Marks::NONE
        },
        sample: Some("Error: secretOrPrivateKey must have a value"),
        meaning: "The key is empty or undefined where the library signs.",
        priors: Priors::same(&[
            ("credential-missing", 0.85),
            ("key-not-passed", 0.08),
            ("key-file-not-found", 0.05),
        ]),
        source: "https://github.com/auth0/node-jsonwebtoken/blob/master/sign.js",
        ..LOCAL
    },
    Response {
        id: "local-go-asn1",
        marks: Marks {
            detail: &[
                "asn1: structure error",
                "asn1: syntax error",
                "x509: failed to parse private key",
                "use ParseECPrivateKey instead",
                "use ParsePKCS1PrivateKey instead",
                "use ParsePKCS8PrivateKey instead",
                "key is not a valid ECDSA private key",
            ],
            ..Marks::NONE
        },
        sample: Some(
            "asn1: structure error: tags don't match (16 vs {class:1 tag:13 length:45 isCompound:true})",
        ),
        meaning: "Go could not read the key: no PKCS#8, another kind of key, or damage.",
        priors: Priors::same(&[
            ("key-text-damaged", 0.3),
            ("key-wrong-type", 0.25),
            ("key-base64-wrapped", 0.2),
            ("key-newlines-escaped", 0.12),
            ("key-armor-missing", 0.08),
        ]),
        source: "https://github.com/sideshow/apns2/blob/22443bc/token/token.go",
        ..LOCAL
    },
    Response {
        id: "local-wrong-key-kind",
        marks: Marks {
            detail: &[
                "\"alg\" parameter \"ES256\" requires curve",
                "\"alg\" parameter for \"rsa\" key type must be",
                "No supported key formats were found. Check that the input represents",
            ],
            loose: &[
                "FAST_JWT_INVALID_KEY",
                "IncorrectAlgorithm",
                "InvalidKeyFormat",
                "InvalidEcdsaKey",
                "InvalidKeySpecException",
            ],
            ..Marks::NONE
        },
        sample: Some("\"alg\" parameter \"ES256\" requires curve \"prime256v1\"."),
        meaning: "The key is of a kind that cannot sign ES256, or cannot be read as one.",
        priors: Priors::same(&[
            ("key-wrong-type", 0.5),
            ("key-text-damaged", 0.15),
            ("key-newlines-escaped", 0.12),
            ("key-armor-missing", 0.1),
            ("wrong-service", 0.05),
        ]),
        source: "https://github.com/auth0/node-jsonwebtoken",
        ..LOCAL
    },
    Response {
        id: "local-token-key-load",
        marks: Marks {
            wrapper: &[
                "Failed loading token key",
                "Failed to generate token: error:",
                "Failed to generate token: Could not find expected",
            ],
            ..Marks::NONE
        },
        sample: Some("Failed loading token key: ENOENT: no such file or directory, open <key text>"),
        meaning: "The key could not be loaded: text where it wants a path, a path that leads \
                 nowhere, or damaged text.",
        priors: Priors::same(&[
            ("key-file-not-found", 0.4),
            ("key-armor-missing", 0.2),
            ("key-newlines-escaped", 0.18),
            ("credential-missing", 0.1),
            ("key-text-damaged", 0.06),
        ]),
        source: "https://github.com/node-apn/node-apn/issues/594",
        ..LOCAL
    },
];
