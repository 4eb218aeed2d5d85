//! `--format human`: the verdict, the findings root cause first, then the token with its claims explained.

mod diagnosis;
mod life;
mod probes;
mod style;
mod token;

pub(super) use token::is_confidential;

use std::fmt::Write as _;
use std::io::{self, Write};

use style::Style;

use crate::catalog::lint::{Finding, Severity};
use crate::catalog::service::Service;
use crate::catalog::services::{self, SERVICES};
use crate::judge::subject::{self, Subject, Verdict};
use crate::model::time;
use crate::model::verification::Verification;
use crate::redact;
use crate::report::format::{End, Format, Report};
use crate::report::{Options, Summary, Tally, Verbosity};

pub(in crate::report) const FORMAT: Format = Format {
    name: "human",
    about: "For people",
    is_live: false,
    start: |options, out| Box::new(Human { options, out, subjects: Vec::new() }),
};

/// Subjects that are listed; the rest is counted.
const MAX_SUBJECTS: usize = 100;

/// Characters of a finding's pointer that are shown.
const MAX_POINTER: usize = 160;

/// Keeps the subjects until all are judged: the verdict comes first.
struct Human<'a> {
    options: Options,
    out: &'a mut dyn Write,
    subjects: Vec<Subject>,
}

impl Report for Human<'_> {
    fn subject(&mut self, subject: Subject) -> io::Result<()> {
        if self.subjects.len() < MAX_SUBJECTS {
            self.subjects.push(subject);
        }
        Ok(())
    }

    fn end(self: Box<Self>, end: &End) -> io::Result<()> {
        let Self { options, out, subjects } = *self;
        // Without a single subject there is nothing to report but the failure.
        if end.is_cut_short && subjects.is_empty() {
            return Ok(());
        }
        let (tally, style) = (end.tally, Style::new(options.terminal));
        Page { options, subjects: &subjects, tally, style }.write(out)
    }
}

pub(in crate::report) fn write_findings(
    options: Options,
    subject: Subject,
    tally: Tally,
    out: &mut dyn Write,
) -> io::Result<()> {
    let subjects = &[subject];
    let [subject] = subjects;
    let page = Page { options, subjects, tally, style: Style::new(options.terminal) };
    writeln!(out, "{}", page.verdict())?;
    if options.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    let mut text = String::new();
    page.findings(&mut text, subject);
    if options.verbosity == Verbosity::Verbose {
        page.unfound(&mut text, subject);
    }
    writeln!(out, "\n{}", text.trim_end())
}

struct Page<'a> {
    options: Options,
    /// The first of them.
    subjects: &'a [Subject],
    tally: Tally,
    style: Style,
}

impl Page<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", self.verdict())?;
        if self.options.verbosity == Verbosity::Quiet {
            return Ok(());
        }
        if self.options.unread_stdin {
            writeln!(out, "{}", self.style.dim("standard input was not read: give `-` to check it"))?;
        }
        for subject in self.subjects {
            writeln!(out, "\n{}", self.subject(subject).trim_end())?;
        }
        match self.tally.summary.subjects.saturating_sub(self.subjects.len()) {
            0 => Ok(()),
            more => writeln!(out, "\n… and {more} more; --format json lists all"),
        }
    }

    fn verdict(&self) -> String {
        let (style, verdict) = (self.style, self.tally.verdict);
        let (mark, painted) = match verdict {
            Verdict::Pass if !self.tally.is_checked => ("", verdict.as_str().to_owned()),
            Verdict::Pass | Verdict::Accepted => (style.glyph("✓ ", ""), style.good(verdict.as_str())),
            Verdict::Unknown => (style.glyph("? ", ""), style.severity(Severity::Warning, verdict.as_str())),
            Verdict::Fail | Verdict::Rejected => (style.glyph("✗ ", ""), style.bad(verdict.as_str())),
        };
        style.wrap(&format!("{mark}{painted}: "), &self.reason(self.tally.summary), 2)
    }

    /// The verdict's reason in one line: the first cause, or what was and was not looked at.
    fn reason(&self, summary: Summary) -> String {
        let counts = counts(summary);
        let [subject] = self.subjects else {
            let failure = self.subjects.iter().find(|subject| !subject.explanation.causes.is_empty());
            return match failure {
                Some(subject) => {
                    format!("first of {} subjects: {}", summary.subjects, diagnosis::headline(subject))
                }
                None if !self.tally.is_checked && counts.is_empty() => {
                    format!("nothing to check in {} inputs", summary.subjects)
                }
                None if counts.is_empty() => format!("nothing wrong found in {} subjects", summary.subjects),
                None => format!("{counts} in {} subjects", summary.subjects),
            };
        };
        if let Some(headline) = probes::headline(subject) {
            return headline;
        }
        if subject.recognition.response.is_some() {
            return diagnosis::headline(subject);
        }
        if subject.input.kind == subject::Kind::Log {
            return format!(
                "no failure of an Apple API found in {}",
                redact::shown(&subject.input.source.name)
            );
        }
        if let Some(binary) = subject.input.binary {
            let name = redact::shown(&subject.input.source.name);
            return format!("{name} is {}, not {}", binary.what, binary.expected());
        }
        let what = describe(subject);
        if !counts.is_empty() {
            return format!("{counts} in the {what}: {}", names(subject));
        }
        let signature = match (&subject.input.token, &subject.verification) {
            (None, _) => "",
            (Some(_), Verification::Verified(_)) => ", signature verified",
            (Some(_), Verification::Invalid(_)) => ", signature invalid",
            (Some(_), Verification::Unchecked) => ", signature not checked (needs --key or --jwks)",
        };
        match subject.checks.findings.len() {
            0 => format!("nothing wrong found in the {what}{signature}"),
            allowed => format!("{allowed} allowed, nothing else found in the {what}{signature}"),
        }
    }

    fn subject(&self, subject: &Subject) -> String {
        let mut text = String::new();
        let is_one_of_many = self.subjects.len() > 1;
        if is_one_of_many {
            self.title(&mut text, subject);
            if !subject.checks.findings.is_empty() {
                text.push('\n');
            }
        }
        probes::write(&mut text, self.style, subject);
        diagnosis::write(&mut text, self.style, subject, self.options.verbosity == Verbosity::Verbose);
        self.findings(&mut text, subject);
        if !is_one_of_many {
            self.title(&mut text, subject);
        }
        if let Some(token) = &subject.input.token {
            self.object(&mut text, "header", token.header(), subject);
            self.object(&mut text, "claims", token.claims(), subject);
            self.signature(&mut text, subject);
            if self.options.show_token || self.options.verbosity == Verbosity::Verbose {
                self.token_text(&mut text, subject);
            }
            for line in self.life(subject) {
                let _ = writeln!(text, "{line}");
            }
        }
        self.key(&mut text, subject);
        if subject.input.kind == subject::Kind::Jwks {
            self.jwks(&mut text, subject);
        }
        if self.options.verbosity == Verbosity::Verbose {
            self.unfound(&mut text, subject);
        }
        text
    }

    fn findings(&self, text: &mut String, subject: &Subject) {
        for finding in &subject.checks.findings {
            if finding.severity > Severity::Note || !finding.allowed {
                self.finding(text, finding);
            }
        }
    }

    fn finding(&self, text: &mut String, finding: &Finding) {
        let style = self.style;
        let head = format!("{}[{}]", finding.severity, finding.lint.name);
        let allowed = if finding.allowed { " (allowed)" } else { "" };
        let head = format!("{}{allowed}: ", style.severity(finding.severity, &head));
        let _ = writeln!(text, "{}", style.wrap(&head, &redact::shown(&finding.message), 2));
        let _ = writeln!(text, "  {} {}", style.dim("at"), redact::excerpt(&finding.at, MAX_POINTER));
        if let Some(help) = &finding.help {
            let _ = writeln!(
                text,
                "{}",
                style.wrap(&format!("  {} ", style.bold("help:")), &redact::shown(help), 8)
            );
        }
        let _ = writeln!(text, "  {} why401 explain {}\n", style.dim("more:"), finding.lint.name);
    }

    fn title(&self, text: &mut String, subject: &Subject) {
        let name = redact::shown(&subject.input.source.name).into_owned();
        if let Some(binary) = subject.input.binary {
            let head = format!("{}: ", self.style.bold(&name));
            let words = format!("{}, not {}; {}", binary.what, binary.expected(), binary.remedy());
            let _ = writeln!(text, "{}", self.style.wrap(&head, &words, 2));
            return;
        }
        let namesakes = |other: &&Subject| {
            other.input.source.name == subject.input.source.name && other.input.place.is_none()
        };
        let place = match self.subjects.iter().filter(namesakes).count() {
            0 | 1 => String::new(),
            count => {
                let before = self.subjects.iter().take_while(|other| !std::ptr::eq(*other, subject));
                format!(" ({} of {count})", before.filter(namesakes).count() + 1)
            }
        };
        let line = match subject.input.place {
            Some(place) if place.count > 1 => {
                format!(":{}:{} ({} times)", place.line, place.column, place.count)
            }
            Some(place) => format!(":{}:{}", place.line, place.column),
            None => String::new(),
        };
        let title = format!("{} from {name}{line}{place}", subject.input.kind.as_str());
        let judged = match subject.recognition.at_is_known {
            true => Some(format!("judged at {}", time::instant(subject.recognition.at))),
            false => None,
        };
        let services = match subject.recognition.services.as_slice() {
            [service] => Some(service_name(service)),
            [] => None,
            several if services::are_all(SERVICES, several) => {
                let is_token = subject.input.kind == subject::Kind::Token;
                is_token.then(|| "service unknown: name it with --service".to_owned())
            }
            _ if subject.input.kind == subject::Kind::Exchange && subject.input.token.is_none() => None,
            several => {
                let ids: Vec<_> = several.iter().map(|service| service.id).collect();
                Some(format!("for one of {}: name it with --service", ids.join(", ")))
            }
        };
        let about: Vec<_> = services.into_iter().chain(judged).collect();
        let comma = if about.is_empty() { "" } else { ", " };
        let head = format!("{}{comma}", self.style.bold(&title));
        let _ = writeln!(text, "{}", self.style.wrap(&head, &about.join(", "), 2));
    }

    fn key(&self, text: &mut String, subject: &Subject) {
        let Some(input) = &subject.input.key else { return };
        let head = match subject.input.kind {
            subject::Kind::Token | subject::Kind::Credentials => {
                format!("{} {}", self.style.bold("key from"), redact::shown(&input.source.name))
            }
            _ => String::new(),
        };
        if !head.is_empty() {
            let _ = writeln!(text, "\n{head}");
        }
        let mut rows = vec![("kind", input.key.kind.noun().to_owned())];
        rows.extend(
            subject.input.credentials.key_id().map(|id| ("key ID", format!("{} ({})", id.value, id.origin))),
        );
        rows.extend(
            subject
                .input
                .credentials
                .issuer_id()
                .map(|id| ("issuer ID", format!("{} ({})", id.value, id.origin))),
        );
        rows.extend(input.key.public.as_ref().map(|public| ("thumbprint", public.thumbprint())));
        for (name, value) in rows {
            let shown = match name {
                "thumbprint" => value,
                "key ID" => redact::member("kid", &value, MAX_POINTER),
                _ => redact::shown(&value).into_owned(),
            };
            let _ = writeln!(text, "    {}{}  {shown}", self.style.bold(name), " ".repeat(10 - name.len()));
        }
    }

    fn jwks(&self, text: &mut String, subject: &Subject) {
        const SHOWN: usize = 100;
        let Some(jwks) = &subject.input.jwks else { return };
        for jwk in jwks.keys.iter().take(SHOWN) {
            let kid = jwk.kid.as_deref().unwrap_or("no kid");
            let kind: Vec<_> =
                [&jwk.kty, &jwk.crv, &jwk.alg].into_iter().flatten().map(String::as_str).collect();
            let thumbprint = jwk.thumbprint.as_deref().unwrap_or_default();
            let name = self.style.bold(&redact::member("kid", kid, MAX_POINTER));
            let _ =
                writeln!(text, "    {name}  {}  {thumbprint}", redact::excerpt(&kind.join(" "), MAX_POINTER));
        }
        match jwks.keys.len().saturating_sub(SHOWN) + jwks.left_out {
            0 => {}
            more => {
                let _ = writeln!(text, "    and {more} more");
            }
        }
    }

    /// The checks that found nothing, those whose findings are not reported, and those that could not be made.
    fn unfound(&self, text: &mut String, subject: &Subject) {
        let checks = &subject.checks;
        let (passed, dash) = (self.style.glyph("✓", "ok"), self.style.glyph("–", "--"));
        for (title, mark, lints) in [
            ("checks that passed", passed, &checks.passed),
            (
                "checks whose finding another one explains, or that depends on the service",
                dash,
                &checks.withheld,
            ),
            ("checks that do not apply", dash, &checks.inapplicable),
        ] {
            if !lints.is_empty() {
                let _ = writeln!(text, "\n{title}");
            }
            for lint in lints {
                let _ = writeln!(text, "  {mark} {}", lint.name);
            }
        }
    }
}

/// `1 error, 2 warnings`; empty when there is nothing but what is allowed.
fn counts(summary: Summary) -> String {
    let plural = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    let words = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")];
    words.into_iter().filter_map(|(count, word)| plural(count, word)).collect::<Vec<_>>().join(", ")
}

/// The first findings by name.
fn names(subject: &Subject) -> String {
    const FIRST: usize = 3;
    let counted: Vec<_> =
        subject.checks.findings.iter().filter(|f| !f.allowed).map(|f| f.lint.name).collect();
    let first = counted.iter().take(FIRST).copied().collect::<Vec<_>>().join(", ");
    match counted.len().saturating_sub(FIRST) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

fn describe(subject: &Subject) -> String {
    match subject.service() {
        Some(service) if subject.input.kind == subject::Kind::Token && service.rules.is_some() => {
            format!("token for {}", service_name(service))
        }
        _ if subject.input.kind == subject::Kind::Jwks => "JWKS".to_owned(),
        _ => subject.input.kind.as_str().to_owned(),
    }
}

fn service_name(service: &Service) -> String {
    format!("{} ({})", service.name, service.id)
}
