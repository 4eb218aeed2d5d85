//! What a subject is and where it comes from, in one line.

use std::fmt::Write as _;

use super::style::Style;
use crate::catalog::services::{self, SERVICES};
use crate::model::time;
use crate::report::headline::service_name;
use crate::report::view::{Kind, View};

/// `all`: those that are listed with it.
pub(super) fn write(text: &mut String, style: Style, subject: &View, all: &[View]) {
    if let Some(binary) = subject.binary() {
        let head = format!("{}: ", style.bold(&subject.name().to_string()));
        let words = format!("{}, not {}; {}", binary.what, binary.expected(), binary.remedy());
        let _ = writeln!(text, "{}", style.wrap(&head, &words, 2));
        return;
    }
    let place = match subject.place() {
        Some(place) if place.count > 1 => format!(":{}:{} ({} times)", place.line, place.column, place.count),
        Some(place) => format!(":{}:{}", place.line, place.column),
        None => String::new(),
    };
    let number = number(subject, all);
    let mut title = format!("{} from {}{place}{number}", subject.kind().as_str(), subject.name());
    if let Some((count, of)) = subject.repeats() {
        let _ = write!(title, ", repeats {count} of {of}");
    }
    let at = subject.at_is_known().then(|| format!("judged at {}", time::instant(subject.at())));
    let about: Vec<_> = services(subject).into_iter().chain(at).collect();
    let comma = if about.is_empty() { "" } else { ", " };
    let head = format!("{}{comma}", style.bold(&title));
    let _ = writeln!(text, "{}", style.wrap(&head, &about.join(", "), 2));
}

/// Which one it is of several in the same input.
fn number(subject: &View, all: &[View]) -> String {
    let is_namesake = |other: &&View| other.name() == subject.name() && other.place().is_none();
    match all.iter().filter(is_namesake).count() {
        0 | 1 => String::new(),
        count => {
            let before = all.iter().take_while(|other| !other.is(subject));
            format!(" ({} of {count})", before.filter(is_namesake).count() + 1)
        }
    }
}

fn services(subject: &View) -> Option<String> {
    match subject.services() {
        [service] => match subject.assumed_instead_of().as_slice() {
            [] => Some(service_name(service)),
            others => {
                Some(format!("{} is assumed; it also fits {}", service_name(service), others.join(", ")))
            }
        },
        [] => None,
        several if services::are_all(SERVICES, several) => {
            let is_token = subject.kind() == Kind::Token;
            is_token.then(|| "service unknown: name it with --service".to_owned())
        }
        _ if subject.kind() == Kind::Exchange && subject.token().is_none() => None,
        several => {
            let ids: Vec<_> = several.iter().map(|service| service.id).collect();
            Some(format!(
                "fits {}: checked is what holds for all of them; name one with --service",
                ids.join(", ")
            ))
        }
    }
}
