//! The causes of a failure, for people: what was answered, why most likely, how to mend it, what would settle it.

use std::fmt::Write as _;

use super::style::Style;
use crate::catalog::lint::Severity;
use crate::catalog::response::{Credential, Shows};
use crate::judge::diagnosis::{Confidence, Diagnosis};
use crate::judge::experiments::Experiments;
use crate::judge::subject::Subject;
use crate::redact;

/// Characters of a URL that are shown.
const MAX_URL: usize = 200;

/// Rivals of the first cause that are told.
const RIVALS: usize = 4;

/// Lines on who may do what was asked that only `-v` prints.
const DETAILS: [&str; 6] =
    ["individual keys: no text", "documented:", "observed:", "inferred:", "note:", "source:"];

/// The answer in one sentence.
pub(super) fn headline(subject: &Subject) -> String {
    let mut answer = answered(subject);
    if is_good(subject) {
        answer += ", key and token are good, do not rotate them";
    }
    let Some(first) = subject.explanation.causes.first() else { return answer };
    let cause = format!("{} ({})", first.cause.title, first.cause.id);
    match first.confidence {
        Confidence::Proven if subject.experiments.as_ref().is_some_and(Experiments::has_proof) => {
            format!("{answer}; proven: {cause}")
        }
        Confidence::Proven => format!("{answer}: {cause}"),
        Confidence::Likely => format!("{answer}, most likely because {cause}"),
        Confidence::Possible => format!("{answer}; one cause of several: {cause}"),
    }
}

/// What was answered: status and code, or who said it.
fn answered(subject: &Subject) -> String {
    match (subject.status(), &subject.recognition.code) {
        (Some(status), Some(code)) => format!("{status} {}", redact::excerpt(code, MAX_URL)),
        (Some(status), None) => status.to_string(),
        (None, Some(code)) => redact::excerpt(code, MAX_URL),
        (None, None) => "a failure".to_owned(),
    }
}

/// What a refusal for lack of permission shows.
const GOOD: Shows = Shows::Refused { credential: Credential::Good };

/// Whether the answer says in words that the credential is good; a bare status does not.
fn is_good(subject: &Subject) -> bool {
    subject
        .recognition
        .response
        .is_some_and(|recognised| recognised.by_text && recognised.shows(subject.status()) == GOOD)
}

/// `is_verbose`: with all that is known of who may do what was asked.
pub(super) fn write(text: &mut String, style: Style, subject: &Subject, is_verbose: bool) {
    let Some(recognised) = subject.recognition.response else { return };
    let is_asked = subject.experiments.as_ref().is_some_and(|experiments| !experiments.is_dry_run);
    if is_asked && subject.explanation.causes.is_empty() {
        return;
    }
    // The table of the experiments has told what was answered.
    if !is_asked || is_captured(subject) {
        request(text, style, subject);
    }
    let verdict = match recognised.shows(subject.status()) {
        _ if is_good(subject) => "The key and the token are good; do not rotate them.",
        Shows::Accepted if !subject.explanation.causes.is_empty() => {
            "This is no authentication problem: the credential was accepted."
        }
        Shows::Unsendable => "Nothing was sent: the tool could not use the credential.",
        Shows::Nothing => "This says nothing about the credential.",
        _ => "",
    };
    if !verdict.is_empty() {
        let _ = writeln!(text, "  {}", style.bold(verdict));
    }
    let _ = writeln!(text, "{}", style.wrap("  ", recognised.response.meaning, 2));
    let lines = subject.explanation.operation.iter().flat_map(|operation| operation.lines());
    let is_told = |line: &&str| is_verbose || !DETAILS.iter().any(|label| line.starts_with(label));
    for line in lines.filter(is_told) {
        let _ = writeln!(text, "{}", style.wrap("  ", &redact::shown(line), 4));
    }
    text.push('\n');
    let Some((first, rivals)) = subject.explanation.causes.split_first() else { return };
    cause(text, style, first);
    for rival in rivals.iter().take(RIVALS) {
        self::rival(text, style, rival);
    }
    let more = rivals.len().saturating_sub(RIVALS);
    if more > 0 {
        let _ = writeln!(text, "{}", style.dim(&format!("and {more} more; --format json lists them")));
    }
    if let Some(next) = &first.next {
        let _ = writeln!(text, "\n{}\n  {}", style.bold("to settle it:"), redact::shown(next));
    }
    text.push('\n');
}

/// Whether what is explained is not what was answered just now.
fn is_captured(subject: &Subject) -> bool {
    let given = subject.experiments.as_ref().and_then(|experiments| experiments.given.as_ref());
    given.is_none_or(|given| Some(given.status) != subject.status())
}

fn request(text: &mut String, style: Style, subject: &Subject) {
    let request = subject.input.exchange.as_ref().and_then(|exchange| exchange.request.as_ref());
    let Some(request) = request else { return };
    let asked = redact::excerpt(&format!("{} {}", request.method, request.shown()), MAX_URL);
    let _ = writeln!(text, "{} {} {}", style.bold(&asked), style.glyph("→", "->"), answered(subject));
}

fn cause(text: &mut String, style: Style, diagnosis: &Diagnosis) {
    let Diagnosis { cause, evidence, against, .. } = diagnosis;
    let head = format!("{}: ", painted(style, diagnosis));
    let _ = writeln!(text, "{}", style.wrap(&head, &format!("{} ({})", cause.title, cause.id), 2));
    for (label, clauses) in [("for", evidence), ("against", against)] {
        for clause in clauses {
            let label = style.dim(&format!("{label:<8}"));
            let _ = writeln!(text, "{}", style.wrap(&format!("  {label} "), &redact::shown(clause), 11));
        }
    }
    for (number, step) in cause.fix.iter().enumerate() {
        let label = if number == 0 { style.bold("fix     ") } else { " ".repeat(8) };
        let _ = writeln!(text, "{}", style.wrap(&format!("  {label} {}. ", number + 1), step, 14));
    }
    if let Some(page) = cause.page {
        let _ = writeln!(text, "{}", style.wrap(&format!("  {} ", style.bold("page    ")), page, 11));
    }
    let _ = writeln!(text, "  {} why401 explain {}", style.dim("more    "), cause.id);
}

fn rival(text: &mut String, style: Style, diagnosis: &Diagnosis) {
    let Diagnosis { cause, evidence, .. } = diagnosis;
    let head = format!("{}: ", painted(style, diagnosis));
    let why = evidence.first().map(|clause| format!("; {}", redact::shown(clause))).unwrap_or_default();
    let _ = writeln!(text, "{}", style.wrap(&head, &format!("{} ({}){why}", cause.title, cause.id), 2));
}

fn painted(style: Style, diagnosis: &Diagnosis) -> String {
    let word = diagnosis.confidence.as_str();
    match diagnosis.confidence {
        Confidence::Proven => style.bad(word),
        Confidence::Likely => style.severity(Severity::Warning, word),
        Confidence::Possible => style.dim(word),
    }
}
