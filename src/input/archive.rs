//! The members of an archive, each as if it had been given by itself.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use super::binary::Binary;
use super::detect::Content;
use super::error::Error;
use super::fault::{Fault, MAX_HELD};
use super::gather::{Arguments, Inputs, Item};
use super::later::Again;
use super::live::PatientReader;
use super::read;
use super::text::{Reader, Source, Text};
use super::zip::{self, Archive, Backing};

impl Reader<'_> {
    /// Whether nothing more is to be read.
    fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.signal().is_some())
    }

    /// The archive that a content is: in its file, or in memory. With what keeps it from being read to its end.
    fn archive(&self, text: Text) -> Result<(Archive, Option<Fault>), Fault> {
        let size = text.rest.as_ref().map_or(text.bytes.len() as u64, |rest| rest.size);
        if let (false, true, Some(path)) = (text.is_packed, text.again.is_some(), &text.source.path) {
            return Archive::open(Backing::File { path: path.clone(), size, stop: self.stop.cloned() });
        }
        let limit = MAX_HELD.saturating_sub(self.held.get());
        let rest = text.rest.map(|rest| rest.reader).or(text.live);
        let mut bytes = text.bytes;
        let mut failure = text.failure;
        if let Some(rest) = rest {
            let whole = Cursor::new(&**bytes).chain(PatientReader(rest));
            let read = read::read(whole, None, limit, &|_| false);
            let read = read.map_err(|error| Fault::Io(io::Error::other(error)))?;
            failure = read.failure;
            if read.next.is_some() {
                return Err(Fault::TooLarge);
            }
            bytes = read.content;
        }
        if bytes.len() > limit {
            return Err(Fault::TooLarge);
        }
        self.held.set(self.held.get() + bytes.len());
        let (archive, fault) = Archive::open(Backing::held(bytes))?;
        Ok((archive, failure.map(Fault::Io).or(fault)))
    }

    /// A member of an archive, read like a file.
    fn member(&self, archive: &Arc<Archive>, at: usize, source: Source) -> Result<Text, Error> {
        let (again, name) = (Arc::clone(archive), source.name.clone());
        let open = move |archive: &Archive| match archive.entries.get(at) {
            Some(entry) => archive.member(entry),
            None => Err(Fault::Cut),
        };
        let reader =
            open(archive).map_err(|fault| Error::Read { name: name.clone(), source: fault.into() })?;
        let again: Again = Box::new(move || Ok(open(&again)?));
        Text::of_reader(source, reader, None, Some(again), None)
            .map_err(|source| Error::Read { name, source })
    }
}

impl Inputs {
    /// Adds what is in the archive; what cannot be read of it is noted.
    pub(super) fn add_archive(&mut self, reader: &Reader, text: Text, arguments: Arguments) {
        let source = text.source.clone();
        match reader.archive(text) {
            Ok((archive, fault)) => {
                self.add_members(reader, &source, Arc::new(archive), arguments);
                self.unread.extend(fault.map(|fault| unread(&source, fault)));
            }
            Err(fault) => self.unread.push(unread(&source, fault)),
        }
    }

    fn add_members(&mut self, reader: &Reader, source: &Source, archive: Arc<Archive>, arguments: Arguments) {
        let entries = &archive.entries;
        if let Some(package) = zip::package(entries) {
            return self.items.push(Item::Other(source.clone(), package));
        }
        let mut members: Vec<_> =
            zip::parts(&source.name, entries).into_iter().zip(entries).enumerate().collect();
        members.retain(|(_, (_, entry))| !zip::is_skipped(entry));
        if members.is_empty() {
            return self.items.push(Item::Other(source.clone(), Binary::EMPTY_ARCHIVE));
        }
        // The steps of a job come before the log that repeats them all.
        members.sort_by_key(|(_, (part, _))| part.as_ref().is_some_and(|part| part.is_whole));
        let others = self.items.len();
        for (at, (part, entry)) in members {
            let member = reader.member(&archive, at, member(source, &entry.name));
            match member {
                Ok(text) => self.add_as(Content::of_member(&text), text, part, reader, arguments),
                Err(error) => {
                    self.unread.push(error);
                    if reader.is_stopped() {
                        break;
                    }
                }
            }
        }
        // What was not searched comes last: it is the least that somebody looks for.
        if let Some(items) = self.items.get_mut(others..) {
            items.sort_by_key(|item| matches!(item, Item::Other(..)));
        }
    }
}

/// The place of a member. It has no path: nothing of the file system belongs to it.
fn member(archive: &Source, name: &str) -> Source {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    Source {
        name: format!("{}/{name}", archive.name),
        file: Some(file.to_owned()),
        path: None,
        final_line_break: true,
    }
}

fn unread(source: &Source, fault: Fault) -> Error {
    Error::Read { name: source.name.clone(), source: fault.into() }
}
