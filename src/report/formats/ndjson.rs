//! `--format ndjson`: each subject in a line of its own, then what they come to.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{EndV1, Escaping, SubjectV1};
use crate::report::Options;
use crate::report::format::{End, Format, Report};
use crate::report::view::View;

pub(super) const FORMAT: Format = Format {
    name: "ndjson",
    about: "For programs: each subject in a line of its own, as soon as it is judged",
    is_live: true,
    appends: false,
    start: |options, out| Box::new(Lines { options, out }),
};

struct Lines<'a> {
    options: Options,
    out: &'a mut dyn Write,
}

impl Report for Lines<'_> {
    fn subject(&mut self, subject: &View) -> io::Result<()> {
        self.line(&SubjectV1::of(subject, &self.options))
    }

    fn end(mut self: Box<Self>, end: &End) -> io::Result<()> {
        self.line(&EndV1::of(end))
    }
}

impl Lines<'_> {
    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(Escaping(&mut *self.out), value)?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}
