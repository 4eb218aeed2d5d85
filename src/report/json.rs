//! `--format json`, version 1: its own structs, so that the program can change without breaking its readers.

mod experiments;
mod subject;

use std::cell::RefCell;
use std::io::{self, Write};

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use subject::SubjectV1;

use super::{Options, Produce, Summary, Tally};
use crate::error::Error;
use crate::redact;

const SCHEMA: &str = "why401/1";

/// Characters of an error that are shown: a path may be as long.
const MAX_ERROR: usize = 4096;

const TOOL: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct EndV1 {
    verdict: &'static str,
    summary: SummaryV1,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorV1>,
}

/// An input that could not be read, or not to its end.
#[derive(Serialize)]
struct ErrorV1 {
    source: String,
    message: String,
}

#[derive(Serialize)]
struct SummaryV1 {
    subjects: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

/// One object; each subject is written as soon as it is judged.
pub(super) fn write(
    options: Options,
    out: &mut dyn Write,
    produce: Produce,
    tally: &mut Tally,
) -> Result<(), Error> {
    let mut serializer = serde_json::Serializer::pretty(Escaping(&mut *out));
    let mut document = serializer.serialize_map(None).map_err(io::Error::from)?;
    document.serialize_entry("schema", SCHEMA).map_err(io::Error::from)?;
    document.serialize_entry("tool", &TOOL).map_err(io::Error::from)?;
    let subjects = Subjects { options, run: RefCell::new(Some((produce, tally))), end: RefCell::new(Ok(())) };
    document.serialize_entry("subjects", &subjects).map_err(io::Error::from)?;
    let Subjects { end, run, .. } = subjects;
    let tally = run.into_inner().map(|(_, tally)| *tally);
    if let Some(tally) = tally {
        document.serialize_entry("verdict", tally.verdict.as_str()).map_err(io::Error::from)?;
        document.serialize_entry("summary", &SummaryV1::of(tally.summary)).map_err(io::Error::from)?;
    }
    let end = end.into_inner();
    let errors = errors(&end);
    if !errors.is_empty() {
        document.serialize_entry("errors", &errors).map_err(io::Error::from)?;
    }
    SerializeMap::end(document).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    end
}

fn errors(end: &Result<(), Error>) -> Vec<ErrorV1> {
    let unread = end.as_ref().err().map(Error::each).unwrap_or_default().iter();
    let of = |error: &Error| {
        let source = redact::excerpt(&error.input()?, MAX_ERROR);
        Some(ErrorV1 { source, message: redact::excerpt(&error.chain(), MAX_ERROR) })
    };
    unread.filter_map(of).collect()
}

/// The array of subjects, made while it is written.
struct Subjects<'a, 'p> {
    options: Options,
    run: RefCell<Option<(Produce<'p>, &'a mut Tally)>>,
    end: RefCell<Result<(), Error>>,
}

impl Serialize for Subjects<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(None)?;
        let mut fault = None;
        if let Some((produce, tally)) = self.run.borrow_mut().as_mut() {
            let end = produce(&mut |subject| {
                tally.add(&subject);
                match sequence.serialize_element(&SubjectV1::of(&subject, self.options)) {
                    Ok(()) => Ok(()),
                    Err(error) => {
                        fault = Some(error);
                        Err(io::ErrorKind::Other.into())
                    }
                }
            });
            if end.is_err() {
                tally.is_cut_short();
            }
            *self.end.borrow_mut() = end;
        }
        match fault {
            Some(error) => Err(error),
            None => sequence.end(),
        }
    }
}

/// Each subject in a line of its own, then what they come to.
pub(super) fn write_lines(
    options: Options,
    out: &mut dyn Write,
    produce: Produce,
    tally: &mut Tally,
) -> Result<(), Error> {
    let end = produce(&mut |subject| {
        tally.add(&subject);
        line(out, &SubjectV1::of(&subject, options))?;
        Ok(())
    });
    if end.is_err() {
        tally.is_cut_short();
    }
    let (verdict, summary) = (tally.verdict.as_str(), SummaryV1::of(tally.summary));
    line(out, &EndV1 { verdict, summary, errors: errors(&end) })?;
    end
}

fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(Escaping(&mut *out), value)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Writes characters that paint or hide text as `\u` escapes. Outside strings JSON has none of them.
struct Escaping<'a>(&'a mut dyn Write);

impl Write for Escaping<'_> {
    /// Takes whole characters, as the serialiser writes them.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
        let mut done = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| *c != '\n' && redact::is_hidden(*c)) {
            self.0.write_all(text.get(done..at).unwrap_or_default().as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(self.0, "\\u{unit:04x}")?;
            }
            done = at + c.len_utf8();
        }
        self.0.write_all(text.get(done..).unwrap_or_default().as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl SummaryV1 {
    fn of(summary: Summary) -> Self {
        let Summary { subjects, errors, warnings, notes } = summary;
        Self { subjects, errors, warnings, notes }
    }
}
