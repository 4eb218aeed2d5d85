//! Answers of Apple as they were seen on the wire (§5.3), identifiers replaced.

use serde_json::json;

use super::exchange::Answer;
use super::policy::Account;

/// The one body for every fault of a credential at App Store Connect. It has no `id`.
pub(super) const NOT_AUTHORIZED: &str = r#"{"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"Authentication credentials are missing or invalid.","detail":"Provide a properly configured and signed bearer token, and make sure that it has not expired. Learn more about Generating Tokens for API Requests https://developer.apple.com/go/?id=api-generating-tokens"}]}"#;

/// The title of most 403s.
const FORBIDDEN: &str = "This request is forbidden for security reasons";

/// What a key whose role is too low gets.
pub(super) const ROLE: &str = "The API key in use does not allow this request";

pub(super) const ACCOUNT_HOLDER: &str = "This operation can only be performed by the Account Holder.";

const AGREEMENT: &str =
    "This request requires an in-effect agreement that has not been signed or has expired.";

/// An error object of App Store Connect.
pub(super) fn error(status: u16, code: &str, title: &str, detail: &str, id: &str) -> Answer {
    let error =
        json!({"id": id, "status": status.to_string(), "code": code, "title": title, "detail": detail});
    Answer::json(status, json!({"errors": [error]}).to_string())
}

pub(super) fn forbidden(detail: &str, id: &str) -> Answer {
    error(403, "FORBIDDEN_ERROR", FORBIDDEN, detail, id)
}

/// What the state of the team answers to every request with a valid token; `None` when it is good.
pub(super) fn account(account: Account, team: &str, id: &str) -> Option<Answer> {
    match account {
        Account::Good => None,
        Account::AgreementPending => Some(linked(
            "FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED",
            "A required agreement is missing or has expired.",
            AGREEMENT,
            "/business",
            id,
        )),
        // Put together from two reports, one of which leaves out the middle.
        Account::LicenseAgreementPending => Some(error(
            403,
            "FORBIDDEN_ERROR.PLA_NOT_ACCEPTED",
            "Unable to process request - PLA Update available.",
            "You currently don't have access to this membership resource. To resolve this issue, your team's Account \
             Holder, Robin Example, must agree to the latest Program License Agreement.",
            id,
        )),
        Account::AccessUnavailable => Some(Answer::json(
            403,
            r#"{"errors":[{"status":"403","code":"FORBIDDEN","title":"Access Unavailable","detail":"You currently don't have access to this resource. To resolve this issue, the Account Holder must agree to the latest Program License Agreement in their account on the Apple Developer website. https://developer.apple.com/account"}]}"#,
        )),
        Account::MembershipExpired => Some(forbidden(
            &format!(
                "Team ID: '{team}' is not associated with an active membership. To check your teams membership \
                 status, sign in your account on the developer website. https://developer.apple.com/account/"
            ),
            id,
        )),
        Account::TeamUnknown => {
            Some(forbidden("Unable to find a team with the given Content Provider ID", id))
        }
        Account::ProviderMissing => Some(linked(
            "FORBIDDEN.MISSING_PROVIDER",
            "This provider does not exist.",
            "This provider does not exist.",
            "/landing",
            id,
        )),
    }
}

/// An error that names a page of App Store Connect.
fn linked(code: &str, title: &str, detail: &str, see: &str, id: &str) -> Answer {
    let error = json!({
        "id": id, "status": "403", "code": code, "title": title, "detail": detail, "links": {"see": see}
    });
    Answer::json(403, json!({"errors": [error]}).to_string())
}

/// The agreement in the words of the Notary API.
pub(super) fn notary_agreement(id: &str) -> Answer {
    let detail = format!(
        "{AGREEMENT} Ensure your team has signed the necessary legal agreements and that they are not expired."
    );
    let title = "A required agreement is missing or has expired.";
    error(403, "FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED", title, &detail, id)
}

pub(super) fn rate_limited(id: &str) -> Answer {
    let detail = "We've received too many requests for this API. Please wait and try again or slow down your \
                  request rate.";
    error(429, "RATE_LIMIT_EXCEEDED", "The request rate limit has been reached.", detail, id)
}

/// The Notary API's own, which has no `id`.
pub(super) fn notary_rate_limited() -> Answer {
    Answer::json(
        429,
        r#"{"errors":[{"status":"429","code":"RATE_LIMIT","title":"Too many requests","detail":"Exceeded hourly limit of requests. Try again later."}]}"#,
    )
}

/// An incident: JSON behind the front end, HTML of the front end, of which reports show the title alone.
pub(super) fn outage(status: u16) -> Answer {
    if status == 500 {
        return Answer::json(
            500,
            r#"{"errors":[{"status":"500","code":"UNEXPECTED_ERROR","title":"An unexpected error occurred.","detail":"An unexpected error occurred on the server side. If this issue continues, contact us at https://developer.apple.com/contact/."}]}"#,
        );
    }
    Answer::html(
        status,
        "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 \
         Service Temporarily Unavailable</h1></center>\r\n<hr><center>Apple</center>\r\n</body>\r\n</html>\r\n",
    )
}

/// The front end's refusal, around what reports show of it.
pub(super) fn edge() -> Answer {
    Answer::html(
        403,
        "<HTML>\n<HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD>\n<BODY>\n<H1>Access Denied</H1>\n<B>Description: \
         </B>You are not allowed to access the document you requested.\n</BODY>\n</HTML>\n",
    )
    .field("server", "Apple")
}

/// The refusal of services that do not answer in JSON; `indent` stands before the second line.
pub(super) fn unauthenticated(indent: &str, number: u64) -> Answer {
    Answer::text(401, format!("Unauthenticated\n\n{indent}Request ID: {}.0.0\n", correlation(number)))
}

/// 26 characters, as in `x-apple-jingle-correlation-key`.
pub(super) fn correlation(number: u64) -> String {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (0..26).map(|it| char::from(b'A' + (mixed >> (it * 2) & 15) as u8)).collect()
}

/// The shape of a UUID, another for each answer.
pub(super) fn uuid(number: u64) -> String {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{number:012x}",
        mixed >> 32,
        mixed >> 16 & 0xffff,
        mixed & 0xfff,
        mixed >> 52
    )
}
