//! `--format human`: the verdict, the findings root cause first, then the token with its claims explained.

use std::fmt::Write as _;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::life::{self, Life};
use super::style::{Style, visible_width};
use super::{Report, Summary, Verbosity, Verdict};
use crate::json::{Kind, Member, Object, Value};
use crate::lint::{Finding, Severity};
use crate::lints::LINTS;
use crate::redact;
use crate::service::{Form, Service};
use crate::subject::{self, Subject};
use crate::time;
use crate::verification::Verification;

/// Subjects that are listed; the rest is counted.
const MAX_SUBJECTS: usize = 100;

/// Longer values are not looked at, in bytes.
const MAX_READ: usize = 64 << 10;

/// Characters of a value that are shown.
const MAX_VALUE: usize = 160;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let page = Page { report, style: Style::new(report.terminal) };
    writeln!(out, "{}", page.verdict())?;
    if report.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    for subject in report.subjects.iter().take(MAX_SUBJECTS) {
        writeln!(out, "\n{}", page.subject(subject).trim_end())?;
    }
    match report.subjects.len().saturating_sub(MAX_SUBJECTS) {
        0 => Ok(()),
        more => writeln!(out, "\n… and {more} more; --format json lists all"),
    }
}

struct Page<'a> {
    report: &'a Report<'a>,
    style: Style,
}

impl Page<'_> {
    fn verdict(&self) -> String {
        let (style, summary) = (self.style, self.report.summary);
        let (mark, painted) = match self.report.verdict {
            Verdict::Pass => (style.glyph("✓ ", ""), style.good("pass")),
            Verdict::Fail => (style.glyph("✗ ", ""), style.bad("fail")),
        };
        style.wrap(&format!("{mark}{painted}: "), &self.reason(summary), 2)
    }

    /// The verdict's reason in one line: the first cause, or what was and was not looked at.
    fn reason(&self, summary: Summary) -> String {
        let counts = counts(summary);
        let subjects = self.report.subjects;
        let subject = match subjects {
            [subject] => subject,
            several => {
                return format!(
                    "{} in {} subjects",
                    if counts.is_empty() { "nothing wrong found" } else { &counts },
                    several.len()
                );
            }
        };
        let what = describe(subject);
        if !counts.is_empty() {
            return format!("{counts} in the {what}: {}", names(subject));
        }
        let allowed = match subject.findings.len() {
            0 => String::new(),
            count => format!(", {count} allowed"),
        };
        let signature = match (&subject.token, &subject.verification) {
            (None, _) => "",
            (Some(_), Verification::Verified(_)) => ", signature verified",
            (Some(_), Verification::Invalid(_)) => ", signature invalid",
            (Some(_), Verification::Unchecked) => ", signature not checked (needs --key or --jwks)",
        };
        format!("nothing wrong found in the {what}{signature}{allowed}")
    }

    fn subject(&self, subject: &Subject) -> String {
        let mut text = String::new();
        for finding in &subject.findings {
            if finding.severity > Severity::Note || !finding.allowed {
                self.finding(&mut text, finding);
            }
        }
        self.title(&mut text, subject);
        if let Some(token) = &subject.token {
            self.object(&mut text, "header", token.header(), subject);
            self.object(&mut text, "claims", token.claims(), subject);
            self.signature(&mut text, subject);
            if self.report.show_token || self.report.verbosity == Verbosity::Verbose {
                self.token_text(&mut text, subject);
            }
            for line in self.life(subject) {
                let _ = writeln!(text, "{}", line);
            }
        }
        self.key(&mut text, subject);
        if self.report.verbosity == Verbosity::Verbose {
            self.passed(&mut text, subject);
        }
        text
    }

    fn finding(&self, text: &mut String, finding: &Finding) {
        let style = self.style;
        let head = format!("{}[{}]", finding.severity, finding.lint.name);
        let allowed = if finding.allowed { " (allowed)" } else { "" };
        let head = format!("{}{allowed}: ", style.severity(finding.severity, &head));
        let _ = writeln!(text, "{}", style.wrap(&head, &redact::shown(&finding.message), 2));
        let _ = writeln!(text, "  {} {}", style.dim("at"), finding.at);
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
        let name = redact::shown(&subject.source.name).into_owned();
        let title = format!("{} from {name}", subject.kind.as_str());
        let judged = match self.report.at_is_known {
            true => format!(", judged at {}", time::instant(self.report.at)),
            false => String::new(),
        };
        let services = match subject.services.as_slice() {
            [service] => format!(", {}", service_name(service)),
            several if several.len() == crate::services::SERVICES.len() => match subject.kind {
                subject::Kind::Token => ", service unknown: name it with --service".to_owned(),
                _ => String::new(),
            },
            several => {
                let ids: Vec<_> = several.iter().map(|service| service.id).collect();
                format!(", for one of {}: name it with --service", ids.join(", "))
            }
        };
        let _ = writeln!(
            text,
            "{}",
            self.style.wrap(&self.style.bold(&title), &format!("{services}{judged}"), 2)
        );
    }

    fn object(&self, text: &mut String, name: &str, object: Option<&Object>, subject: &Subject) {
        let Some(object) = object else { return };
        let _ = writeln!(text, "  {name}");
        let row = |member: &Member| {
            let key = redact::excerpt(&member.name, 40);
            (key, self.value(&member.value), self.about(name, &member.name, &member.value, subject))
        };
        let rows: Vec<_> = object.members().iter().map(row).collect();
        let widest = |width: fn(&(String, String, String)) -> usize, most: usize| {
            rows.iter().map(width).filter(|w| *w <= most).max()
        };
        let keys = widest(|(key, ..)| key.width(), 12).unwrap_or(0);
        let values = widest(|(_, value, _)| value.width(), 40).unwrap_or(0);
        for (key, value, about) in &rows {
            let pad = |text: &str, columns: usize| " ".repeat(columns.saturating_sub(text.width()));
            let head =
                format!("    {}{}  {value}{}  ", self.style.bold(key), pad(key, keys), pad(value, values));
            let indent = visible_width(&head).min(20);
            let _ = writeln!(text, "{}", self.style.wrap(&head, &self.style.dim(about), indent).trim_end());
        }
    }

    fn value(&self, value: &Value) -> String {
        if value.depth() > 8 {
            return format!("{} of {} levels", value.kind().noun(), value.depth());
        }
        let text = value.as_str();
        let raw = text.as_deref().unwrap_or(value.raw());
        if raw.len() > MAX_READ {
            return format!("{} of {} bytes", value.kind().noun(), raw.len());
        }
        let shown = redact::excerpt(raw, MAX_VALUE);
        if text.is_some() && shown.is_empty() { "\"\"".to_owned() } else { shown }
    }

    /// What a member is, in a few words.
    fn about(&self, part: &str, name: &str, value: &Value, subject: &Subject) -> String {
        let known = match (part, name) {
            ("header", "alg") if value.as_str().as_deref() == Some("ES256") => "ECDSA on P-256 with SHA-256",
            ("header", "alg") => "signature algorithm",
            ("header", "kid") => "key ID",
            ("header", "typ") => "type",
            ("claims", "iat") => "issued",
            ("claims", "exp") => "expires",
            ("claims", "nbf") => "not valid before",
            ("claims", name) => listed(subject, name).map_or("", |claim| claim.about),
            _ => "",
        };
        let is_date = part == "claims" && (matches!(name, "iat" | "exp" | "nbf") || is_date(subject, name));
        match value.as_number().filter(|_| is_date) {
            Some(seconds) if value.kind() == Kind::Number => {
                format!("{known} {}", time::instant_from(seconds, self.report.at))
            }
            _ => known.to_owned(),
        }
    }

    fn signature(&self, text: &mut String, subject: &Subject) {
        let state = match &subject.verification {
            Verification::Unchecked if subject.key.as_ref().is_some_and(|key| key.key.public.is_none()) => {
                "not checked: the key cannot be used".to_owned()
            }
            Verification::Unchecked if subject.jwks.is_some() => {
                "not checked: the JWKS has no such key".to_owned()
            }
            Verification::Unchecked => "not checked: no key was given (--key, --jwks)".to_owned(),
            Verification::Verified(by) => {
                format!("verified with {}", verifier(by.jwks_kid.as_deref(), subject))
            }
            Verification::Invalid(by) => {
                format!("does not verify with {}", verifier(by.jwks_kid.as_deref(), subject))
            }
        };
        let _ = writeln!(text, "{}", self.style.wrap("  signature ", &state, 4));
    }

    fn token_text(&self, text: &mut String, subject: &Subject) {
        let Some(token) = &subject.token else { return };
        let shown = match self.report.show_token {
            true => redact::printable(token.text()).into_owned(),
            false => redact::excerpt(&token.redacted(), 4096),
        };
        let _ = writeln!(text, "  text      {shown}");
    }

    fn life(&self, subject: &Subject) -> Vec<String> {
        let Some(claims) = subject.token.as_ref().and_then(|token| token.claims()) else { return Vec::new() };
        let date = |name: &str| claims.get(name).and_then(Value::as_number);
        let Some(iat) = date("iat") else { return Vec::new() };
        let lifetime = subject.services.first().map(|service| &service.lifetime);
        let age = lifetime.and_then(|lifetime| lifetime.max_age).map(f64::from);
        let (end, end_name) = match (date("exp"), age) {
            (Some(exp), _) => (exp, "exp"),
            (None, Some(age)) => (iat + age, "too old"),
            _ => return Vec::new(),
        };
        let limit = lifetime.and_then(|lifetime| lifetime.max).map(|max| iat + f64::from(max));
        let life = Life { iat, end, end_name, now: self.report.at, limit };
        let lines = life::draw(life, self.style);
        if lines.is_empty() {
            lines
        } else {
            [vec![format!("  life      {}", time::span(end - iat))], lines].concat()
        }
    }

    fn key(&self, text: &mut String, subject: &Subject) {
        let Some(input) = &subject.key else { return };
        let head = match subject.kind {
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
            subject.credentials.key_id().map(|id| ("key ID", format!("{} ({})", id.value, id.origin))),
        );
        rows.extend(
            subject.credentials.issuer_id().map(|id| ("issuer ID", format!("{} ({})", id.value, id.origin))),
        );
        rows.extend(input.key.public.as_ref().map(|public| ("thumbprint", public.thumbprint())));
        for (name, value) in rows {
            let shown = if name == "thumbprint" { value } else { redact::shown(&value).into_owned() };
            let _ = writeln!(text, "    {}{}  {shown}", self.style.bold(name), " ".repeat(10 - name.len()));
        }
    }

    /// The checks that found nothing, and those that could not be made.
    fn passed(&self, text: &mut String, subject: &Subject) {
        let found = |name: &str| subject.findings.iter().any(|finding| finding.lint.name == name);
        let _ = writeln!(text, "\nchecks without a finding");
        for lint in LINTS.iter().filter(|lint| subject.is_checked(lint) && !found(lint.name)) {
            let _ = writeln!(text, "  {} {}", self.style.glyph("✓", "ok"), lint.name);
        }
        for lint in LINTS.iter().filter(|lint| !subject.is_checked(lint)) {
            let _ = writeln!(
                text,
                "  {} {} (nothing to look at)",
                self.style.glyph("–", "--"),
                self.style.dim(lint.name)
            );
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
    let counted: Vec<_> = subject.findings.iter().filter(|f| !f.allowed).map(|f| f.lint.name).collect();
    let first = counted.iter().take(FIRST).copied().collect::<Vec<_>>().join(", ");
    match counted.len().saturating_sub(FIRST) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

fn describe(subject: &Subject) -> String {
    match subject.service() {
        Some(service) if subject.kind == subject::Kind::Token => {
            format!("token for {}", service_name(service))
        }
        _ => subject.kind.as_str().to_owned(),
    }
}

fn service_name(service: &Service) -> String {
    format!("{} ({})", service.name, service.id)
}

fn listed(subject: &Subject, name: &str) -> Option<&'static crate::service::Claim> {
    subject.services.iter().find_map(|service| service.claim(name))
}

fn is_date(subject: &Subject, name: &str) -> bool {
    listed(subject, name).is_some_and(|claim| claim.form == Form::NumericDate)
}

fn verifier(jwks_kid: Option<&str>, subject: &Subject) -> String {
    match (jwks_kid, &subject.key) {
        (None, Some(key)) => format!("the public half of {}", redact::shown(&key.source.name)),
        (Some(kid), _) => format!("the key {} of the JWKS", redact::shown(kid)),
        (None, None) => "the only key of the JWKS".to_owned(),
    }
}
