//! What the checks found, and which of them found nothing.

use std::fmt::Write as _;

use super::style::Style;
use crate::catalog::lint::Severity;
use crate::report::view::{Finding, View};

/// Characters of a finding's pointer that are shown.
const MAX_POINTER: usize = 160;

/// All findings but notes that are allowed.
pub(super) fn findings(text: &mut String, style: Style, subject: &View) {
    for finding in subject.findings() {
        if finding.severity > Severity::Note || !finding.is_allowed {
            self::finding(text, style, &finding);
        }
    }
}

fn finding(text: &mut String, style: Style, finding: &Finding) {
    let head = format!("{}[{}]", finding.severity, finding.lint.name);
    let allowed = if finding.is_allowed { " (allowed)" } else { "" };
    let head = format!("{}{allowed}: ", style.severity(finding.severity, &head));
    let _ = writeln!(text, "{}", style.wrap(&head, &finding.message.to_string(), 2));
    let _ = writeln!(text, "  {} {}", style.dim("at"), finding.at.excerpt(MAX_POINTER));
    if let Some(help) = &finding.help {
        let head = format!("  {} ", style.bold("help:"));
        let _ = writeln!(text, "{}", style.wrap(&head, &help.to_string(), 8));
    }
    let _ = writeln!(text, "  {} why401 explain {}\n", style.dim("more:"), finding.lint.name);
}

/// The checks that found nothing, those whose findings are not reported, and those that could not be made.
pub(super) fn others(text: &mut String, style: Style, subject: &View) {
    let (passed, dash) = (style.glyph("✓", "ok"), style.glyph("–", "--"));
    for (title, mark, lints) in [
        ("checks that passed", passed, subject.passed()),
        (
            "checks whose finding another one explains, or that depends on the service",
            dash,
            subject.withheld(),
        ),
        ("checks that do not apply", dash, subject.inapplicable()),
    ] {
        if !lints.is_empty() {
            let _ = writeln!(text, "\n{title}");
        }
        for lint in lints {
            let _ = writeln!(text, "  {mark} {}", lint.name);
        }
    }
}
