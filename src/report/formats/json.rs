//! `--format json`, version 1: its own structs, so that the program can change without breaking its readers.

mod discovery;
mod end;
mod escape;
mod experiments;
mod subject;

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

pub(super) use end::EndV1;
pub(super) use escape::Escaping;
pub(super) use subject::SubjectV1;

use crate::report::Options;
use crate::report::format::{End, Format, Report};
use crate::report::view::View;

pub(super) const FORMAT: Format = Format {
    name: "json",
    about: "For programs: one object, described in README.md",
    is_live: false,
    appends: false,
    start: |options, out| Box::new(Json { options, document: Document::new(out) }),
};

const SCHEMA: &str = "why401/1";

const TOOL: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// One object; each subject is written as soon as it is judged.
struct Json<'a> {
    options: Options,
    document: Document<'a>,
}

impl Report for Json<'_> {
    fn subject(&mut self, subject: &View) -> io::Result<()> {
        self.document.begin()?;
        self.document.element(&SubjectV1::of(subject, &self.options))
    }

    fn end(mut self: Box<Self>, end: &End) -> io::Result<()> {
        self.document.begin()?;
        self.document.end(&EndV1::of(end))
    }
}

/// An object with an array whose elements are written one by one. The array's end is known when all else is.
struct Document<'a> {
    out: Escaping<'a>,
    /// Knows how deep the object is.
    formatter: PrettyFormatter<'static>,
    members: usize,
    elements: usize,
}

impl<'a> Document<'a> {
    fn new(out: &'a mut dyn Write) -> Self {
        Self { out: Escaping(out), formatter: PrettyFormatter::new(), members: 0, elements: 0 }
    }

    /// Writes what comes before the subjects, once.
    fn begin(&mut self) -> io::Result<()> {
        if self.members > 0 {
            return Ok(());
        }
        self.formatter.begin_object(&mut self.out)?;
        self.member("schema", &SCHEMA)?;
        self.member("tool", &TOOL)?;
        self.name("subjects")?;
        self.formatter.begin_array(&mut self.out)
    }

    fn element(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.formatter.begin_array_value(&mut self.out, self.elements == 0)?;
        self.elements += 1;
        self.value(value)?;
        self.formatter.end_array_value(&mut self.out)
    }

    fn end(&mut self, end: &EndV1) -> io::Result<()> {
        self.formatter.end_array(&mut self.out)?;
        self.formatter.end_object_value(&mut self.out)?;
        self.member("verdict", &end.verdict)?;
        self.member("headline", &end.headline)?;
        self.member("summary", &end.summary)?;
        if !end.errors.is_empty() {
            self.member("errors", &end.errors)?;
        }
        self.formatter.end_object(&mut self.out)?;
        self.out.write_all(b"\n")
    }

    fn member(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.name(name)?;
        self.value(value)?;
        self.formatter.end_object_value(&mut self.out)
    }

    fn name(&mut self, name: &str) -> io::Result<()> {
        self.formatter.begin_object_key(&mut self.out, self.members == 0)?;
        self.members += 1;
        self.value(name)?;
        self.formatter.end_object_key(&mut self.out)?;
        self.formatter.begin_object_value(&mut self.out)
    }

    fn value(&mut self, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
        let formatter = self.formatter.clone();
        let mut serializer = serde_json::Serializer::with_formatter(&mut self.out, formatter);
        value.serialize(&mut serializer).map_err(io::Error::from)
    }
}
