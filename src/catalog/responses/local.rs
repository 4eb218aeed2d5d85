//! Tools that stop over their configuration: no request was sent.

use crate::catalog::response::{Layer, Marks, Priors, Response, Shows};

const LOCAL: Response =
    Response { layer: Layer::Local, shows: Shows::Unsendable, hints: NOT_SENT, ..Response::BLANK };
const NOT_SENT: &[&str] = &["No request was sent: neither Apple nor the token is involved."];

pub(super) static RESPONSES: &[Response] = &[
    Response {
        id: "local-authkey-file-missing",
        marks: Marks {
            detail: &[
                "Failed to load AuthKey file",
                "could not be found in any of these locations: './private_keys'",
                "Couldn't find key p8 file at path",
                "-authenticationKeyPath flag must be an absolute path to an existing file",
            ],
            loose: &[
                "could not be found in any of these locations",
                "has no authentication key",
                "(-43)",
                "(-39)",
                "private_keys/AuthKey_",
                "rb_sysopen",
                "no such file or directory",
                "ENOENT",
                "FileNotFoundError",
            ],
            ..Marks::NONE
        },
        codes: &["-43", "-39"],
        sample: Some(
            "Error Domain=ITunesConnectionAuthenticationErrorDomain Code=-26000 \"Failed to \
                 generate JWT token: Error Domain=NSCocoaErrorDomain Code=-43 \"Failed to load \
                 AuthKey file.\" ... The file 'AuthKey_***.p8' could not be found in any of these \
                 locations: './private_keys', '~/private_keys', '~/.private_keys', \
                 '~/.appstoreconnect/private_keys'.",
        ),
        meaning: "The tool did not find the key file, or could not read it.",
        priors: Priors::same(&[
            ("key-file-not-found", 0.7),
            ("credential-missing", 0.14),
            ("key-base64-wrapped", 0.05),
            ("key-text-damaged", 0.04),
            ("client-outdated", 0.04),
        ]),
        hints: &[
            "No request was sent.",
            "altool looks in ./private_keys, ~/private_keys, ~/.private_keys and \
                 ~/.appstoreconnect/private_keys for AuthKey_<key ID>.p8; xcodebuild wants an \
                 absolute path.",
        ],
        source: "https://github.com/daniil-shumko/flutter_github_actions_basics/issues/2",
        ..LOCAL
    },
    Response {
        id: "local-jwt-generation",
        marks: Marks { wrapper: &["Failed to generate JWT token"], ..Marks::NONE },
        sample: Some("Failed to generate JWT token"),
        meaning: "The tool could not make a token; the error inside says why.",
        priors: Priors::same(&[
            ("key-file-not-found", 0.5),
            ("client-outdated", 0.25),
            ("key-text-damaged", 0.1),
            ("credential-missing", 0.08),
        ]),
        source: "https://github.com/fastlane/fastlane/issues/20663",
        ..LOCAL
    },
    Response {
        id: "local-key-permissive",
        marks: Marks {
            detail: &["private key file is too permissive", "too permissive; run: chmod"],
            loose: &["too permissive"],
            ..Marks::NONE
        },
        sample: Some(
            "auth login: invalid private key: private key file is too permissive; run: chmod 600 \"<path>\"",
        ),
        meaning: "The tool refuses a key file that others may read.",
        priors: Priors::same(&[("key-file-permissions", 0.85), ("client-outdated", 0.12)]),
        hints: &["No request was sent.", "On Windows the check itself has been wrong."],
        source: "https://github.com/rorkai/App-Store-Connect-CLI/pull/1704",
        ..LOCAL
    },
    Response {
        id: "local-key-unreadable",
        marks: Marks {
            loose: &[
                "EACCES: permission denied",
                "Permission denied @ rb_sysopen",
                "permission denied, open",
            ],
            ..Marks::NONE
        },
        sample: Some("EACCES: permission denied, open 'AuthKey_K7Q2M9X4TZ.p8'"),
        meaning: "The tool may not read the key file.",
        priors: Priors::same(&[("key-file-permissions", 0.9), ("key-file-not-found", 0.05)]),
        source: "https://nodejs.org/api/errors.html#common-system-errors",
        ..LOCAL
    },
    Response {
        id: "local-issuer-not-uuid",
        marks: Marks {
            detail: &["is invalid for '--issuer"],
            loose: &["must be a valid UUID"],
            ..Marks::NONE
        },
        sample: Some("Error: The value '***' is invalid for '--issuer <issuer>': *** must be a valid UUID"),
        meaning: "What was given as issuer ID has not the shape of one.",
        priors: Priors::same(&[
            ("issuer-id-wrong", 0.5),
            ("client-outdated", 0.17),
            ("credential-missing", 0.13),
            ("identifier-whitespace", 0.1),
            ("ids-swapped", 0.06),
        ]),
        hints: &[
            "No request was sent.",
            "Apple's issuer IDs have the shape of a UUID of no UUID version; a stricter tool is wrong.",
        ],
        source: "https://github.com/rejifald/movar/pull/386",
        ..LOCAL
    },
    Response {
        id: "local-issuer-missing",
        marks: Marks {
            detail: &[
                "issuerId is required",
                "missing issuer_id",
                "appleApiIssuer property is required",
                "issuerNotProvided",
            ],
            ..Marks::NONE
        },
        sample: Some("An exception has occurred: issuerId is required"),
        meaning: "The tool was given no issuer ID.",
        priors: Priors::same(&[
            ("credential-missing", 0.5),
            ("client-outdated", 0.35),
            ("key-not-passed", 0.05),
            ("individual-key-restricted", 0.05),
        ]),
        hints: &["No request was sent.", "An individual key has no issuer ID: some tools cannot use one."],
        source: "https://github.com/microsoft/app-store-vsts-extension/issues/290",
        ..LOCAL
    },
    Response {
        id: "local-missing-env",
        marks: Marks {
            detail: &[
                "value must be a Hash! Found",
                "App Store Connect API key JSON is missing field",
                ":key_content or :key_filepath is required",
                "appleApiKey property is required",
                "appleApiKeyId property is required",
            ],
            loose: &[
                "need to be set",
                "needs to be set",
                "must be set",
                "is not set",
                "is not available in the local environment",
                "no implicit conversion of nil",
                "No value found for '",
                "must be a Hash",
            ],
            ..Marks::NONE
        },
        sample: Some("'api_key' value must be a Hash! Found String instead."),
        meaning: "A value that the tool needs is empty, absent or of the wrong shape.",
        priors: Priors::same(&[
            ("credential-missing", 0.83),
            ("key-not-passed", 0.06),
            ("key-file-not-found", 0.05),
            ("credentials-conflict", 0.02),
        ]),
        hints: &[
            "No request was sent.",
            "A secret's name misspelt, a secret not handed to the step, or a run of a fork, which sees none.",
        ],
        source: "https://github.com/fastlane/fastlane/issues/18324",
        ..LOCAL
    },
    Response {
        id: "local-credential-mix",
        marks: Marks {
            detail: &[
                "Cannot use password credentials, API key credentials",
                "API key credentials and keychain credentials at once",
            ],
            loose: &["credentials at once", "at once"],
            ..Marks::NONE
        },
        sample: Some("Cannot use password credentials, API key credentials and keychain credentials at once"),
        meaning: "Two kinds of credentials are configured.",
        priors: Priors::same(&[("credentials-conflict", 0.97)]),
        hints: &["No request was sent.", "Drop `teamId` next to an API key."],
        source: "https://github.com/zeweihan/aiworkdeck/pull/737",
        ..LOCAL
    },
    Response {
        id: "local-duration-too-long",
        marks: Marks { detail: &["The duration can't be more than 1200"], ..Marks::NONE },
        sample: Some("The duration can't be more than 1200 (20 minutes) and the value entered was '3600'"),
        meaning: "The tool does not make a token that Apple would refuse.",
        priors: Priors::same(&[("lifetime-too-long", 1.0)]),
        source: "https://github.com/fastlane/fastlane/issues/29468",
        ..LOCAL
    },
];
