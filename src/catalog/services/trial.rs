//! Services as they may be one day: those without rules with the rules of `testdata/services/rules.json`.
//!
//! They show that the form takes them, and that a further service changes nothing of what is said of another
//! one's tokens.

use std::sync::LazyLock;

use serde_json::Value;

use super::SERVICES;
use crate::catalog::service::{Claim, Form, From, Identifier, Lifetime, Presence, Rules, Service};
use crate::catalog::severity::Severity;

static TRIAL: LazyLock<Vec<&'static Service>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/services/rules.json");
    let text = std::fs::read_to_string(path).unwrap();
    let entries: Vec<Value> = serde_json::from_str(&text).unwrap();
    entries.iter().map(service).collect()
});

/// Every service that has no rules yet, with rules.
pub(crate) fn services() -> &'static [&'static Service] {
    &TRIAL
}

pub(crate) fn find(id: &str) -> Option<&'static Service> {
    services().iter().copied().find(|service| service.id == id)
}

/// The list with this service in it, at the place of the one of its name.
pub(crate) fn list_with(services: &[&'static Service]) -> &'static [&'static Service] {
    let is_replaced = |old: &&Service| services.iter().any(|new| new.id == old.id);
    let mut list: Vec<_> = SERVICES.iter().copied().filter(|old| !is_replaced(old)).collect();
    list.extend(services);
    list.sort_by_key(|service| service.id);
    list.leak()
}

fn service(entry: &Value) -> &'static Service {
    let id = text(&entry["id"]);
    let known = super::find(id).unwrap_or_else(|| panic!("no service {id}"));
    assert!(known.rules.is_none(), "{id} has rules of its own");
    Box::leak(Box::new(Service {
        id,
        name: known.name,
        about: known.about,
        key: known.key,
        hosts: known.hosts,
        sandbox_hosts: known.sandbox_hosts,
        transport: known.transport,
        rules: Some(rules(entry)),
        sources: known.sources,
        ..Service::BLANK
    }))
}

fn rules(entry: &Value) -> Rules {
    let number = |name: &str| entry[name].as_u64().map(|number| u32::try_from(number).unwrap());
    let claims: Vec<_> = entry["claims"].as_array().unwrap().iter().map(claim).collect();
    let from = |word: &&str| match *word {
        "now" => From::Now,
        "issued-at" => From::IssuedAt,
        word => panic!("{word}"),
    };
    Rules {
        key_id: entry["key_id"].as_str().map(|form| match form {
            "key-id" => Identifier::KeyId,
            form => panic!("{form}"),
        }),
        header: texts(&entry["header"]),
        header_id: None,
        claims: claims.leak(),
        unlisted_claims: None,
        duplicate_members: Severity::Warning,
        lifetime: Lifetime {
            max: number("max"),
            max_refused: entry["max_refused"].as_bool().unwrap_or_default(),
            from: texts(&entry["from"]).iter().map(from).collect::<Vec<_>>().leak(),
            ..Lifetime::NO_MAXIMUM
        },
        scope: None,
    }
}

fn claim(entry: &Value) -> Claim {
    let name = text(&entry["name"]);
    let presence = match text(&entry["presence"]) {
        "required" => Presence::Required,
        "optional" => Presence::Optional,
        presence => panic!("{presence}"),
    };
    let about = if entry["about"].is_string() { text(&entry["about"]) } else { name };
    Claim { name, presence, form: form(text(&entry["form"])), about }
}

fn form(text: &'static str) -> Form {
    match text.split_once(' ').unwrap_or((text, "")) {
        ("numeric-date", _) => Form::NumericDate,
        ("exactly", value) => Form::Exactly(value),
        ("team-id", _) => Form::Identifier(Identifier::TeamId),
        ("bundle-id", _) => Form::Identifier(Identifier::BundleId),
        ("apple-id", _) => Form::Identifier(Identifier::AppleId),
        ("string", _) => Form::String,
        _ => panic!("{text}"),
    }
}

fn text(value: &Value) -> &'static str {
    value.as_str().unwrap().to_owned().leak()
}

fn texts(value: &Value) -> &'static [&'static str] {
    value.as_array().map(|values| values.iter().map(text).collect::<Vec<_>>().leak()).unwrap_or_default()
}
