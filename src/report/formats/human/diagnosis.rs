//! The causes of a failure, for people: the response, why most likely, how to fix it, what would settle it.

use std::fmt::Write as _;

use super::style::Style;
use crate::catalog::lint::Severity;
use crate::catalog::response::Shows;
use crate::catalog::service::Service;
use crate::report::headline::{has_good_credential, response};
use crate::report::view::{Cause, Confidence, Probes, View};

/// Characters of a URL that are shown.
const MAX_URL: usize = 200;

/// Characters of the service's own sentence that are shown.
const MAX_SENTENCE: usize = 300;

/// Rivals of the first cause that are shown.
const RIVALS: usize = 4;

/// Lines on who may do what was asked that only `-v` prints.
const DETAILS: [&str; 6] =
    ["individual keys: no text", "documented:", "observed:", "inferred:", "note:", "source:"];

/// `is_verbose`: with all that is known of who may do what was asked.
pub(super) fn write(text: &mut String, style: Style, subject: &View, is_verbose: bool) {
    let Some(recognized) = subject.response() else { return };
    let has_causes = subject.causes().len() > 0;
    let is_asked = subject.probes().is_some_and(|probes| !probes.is_dry_run());
    if is_asked && !has_causes {
        return;
    }
    // The table of the experiments has shown the response.
    if !is_asked || is_captured(subject) {
        request(text, style, subject);
    }
    let verdict = match recognized.shows(subject.status()) {
        _ if has_good_credential(subject) => "The key and the token are good; do not rotate them.",
        Shows::Accepted if has_causes => "This is no authentication problem: the credential was accepted.",
        Shows::Unsendable => "Nothing was sent: the tool could not use the credential.",
        Shows::Nothing => "This says nothing about the credential.",
        _ => "",
    };
    if !verdict.is_empty() {
        let _ = writeln!(text, "  {}", style.bold(verdict));
    }
    let _ = writeln!(text, "{}", style.wrap("  ", recognized.response.meaning, 2));
    if let Some(sentence) = subject.sentence() {
        let said = format!("Apple says: {}", sentence.excerpt(MAX_SENTENCE));
        let _ = writeln!(text, "{}", style.wrap("  ", &said, 2));
    }
    let lines = subject.operation().map(|operation| operation.lines()).unwrap_or_default();
    let is_shown = |line: &&String| is_verbose || !DETAILS.iter().any(|label| line.starts_with(label));
    for line in lines.iter().filter(is_shown) {
        let _ = writeln!(text, "{}", style.wrap("  ", line, 4));
    }
    text.push('\n');
    let mut causes = subject.causes();
    let Some(first) = causes.next() else { return };
    cause(text, style, &first, subject.services());
    for rival in causes.by_ref().take(RIVALS) {
        self::rival(text, style, &rival);
    }
    let more = causes.len();
    if more > 0 {
        let _ = writeln!(text, "{}", style.dim(&format!("and {more} more; --format json lists them")));
    }
    if let Some(next) = &first.next {
        let _ = writeln!(text, "\n{}\n  {}", style.bold("to settle it:"), next);
    }
    text.push('\n');
}

/// Whether what is explained is not what was answered just now.
fn is_captured(subject: &View) -> bool {
    let given = subject.probes().and_then(Probes::given);
    given.is_none_or(|given| Some(given.status) != subject.status())
}

fn request(text: &mut String, style: Style, subject: &View) {
    let Some(request) = subject.request_line() else { return };
    let request = style.bold(&request.excerpt(MAX_URL));
    let _ = writeln!(text, "{request} {} {}", style.glyph("→", "->"), response(subject));
}

fn cause(text: &mut String, style: Style, ranked: &Cause, services: &[&'static Service]) {
    let Cause { cause, evidence, against, .. } = ranked;
    let head = format!("{}: ", painted(style, ranked.confidence));
    let _ = writeln!(text, "{}", style.wrap(&head, &format!("{} ({})", cause.title, cause.id), 2));
    for (label, clauses) in [("for", evidence), ("against", against)] {
        for clause in clauses {
            let label = style.dim(&format!("{label:<8}"));
            let _ = writeln!(text, "{}", style.wrap(&format!("  {label} "), &clause.to_string(), 11));
        }
    }
    for (number, step) in cause.fix.iter().enumerate() {
        let label = if number == 0 { style.bold("fix     ") } else { " ".repeat(8) };
        let _ = writeln!(text, "{}", style.wrap(&format!("  {label} {}. ", number + 1), step, 14));
    }
    if let Some(page) = cause.place(services) {
        let _ = writeln!(text, "{}", style.wrap(&format!("  {} ", style.bold("page    ")), page, 11));
    }
    let _ = writeln!(text, "  {} why401 explain {}", style.dim("more    "), cause.id);
}

fn rival(text: &mut String, style: Style, ranked: &Cause) {
    let Cause { cause, evidence, .. } = ranked;
    let head = format!("{}: ", painted(style, ranked.confidence));
    let why = evidence.first().map(|clause| format!("; {clause}")).unwrap_or_default();
    let _ = writeln!(text, "{}", style.wrap(&head, &format!("{} ({}){why}", cause.title, cause.id), 2));
}

fn painted(style: Style, confidence: Confidence) -> String {
    let word = confidence.as_str();
    match confidence {
        Confidence::Proven => style.bad(word),
        Confidence::Likely => style.severity(Severity::Warning, word),
        Confidence::Possible => style.dim(word),
    }
}
