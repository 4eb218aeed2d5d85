//! The first stage: which services a subject may belong to, what its response is, and as of when it is judged.

use super::Settings;
use super::input::{Input, Kind};
use crate::catalog::response::{Answer, Recognized, Statement};
use crate::catalog::sender::Sender;
use crate::catalog::service::Service;
use crate::catalog::services::{self, Clues, with_rules};
use crate::input::exchange::code;
use crate::model::credentials::Credentials;
use crate::model::exchange::Exchange;

/// What a subject was recognized as.
#[derive(Default)]
pub(crate) struct Recognition {
    /// The instant as of which it is judged, in seconds since 1970.
    pub at: f64,
    /// Whether that is the instant of the request, and not just that of this run.
    pub at_is_known: bool,
    /// The services it may belong to: several with rules, or one. None when there is nothing to check.
    pub services: Vec<&'static Service>,
    /// Those among which `services` is only the usual one; empty when nothing was assumed.
    pub assumed_among: Vec<&'static Service>,
    /// The status of the response: as captured, or the one that its text comes with.
    pub status: Option<u16>,
    /// Apple's code in the response.
    pub code: Option<String>,
    /// What the response of the exchange is.
    pub response: Option<Recognized>,
}

/// Recognizes services, response and instant.
pub(super) fn recognize(input: &Input, settings: &Settings) -> Recognition {
    let date = || input.exchange.as_ref().and_then(Exchange::date);
    let at = settings.at.or_else(date);
    let recognition =
        Recognition { at: at.unwrap_or(settings.now), at_is_known: at.is_some(), ..Recognition::default() };
    if matches!(input.kind, Kind::Log | Kind::Other) {
        return recognition;
    }
    let services = services(input, settings);
    let recognition = Recognition { services, ..recognition };
    let recognition = match &input.exchange {
        Some(exchange) => of_exchange(input, exchange, recognition, settings),
        None => recognition,
    };
    assume(recognition, input, settings)
}

/// Assumes the usual service when it is one of several. What nothing shows a service of stays open, unless it is a key
/// of which something is asked that only a service can answer. A failure without a token may have been of any key.
fn assume(recognition: Recognition, input: &Input, settings: &Settings) -> Recognition {
    let services = &recognition.services;
    let is_open = match (&input.token, &input.exchange) {
        (None, Some(_)) => true,
        (None, None) if input.key.is_some() && settings.min_remaining.is_some() => false,
        _ => services::are_all(settings.list, services),
    };
    match services.iter().find(|service| service.id == services::USUAL).copied() {
        Some(usual) if services.len() > 1 && !is_open => {
            Recognition { services: vec![usual], assumed_among: recognition.services, ..recognition }
        }
        _ => recognition,
    }
}

/// The services that request, key file and claims leave.
fn services(input: &Input, settings: &Settings) -> Vec<&'static Service> {
    let request = input.request(settings);
    let place = request.and_then(|request| Some((request.host.as_deref()?, request.path.as_str())));
    let named = match (settings.service, place) {
        (Some(service), _) => vec![service],
        (None, Some((host, path))) => services::at(settings.list, host, path),
        (None, None) => Vec::new(),
    };
    match named.first() {
        Some(service) if settings.service.is_some() || with_rules(&named).next().is_none() => vec![*service],
        _ => {
            let clues = clues(&input.credentials, place);
            services::candidates(settings.list, input.token.as_ref(), clues)
        }
    }
}

fn clues<'a>(credentials: &'a Credentials, request: Option<(&'a str, &'a str)>) -> Clues<'a> {
    Clues {
        request,
        key_file: credentials.key_file.as_deref(),
        in_house: credentials.in_house,
        issuer_id: match credentials.issuer_id() {
            Some(_) => Some(true),
            None => credentials.is_key_file.then_some(false),
        },
        is_key_file: credentials.is_key_file,
    }
}

/// With the response of the exchange, which distinguishes services that nothing else does.
fn of_exchange(
    input: &Input,
    exchange: &Exchange,
    recognition: Recognition,
    settings: &Settings,
) -> Recognition {
    let read = || Statement::of(exchange.body.as_deref(), exchange.field("content-type"));
    let statement = match &input.statement {
        Some(statement) => statement.clone().with_status(exchange.status),
        None => read(),
    };
    let status = exchange.status.or(statement.status());
    let is_unanswered = status.is_none() && exchange.body.is_none() && exchange.request.is_some();
    if is_unanswered && exchange.fields.is_empty() {
        return recognition;
    }
    let mut services = recognition.services;
    if let (Sender::Apple(of_sender), true) = (&input.sender, settings.service.is_none()) {
        let left: Vec<_> =
            services.iter().copied().filter(|service| of_sender.contains(&service.id)).collect();
        services = if left.is_empty() { services } else { left };
    }
    let ids = ids(&services, settings);
    let recognized = statement.recognize(&Answer {
        status: exchange.status.filter(|_| input.statement.is_none()),
        services: &ids,
        takes_common: input.takes_common,
        ..Answer::default()
    });
    let is_of_response = |service: &&'static Service| recognized.response.services.contains(&service.id);
    if ids.is_empty() && recognized.by_text && services.iter().any(is_of_response) {
        services.retain(is_of_response);
    }
    // A text that only comes with one status shows it.
    let of_text = match recognized.response.status {
        [status] if recognized.by_text => Some(*status),
        _ => None,
    };
    Recognition {
        services,
        status: status.or(of_text),
        code: exchange.body.as_deref().and_then(code),
        response: Some(recognized),
        ..recognition
    }
}

/// The services that may have responded, by id; none when nothing is known.
pub(super) fn ids(services: &[&'static Service], settings: &Settings) -> Vec<&'static str> {
    if services::are_all(settings.list, services) {
        return Vec::new();
    }
    services.iter().map(|service| service.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::services::SERVICES;
    use crate::input::Source;

    fn settings<'a>() -> Settings<'a> {
        Settings {
            list: SERVICES,
            service: None,
            request: None,
            environment: None,
            status: None,
            role: None,
            history: None,
            at: None,
            now: 1_795_168_980.0,
            min_remaining: None,
            allowed: Vec::new(),
            every_entry: false,
        }
    }

    fn input(exchange: Exchange) -> Input {
        Input {
            source: Source::named("test"),
            place: None,
            kind: Kind::Exchange,
            binary: None,
            repeats: None,
            token: None,
            stands_for_key: false,
            key: None,
            jwks: None,
            credentials: Credentials::default(),
            exchange: Some(exchange),
            sender: Sender::Unknown,
            statement: None,
            takes_common: true,
            is_refusal_of_unknown: false,
        }
    }

    fn of_body(body: &str) -> (Input, Recognition) {
        let input = input(Exchange { body: Some(body.to_owned()), ..Exchange::default() });
        let recognition = recognize(&input, &settings());
        (input, recognition)
    }

    #[test]
    fn a_status_that_the_text_shows_is_recognized_and_not_written_back() {
        let body =
            r#"{"errors": [{"status": "401", "code": "NOT_AUTHORIZED", "title": "x", "detail": "y"}]}"#;
        let (input, recognition) = of_body(body);
        assert_eq!(recognition.status, Some(401));
        assert_eq!(recognition.code.as_deref(), Some("NOT_AUTHORIZED"));
        assert_eq!(input.exchange.unwrap().status, None);
    }

    #[test]
    fn a_response_of_some_services_rules_the_others_out() {
        let (_, recognition) = of_body(r#"{"reason": "InvalidProviderToken"}"#);
        let ids: Vec<_> = recognition.services.iter().map(|service| service.id).collect();
        assert_eq!(ids, ["apns"]);
        let (_, recognition) = of_body("something else failed");
        assert!(services::are_all(SERVICES, &recognition.services));
    }

    #[test]
    fn the_date_of_the_response_is_the_instant_unless_another_is_given() {
        let date = |value: &str| crate::model::exchange::Field { name: "Date".into(), value: value.into() };
        let fields = vec![date("Fri, 20 Nov 2026 10:00:00 GMT")];
        let input = input(Exchange { status: Some(401), fields, ..Exchange::default() });
        let instant = |settings: &Settings| {
            let recognition = recognize(&input, settings);
            (recognition.at, recognition.at_is_known)
        };
        assert_eq!(instant(&settings()), (1_795_168_800.0, true));
        assert_eq!(instant(&Settings { at: Some(1.0), ..settings() }), (1.0, true));
        let silent = self::input(Exchange { status: Some(401), ..Exchange::default() });
        let recognition = recognize(&silent, &settings());
        assert_eq!((recognition.at, recognition.at_is_known), (1_795_168_980.0, false));
    }
}
