//! The vocabulary of causes: what can be wrong with a request that Apple refuses.

/// One cause.
pub struct Cause {
    /// Its name; never changes.
    pub id: &'static str,
    /// What is wrong, in one sentence.
    pub title: &'static str,
}

const fn cause(id: &'static str, title: &'static str) -> Cause {
    Cause { id, title }
}

/// Every cause that a lint speaks for, by name.
pub static CAUSES: &[Cause] = &[
    cause("algorithm-wrong", "the token is signed with another algorithm than ES256"),
    cause("audience-wrong", "`aud` is not the audience of the service"),
    cause("authorization-malformed", "the Authorization header is not `Bearer` and one token"),
    cause("bundle-id-missing", "`bid` is absent where the service needs the bundle ID of the app"),
    cause("bundle-id-wrong", "`bid` is not the bundle ID of the app"),
    cause("claims-unexpected", "the token carries a claim that the service forbids"),
    cause("client-id-mismatch", "`client_id`, `sub` and the app of the code differ (Sign in with Apple)"),
    cause(
        "clock-ahead",
        "this machine's clock is ahead of Apple's: `iat` lies in the future, `exp` too far ahead",
    ),
    cause("clock-behind", "this machine's clock is behind Apple's: `exp` passes early"),
    cause("credential-missing", "the variable, the file or the field is empty or absent"),
    cause("credential-stale", "an old copy of the secret is what is really in use"),
    cause(
        "credentials-conflict",
        "two different credentials are configured, and the tool takes the other one",
    ),
    cause("expiry-missing", "there is no `exp` where the service needs it"),
    cause("expiry-relative", "`exp` holds a duration, not an instant"),
    cause(
        "identifier-whitespace",
        "quotes, blanks, a line break or invisible characters stand in an identifier or token",
    ),
    cause("ids-swapped", "two identifiers stand in each other's place"),
    cause(
        "individual-key-with-issuer",
        "an individual key is sent with `iss`; it needs `sub: \"user\"` and no `iss`",
    ),
    cause("issued-at-missing", "`iat` is absent where the service needs it"),
    cause("issuer-id-wrong", "`iss` is another team's issuer ID, a Team ID, a key ID, or mistyped"),
    cause("key-armor-missing", "the key text has no BEGIN and END lines"),
    cause("key-base64-wrapped", "the whole key file is base64-encoded once more"),
    cause(
        "key-file-not-found",
        "the key is not where the tool looks: a path where text is expected, or the reverse",
    ),
    cause("key-file-permissions", "the key file is readable by others, or by nobody"),
    cause("key-id-missing", "the header has no `kid`"),
    cause("key-id-wrong", "`kid` is not the ID of the key that signed, or is unknown to Apple"),
    cause("key-newlines-escaped", "the key text holds the two characters `\\n` instead of line breaks"),
    cause("key-not-passed", "the key was never handed to the tool that needed it"),
    cause("key-revoked", "the key was revoked or deleted"),
    cause("key-text-damaged", "the key text is indented, truncated, re-wrapped or has wrong characters"),
    cause("key-used-as-token", "the private key itself was sent as the token"),
    cause("key-wrong-type", "the key is not a P-256 private key"),
    cause(
        "lifetime-at-limit",
        "the life is within a minute of the maximum: a small clock difference tips it over",
    ),
    cause("lifetime-too-long", "the life of the token is over the service's maximum"),
    cause("origin-mismatch", "the `origin` claim is not the page's origin"),
    cause("sample-values", "values from Apple's documentation or a tutorial were left in"),
    cause("scope-mismatch", "no entry of `scope` covers the request"),
    cause("signature-der", "the signature is ASN.1 DER instead of the raw 64 bytes"),
    cause("signature-invalid", "the signature does not verify with the public half of the key"),
    cause("subject-wrong", "`sub` is not what the service needs"),
    cause("time-zone-error", "timestamps are off by whole quarters of hours: local time was taken for UTC"),
    cause("timestamp-type", "a string, a boolean or null stands where a number belongs"),
    cause("timestamp-unit", "timestamps are in milliseconds or microseconds where seconds belong"),
    cause("token-expired", "`exp` was in the past when the request was made"),
    cause("token-malformed", "the token is not three base64url parts of JSON and bytes"),
    cause("wrong-service", "the key, token or host is of another Apple service"),
];

/// The cause of that name.
pub fn find(id: &str) -> Option<&'static Cause> {
    CAUSES.iter().find(|cause| cause.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_unique() {
        assert!(CAUSES.is_sorted_by(|a, b| a.id < b.id));
    }
}
