//! From a request of the plan to what is sent: the token in the place where the service takes it.

use super::net::{Connection, Outgoing};
use super::plan::endpoint::Endpoint;
use super::plan::{Attempt, Credential};
use crate::catalog::service::Transport;
use crate::model::exchange::Field;
use crate::model::json::Object;
use crate::model::jws::Token;
use crate::redact::Sendable;
use crate::text::percent;

/// The request with its credential.
///
/// `now`: in seconds since 1970.
pub(super) fn outgoing(attempt: &Attempt, now: f64) -> Outgoing {
    match &attempt.credential {
        Credential::Absent => request(&attempt.endpoint, None, now),
        Credential::Token(text) => request(&attempt.endpoint, Some(text), now),
        Credential::Field(value) => {
            Outgoing { authorization: Some(value.clone()), ..request(&attempt.endpoint, None, now) }
        }
    }
}

fn request(endpoint: &Endpoint, token: Option<&Sendable>, now: f64) -> Outgoing {
    let names_accept = endpoint.fields.iter().any(|(name, _)| *name == "accept");
    let any = Field { name: "accept".to_owned(), value: "*/*".to_owned() };
    let mut headers: Vec<Field> = (!names_accept).then_some(any).into_iter().collect();
    headers.extend(
        endpoint.fields.iter().map(|(name, value)| Field { name: (*name).to_owned(), value: value.clone() }),
    );
    let connection = if endpoint.takes_own_connection { Connection::Fresh } else { Connection::Shared };
    Outgoing {
        method: endpoint.method.clone(),
        url: endpoint.url.clone(),
        headers,
        authorization: token.and_then(|token| authorization(endpoint.transport, token)),
        body: endpoint.body.map(|template| match endpoint.transport {
            Transport::FormField(_) => form(template, token),
            _ => template.replace("{milliseconds}", &format!("{:.0}", now * 1000.0)),
        }),
        connection,
    }
}

fn authorization(transport: Transport, token: &Sendable) -> Option<Sendable> {
    match transport {
        Transport::Bearer => Some(token.with_scheme("Bearer")),
        Transport::Bare => Some(token.clone()),
        Transport::FormField(_) | Transport::Other(_) => None,
    }
}

/// The form with the token in its field, or without that field; other placeholders are claims of the token.
fn form(template: &str, token: Option<&Sendable>) -> String {
    let decoded = token.map(|token| Token::decode(token.as_str().as_bytes(), false));
    let claims: Option<&Object> = decoded.as_ref().and_then(Token::claims);
    let pair = |pair: &str| {
        let Some((name, value)) = pair.split_once('=') else { return Some(pair.to_owned()) };
        let Some(placeholder) = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            return Some(pair.to_owned());
        };
        let value = match placeholder {
            "token" => token?.as_str().to_owned(),
            claim => {
                let (claim, choices) = claim.split_once(':').unwrap_or((claim, ""));
                let value = claims.and_then(|claims| claims.str(claim)).unwrap_or_default();
                if choices.is_empty() { value.into_owned() } else { choice(choices, &value).to_owned() }
            }
        };
        Some(format!("{name}={}", percent::encode_form(&value)))
    };
    template.split('&').filter_map(pair).collect::<Vec<_>>().join("&")
}

/// Of `A=a,B=b` what belongs to the beginning of the value; the first one when nothing does.
fn choice<'a>(choices: &'a str, value: &str) -> &'a str {
    let pairs = || choices.split(',').filter_map(|pair| pair.split_once('='));
    let of_value = pairs().find(|(start, _)| value.starts_with(start));
    of_value.or_else(|| pairs().next()).map_or("", |(_, choice)| choice)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    use super::*;
    use crate::catalog::service::Service;
    use crate::catalog::services;
    use crate::mint;
    use crate::redact::Known;

    const NOW: f64 = 1_795_168_800.25;

    fn service(id: &str) -> &'static Service {
        services::find(id).unwrap()
    }

    fn sendable(text: &str) -> Sendable {
        Sendable::value(text, &Known::default()).unwrap()
    }

    #[test]
    fn a_form_carries_the_token_and_its_subject_or_neither() {
        let endpoint = Endpoint::control(service("siwa"), None, None).unwrap();
        let token = mint::with_signature("e30.eyJzdWIiOiAib3JnLmtpdGVzJng9MSJ9", &[255; 64]);
        let form = request(&endpoint, Some(&sendable(&token)), NOW).body.unwrap();
        assert_eq!(
            form,
            format!(
                "grant_type=authorization_code&code=probe&client_id=org.kites%26x%3D1&client_secret={token}"
            )
        );
        assert!(
            request(&endpoint, Some(&sendable("a.b+c")), NOW)
                .body
                .unwrap()
                .ends_with("&client_secret=a.b%2Bc")
        );
        let none = request(&endpoint, None, NOW);
        assert!(!none.body.unwrap().contains("client_secret"));
        assert!(none.authorization.is_none());
    }

    #[test]
    fn a_topic_that_is_not_known_is_not_sent() {
        let apns = service("apns");
        let names = |topic| {
            let outgoing = request(&Endpoint::control(apns, None, topic).unwrap(), Some(&sendable("t")), NOW);
            assert_eq!(outgoing.authorization.as_ref().map(Sendable::as_str), Some("Bearer t"));
            outgoing.headers.into_iter().map(|field| field.name).collect::<Vec<_>>()
        };
        assert_eq!(names(None), ["accept"]);
        assert_eq!(names(Some("org.kites")), ["accept", "apns-topic"]);
        let packed = Endpoint::control(apns, None, None).unwrap().with_field("accept", "application/a-gzip");
        let fields = request(&packed, None, NOW).headers;
        assert_eq!(fields, [Field { name: "accept".to_owned(), value: "application/a-gzip".to_owned() }]);
    }

    #[test]
    fn what_belongs_to_the_client_is_chosen_by_its_beginning() {
        let endpoint = Endpoint::control(service("apple-business"), None, None).unwrap();
        for (client, scope) in [("BUSINESSAPI.1", "business.api"), ("SCHOOLAPI.1", "school.api")] {
            let claims = BASE64_URL_SAFE_NO_PAD.encode(format!(r#"{{"sub":"{client}"}}"#));
            let token = mint::with_signature(&format!("e30.{claims}"), &[255; 64]);
            let form = request(&endpoint, Some(&sendable(&token)), NOW).body.unwrap();
            assert!(form.contains(&format!("&client_id={client}&")), "{form}");
            assert!(form.ends_with(&format!("&client_assertion={token}&scope={scope}")), "{form}");
        }
        let form = request(&endpoint, None, NOW).body.unwrap();
        assert!(!form.contains("client_assertion=") && form.ends_with("&scope=business.api"), "{form}");
    }

    #[test]
    fn json_holds_the_time_in_milliseconds() {
        let endpoint = Endpoint::control(service("devicecheck"), None, None).unwrap();
        let sent = request(&endpoint, Some(&sendable("t")), NOW);
        assert!(sent.body.unwrap().ends_with(r#","timestamp":1795168800250}"#));
        assert_eq!(sent.authorization.as_ref().map(Sendable::as_str), Some("Bearer t"));
    }
}
