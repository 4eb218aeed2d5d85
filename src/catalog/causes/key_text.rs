//! The text of the key on its way to the tool.

use crate::catalog::cause::{Cause, Family, KEYS_PAGE};
use crate::catalog::evidence::{Evidence, Experiment, Fact};

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        id: "key-newlines-escaped",
        family: Family::KeyText,
        title: "the key text holds the two characters `\\n` instead of line breaks",
        explanation: "\
JSON, YAML and secret stores turn line breaks into `\\n`, and PowerShell's single quotes keep them.
OpenSSL then says `invalid curve name` or `no start line`, Node `secretOrPrivateKey must be an
asymmetric key`.",
        fix: &[
            "Replace them before use: `printf '%b\\n' \"$KEY\" > AuthKey_XXXXXXXXXX.p8`, or \
                 `.replace(/\\\\n/g, '\\n')`.",
            "Or store the file base64-encoded and say so to the tool (fastlane's \
                 `is_key_content_base64: true`).",
            "Check it: `openssl pkey -in AuthKey_XXXXXXXXXX.p8 -noout`.",
        ],
        page: None,
        experiments: &[Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://github.com/microsoft/app-store-vsts-extension/issues/218",
    },
    Cause {
        id: "key-base64-wrapped",
        family: Family::KeyText,
        title: "the whole key file is base64-encoded once more, or was decoded twice",
        explanation: "\
A key stored as base64 must be decoded exactly once. CryptoKit says `invalidPEMDocument`; `string
contains null byte` means that it was decoded once too often.",
        fix: &[
            "Decode it: `base64 -d < secret.txt > AuthKey_XXXXXXXXXX.p8`.",
            "Or set the tool's switch: fastlane's `is_key_content_base64: true`.",
            "Check it: the first line must be `-----BEGIN PRIVATE KEY-----`.",
        ],
        page: None,
        experiments: &[Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://github.com/microsoft/app-store-vsts-extension/issues/218",
    },
    Cause {
        id: "key-armor-missing",
        family: Family::KeyText,
        title: "the key text has no BEGIN and END lines",
        explanation: "\
Copying only the middle of the file loses the lines that say what it is. Most libraries refuse the
rest, or take it for the name of a file.",
        fix: &["Use the file as Apple handed it out, first and last line included."],
        page: None,
        experiments: &[Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://developer.apple.com/help/account/keys/create-a-private-key",
    },
    Cause {
        id: "key-text-damaged",
        family: Family::KeyText,
        title: "the key text is indented, truncated, re-wrapped or has wrong characters",
        explanation: "\
YAML indents, editors wrap, forms cut and join lines. A key of Apple's is a BEGIN line, four lines
of base64 and an END line, 257 bytes in all.",
        fix: &[
            "Put the file there anew, as it was downloaded.",
            "Check it: `openssl pkey -in AuthKey_XXXXXXXXXX.p8 -noout`, and `why401 check \
                 AuthKey_XXXXXXXXXX.p8` says where it breaks off.",
        ],
        page: None,
        experiments: &[Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://developer.apple.com/help/account/keys/create-a-private-key",
    },
    Cause {
        id: "key-file-not-found",
        family: Family::KeyText,
        title: "the tool does not find the key, or gets its path where it wants its text",
        explanation: "\
altool and Transporter look for `AuthKey_<key ID>.p8` in `./private_keys`, `~/private_keys`,
`~/.private_keys` and `~/.appstoreconnect/private_keys`. notarytool searches nowhere: `--key` is a
path. Other tools take a path in one variable and the text in another: `APPLE_API_KEY` is a key ID
to Tauri and a path to electron-builder.",
        fix: &[
            "altool: put the file at `~/.appstoreconnect/private_keys/AuthKey_<key ID>.p8`. \
             notarytool: give the full path.",
            "In CI, check that the file exists and is not empty right before the call: `test -s \
             \"$KEY_PATH\"`.",
            "Read in the tool's documentation whether the variable wants a path or the text.",
        ],
        page: None,
        experiments: &[Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://github.com/keith/xcode-man-pages/blob/cf6f800d/docs/altool.1.html",
    },
    Cause {
        id: "key-file-permissions",
        family: Family::KeyText,
        title: "the key file is readable by others, or by nobody",
        explanation: "\
Some tools refuse a private key that others may read; a key that its own process may not read is as
good as none.",
        fix: &["`chmod 600 AuthKey_XXXXXXXXXX.p8`, and let the process own the file."],
        page: None,
        experiments: &[Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://developer.apple.com/help/account/keys/create-a-private-key",
    },
    Cause {
        id: "key-not-passed",
        family: Family::KeyText,
        title: "the key was never handed to the tool that needed it",
        explanation: "\
`xcodebuild archive` and `xcodebuild -exportArchive` are two calls, and each needs its own
`-authenticationKey…` options. Without them Xcode looks for an account and says `No Accounts`.",
        fix: &[
            "Give `-allowProvisioningUpdates -authenticationKeyPath … -authenticationKeyID … \
                 -authenticationKeyIssuerID …` to every call.",
            "The path must be absolute.",
        ],
        page: None,
        experiments: &[Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://developer.apple.com/forums/thread/698117",
    },
    Cause {
        id: "key-used-as-token",
        family: Family::KeyText,
        title: "the private key itself was sent as the token",
        explanation: "\
The key signs the token; it is not the token. A key that was sent is known to others now, and stands
in their logs.",
        fix: &[
            "Revoke the key and make a new one.",
            "Delete it from logs as well.",
            "Sign a token with the new one: `why401 mint --key AuthKey_XXXXXXXXXX.p8`.",
        ],
        page: Some(KEYS_PAGE),
        experiments: &[Experiment::Repaired, Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[Evidence::rules_out(
            Fact::Passed("token-is-private-key"),
            "what was sent is no private key",
        )],
        source: "https://developer.apple.com/documentation/appstoreconnectapi/revoking-api-keys",
    },
    Cause {
        id: "key-wrong-type",
        family: Family::KeyText,
        title: "the key is not a P-256 private key",
        explanation: "\
Apple's keys are on P-256. An RSA key, a certificate, a public key or a key of another curve cannot
sign ES256.",
        fix: &[
            "Use the `.p8` file that Apple handed out.",
            "Check it: `openssl pkey -in AuthKey_XXXXXXXXXX.p8 -noout -text` must say \
                 `prime256v1`.",
        ],
        page: None,
        experiments: &[Experiment::Check],
        answer: false,
        services: &[],
        evidence: &[],
        source: "https://developer.apple.com/help/account/keys/create-a-private-key",
    },
];
