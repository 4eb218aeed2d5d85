//! `--report`: the same report in further formats, each into a file of its own.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use crate::cli::{Output, Shared};
use crate::error::Error;
use crate::input;
use crate::redact;
use crate::report::{Format, Options, Reporter, Verbosity};
use crate::world::{Terminal, World};

/// Characters of a path that an error repeats.
const PATH_SHOWN: usize = 200;

/// The files, open.
pub(super) struct Files(Vec<(Format, BufWriter<File>)>);

impl Files {
    /// Opens all of them, before anything is read or sent. A file that is named twice, or is an input too, would lose
    /// what it holds.
    pub(super) fn open(output: &Output, inputs: &[&OsStr], world: &World) -> Result<Self, Error> {
        let shown = |path: &PathBuf| redact::excerpt(&path.to_string_lossy(), PATH_SHOWN);
        let real = |path: &OsStr| fs::canonicalize(input::expanded(path.as_ref(), world.var)).ok();
        let inputs: BTreeSet<_> = inputs.iter().filter_map(|path| real(path)).collect();
        let mut taken = BTreeSet::new();
        let mut files = Vec::new();
        for report in &output.report {
            let path = input::expanded(&report.path, world.var).into_owned();
            let is_input = real(path.as_os_str()).is_some_and(|path| inputs.contains(&path));
            if is_input {
                return Err(Error::ReportIsInput { path: shown(&report.path) });
            }
            let mut options = File::options();
            options.create(true);
            let appends = report.format.appends;
            let options = if appends { options.append(true) } else { options.write(true) };
            let unwritable = |source| Error::ReportUnwritable { path: shown(&report.path), source };
            let file = options.open(&path).map_err(unwritable)?;
            if !taken.insert(fs::canonicalize(&path).unwrap_or(path)) {
                return Err(Error::ReportTwice { path: shown(&report.path) });
            }
            // A device or a pipe has no length.
            if !appends && file.metadata().is_ok_and(|metadata| metadata.is_file()) {
                file.set_len(0).map_err(unwritable)?;
            }
            files.push((report.format, BufWriter::new(file)));
        }
        Ok(Self(files))
    }

    /// Begins the report on `out` and in all files.
    pub(super) fn start<'a>(
        &'a mut self,
        output: &Output,
        options: &Options,
        out: &'a mut dyn Write,
    ) -> Reporter<'a> {
        let mut reporter = Reporter::new(output.format, options.clone(), out);
        for (format, file) in &mut self.0 {
            let terminal = Terminal { width: None, color: false, unicode: true };
            let options = Options { verbosity: Verbosity::Normal, terminal, ..options.clone() };
            reporter.also(*format, options, file);
        }
        reporter
    }

    /// Writes what is left. An error in the closing of a file would go unnoticed otherwise.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        self.0.iter_mut().try_for_each(|(_, file)| file.flush()).map_err(Error::Write)
    }
}

/// Whatever of the arguments may be the path of a file that is read.
pub(super) fn read_paths<'a>(inputs: &'a [std::ffi::OsString], shared: &'a Shared) -> Vec<&'a OsStr> {
    let credential = &shared.credential;
    let options = [&credential.key, &credential.jwks].into_iter().flatten();
    inputs.iter().chain(options).map(std::ffi::OsString::as_os_str).collect()
}
