use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::catalog::words::pointer;

pub(super) static LINT: Lint = Lint {
    name: "token-member-duplicate",
    group: Group::TokenText,
    severity: Severity::Warning,
    summary: "a name stands twice in the header or the claims",
    explanation: EXPLANATION,
    bad: r#"{"header": "{\"alg\":\"ES256\",\"alg\":\"ES256\",\"kid\":\"K7Q2M9X4TZ\",\"typ\":\"JWT\"}"}"#,
    good: r#"{"header": "{\"alg\":\"ES256\",\"kid\":\"K7Q2M9X4TZ\",\"typ\":\"JWT\"}"}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7519#section-4",
    causes: &["token-malformed"],
    explained_by: &["token-part-count"],
    check,
};

const EXPLANATION: &str = "\
Names must be unique; of a name that stands twice, a reader may refuse the token or take the last
value (RFC 7515 §4, RFC 7519 §4). Apple refuses such tokens at some services. This program judges
the last value.

Write each name once. Maps of JSON libraries cannot repeat a name: the token was put together from
text.";

fn check(cx: &Context) -> Option<Check> {
    cx.header().or(cx.claims())?;
    let mut found = [("/header", "header", cx.header()), ("/claims", "claims", cx.claims())]
        .into_iter()
        .filter_map(|(at, place, object)| Some((at, place, object?.duplicate()?)));
    let Some((at, place, name)) = found.next() else { return Some(Passed) };
    let other = found.next().map(|(_, place, name)| format!(", {} twice in the {place}", quoted(name)));
    let message =
        format!("{} stands twice in the {place}{}, expected once", quoted(name), other.unwrap_or_default());
    let help = "write the name once; this program judges its last value";
    Some(Found(LINT.finding(pointer(at, name), message).help(help).severity(cx.rules.duplicate_members)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::findings;

    #[test]
    fn escapes_do_not_hide_a_name_and_both_objects_are_looked_at() {
        let found = findings(
            &LINT,
            &[
                r#"{"header": "{\"alg\":\"ES256\",\"\\u0061lg\":\"ES256\",\"kid\":\"K7Q2M9X4TZ\","#,
                r#"\"typ\":\"JWT\"}", "claims": "{\"iss\":\"3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10\","#,
                r#"\"iat\":1795168800,\"exp\":1,\"exp\":1795169400,\"aud\":\"appstoreconnect-v1\"}"}"#,
            ]
            .concat(),
        );
        assert_eq!(
            format!("{found:?}"),
            "[warning[token-member-duplicate] /header/alg: \"alg\" stands twice in the header, \
             \"exp\" twice in the claims, expected once]"
        );
    }

    #[test]
    fn the_service_says_how_bad_it_is() {
        let found = findings(
            &LINT,
            r#"{"service": "musickit", "claims":
            "{\"iss\":\"A1B2C3D4E5\",\"iat\":1795168800,\"exp\":1795169400,\"exp\":1795169400}"}"#,
        );
        assert_eq!((found[0].lint.name, found[0].severity), ("token-member-duplicate", Severity::Error));
    }
}
