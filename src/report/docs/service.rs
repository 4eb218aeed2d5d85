//! The page of a service: its rules, its key, its hosts.

use std::fmt::Write as _;

use crate::catalog::service::{Claim, Condition, Form, From, Lifetime, Presence, Rules, Service, Transport};
use crate::model::time;

/// The page of one service.
pub(crate) fn service(service: &Service) -> String {
    let mut page = format!("# {}\n\n{}\n\n{}\n\n", service.id, service.name, service.about.trim_end());
    match &service.rules {
        Some(rules) => page.push_str(&self::rules(rules)),
        None => page
            .push_str("Its responses are known, the rules of its tokens are not: they are not checked.\n\n"),
    }
    let _ = write!(page, "Key: {}, made at {}", service.key.name, service.key.page);
    match service.key.file_prefixes {
        [] => page.push_str(".\n\n"),
        prefixes => {
            let _ = write!(page, "; its file begins with {}.\n\n", prefixes.join(" or "));
        }
    }
    let _ = write!(page, "Sent as: {}\n\n", transport(service.transport));
    for (title, names) in [
        ("Hosts", service.hosts),
        ("Sandbox", service.sandbox_hosts),
        ("Hosts that do not take this token", service.other_hosts),
        ("Other names", service.aliases),
    ] {
        if !names.is_empty() {
            let _ = write!(page, "{title}: {}\n\n", names.join(", "));
        }
    }
    if let Some(probe) = &service.probe {
        let _ = write!(
            page,
            "Harmless request that needs a valid token: `{} {}`: {}.",
            probe.method, probe.url, probe.harmless
        );
        if probe.grants_access {
            let _ = write!(page, " It is sent only with `--service {}`.", service.id);
        }
        page.push_str("\n\n");
    }
    let _ = writeln!(page, "Sources:");
    for source in service.sources {
        let _ = writeln!(page, "- {source}");
    }
    page
}

fn rules(rules: &Rules) -> String {
    let mut text = String::from("| claim | | |\n|---|---|---|\n");
    for claim in rules.claims {
        let _ = writeln!(text, "| `{}` | {} | {} |", claim.name, presence(claim), form(claim));
    }
    let kid = rules.key_id.map(|_| "kid");
    let header: Vec<_> = ["alg"].into_iter().chain(kid).chain(rules.header.iter().copied()).collect();
    let _ = write!(text, "\nHeader: {}. Algorithm: ES256.\n\n", header.join(", "));
    let _ = write!(text, "Life: {}\n\n", lifetime(&rules.lifetime));
    text
}

fn presence(claim: &Claim) -> String {
    let word = match claim.presence {
        Presence::Required => "required",
        Presence::RequiredWith(Condition { claim, words }) => {
            return format!("required with `{claim}` {}", words.join(" or "));
        }
        Presence::Documented => "documented as required, optional in practice",
        Presence::Optional => "optional",
        Presence::Forbidden => "must be absent",
    };
    word.to_owned()
}

fn form(claim: &Claim) -> String {
    match claim.form {
        Form::Exactly(value) => format!("`{value}`"),
        Form::SameAs(other) => format!("{}, the same as `{other}`", claim.about),
        Form::Identifier(identifier) => format!("{}: {}", claim.about, identifier.noun()),
        Form::NumericDate => format!("{}, in seconds since 1970", claim.about),
        Form::Strings | Form::Origins => format!("{}: an array of strings", claim.about),
        Form::OneOf(values) => format!("{}: `{}`", claim.about, values.join("`, `")),
        Form::Words(words) => {
            format!("{}: a string of {}, with spaces between them", claim.about, words.join(", "))
        }
        Form::Domains => format!(
            "{}: a string of domains such as `example.com` or `*.example.com`, with commas between them",
            claim.about
        ),
        Form::Boolean => format!("{}: `true` or `false`", claim.about),
        Form::String | Form::Unique => claim.about.to_owned(),
    }
}

fn lifetime(lifetime: &Lifetime) -> String {
    let max = match lifetime.max.map(f64::from) {
        None => "no maximum is stated".to_owned(),
        Some(max) => {
            let bound = if lifetime.max_refused { "less than" } else { "at most" };
            let from = |from: &From| match from {
                From::IssuedAt => "`exp` minus `iat`",
                From::Now => "`exp` minus Apple's clock",
            };
            let measured: Vec<_> = lifetime.from.iter().map(from).collect();
            format!("{bound} {}, measured as {}", time::seconds(max), measured.join(" and as "))
        }
    };
    let age = lifetime.max_age.map(|age| format!("; `iat` may be at most {} old", time::span(age.into())));
    let long = lifetime.long_lived.as_ref().map(|long| {
        let paths: Vec<_> = long.paths.iter().map(|path| format!("- {path}\n")).collect();
        let max = time::span(long.max.into());
        let condition = "when every entry of `scope` is a GET below one of";
        let paths = paths.concat();
        format!(
            "\n\nUp to six months (Apple gives no seconds; {max} are taken) {condition}\n\n{}",
            paths.trim_end()
        )
    });
    let recommended = time::span(lifetime.recommended.into());
    format!("{max}{}. Mint for {recommended}.{}", age.unwrap_or_default(), long.unwrap_or_default())
}

fn transport(transport: Transport) -> String {
    match transport {
        Transport::Bearer => "`Authorization: Bearer TOKEN`".to_owned(),
        Transport::Bare => "`Authorization: TOKEN`".to_owned(),
        Transport::FormField(name) => format!("form field `{name}`"),
        Transport::Other(how) => how.to_owned(),
    }
}
