//! Many subjects of which there is nothing to say but their names, as an archive of logs has them: listed after the
//! others.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::MAX_SUBJECTS;
use super::style::Style;
use crate::report::headline::service_name;
use crate::report::lead::{FEW, is_quiet};
use crate::report::view::{Kind, View};

type IsOfGroup = fn(&View) -> bool;

/// The first subjects.
#[derive(Default)]
pub(super) struct First {
    /// In their order, those of which there is nothing to say included when they are few.
    pub(super) subjects: Vec<View>,
    /// How many of the others there are, kept or not.
    count: usize,
    pub(super) quiet: Quiet,
}

/// Those that are listed apart.
#[derive(Default)]
pub(super) struct Quiet {
    subjects: Vec<View>,
    /// How many there are, listed or not.
    count: usize,
}

impl First {
    pub(super) fn add(&mut self, subject: &View) {
        let count = if is_quiet(subject) { &mut self.quiet.count } else { &mut self.count };
        *count += 1;
        if *count <= MAX_SUBJECTS {
            self.subjects.push(subject.clone());
        }
    }

    /// When all are known.
    pub(super) fn sorted(mut self) -> Self {
        if self.quiet.count <= FEW {
            self.quiet = Quiet::default();
            self.subjects.truncate(MAX_SUBJECTS);
            return self;
        }
        (self.quiet.subjects, self.subjects) = self.subjects.into_iter().partition(is_quiet);
        self.quiet.subjects.truncate(MAX_SUBJECTS - self.subjects.len());
        self
    }
}

impl Quiet {
    /// How many are listed.
    pub(super) fn listed(&self) -> usize {
        self.subjects.len()
    }

    pub(super) fn write(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let groups: [(&str, IsOfGroup); 4] = [
            ("repeats what the logs of its steps report", |it| it.repeats().is_some()),
            ("no failure of an Apple API found", |it| it.kind() == Kind::Log && it.repeats().is_none()),
            ("not text, and not searched", |it| it.kind() == Kind::Other && it.named_service().is_none()),
            ("recognized, and not checked", |it| it.named_service().is_some()),
        ];
        for (title, is_of_group) in groups {
            let mut text = String::new();
            for subject in self.subjects.iter().filter(|subject| is_of_group(subject)) {
                let _ = write!(text, "\n  {}", subject.name());
                if let Some((count, of)) = subject.repeats() {
                    let _ = write!(text, ": {count} of {of}");
                }
                if let Some(binary) = subject.binary() {
                    let _ = write!(text, ": {}", binary.what);
                }
                if let Some(service) = subject.named_service() {
                    let _ = write!(text, ": a token for {}", service_name(service));
                }
            }
            if !text.is_empty() {
                writeln!(out, "\n{}{text}", style.bold(title))?;
            }
        }
        Ok(())
    }
}
