//! Time, environment, standard input and terminal: what enters at the edge, as values.

use std::ffi::OsString;
use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::input::{OpenInput, Sources, Stop};

/// What the program knows of its surroundings.
pub struct World<'a> {
    /// Seconds since 1970.
    pub now: f64,
    /// Seconds since 1970 with fractions, whenever it is asked.
    pub clock: fn() -> f64,
    /// Looks up an environment variable.
    pub var: &'a dyn Fn(&str) -> Option<OsString>,
    /// The names of all environment variables.
    pub names: &'a dyn Fn() -> Vec<String>,
    /// Opens standard input.
    pub stdin: &'a dyn Fn() -> io::Result<OpenInput>,
    pub stdin_is_terminal: bool,
    /// Whether standard input has something that can be read without waiting for it.
    pub stdin_is_piped: &'a dyn Fn() -> bool,
    /// Catches Ctrl-C and SIGTERM from now on.
    pub catch_signals: &'a dyn Fn() -> Stop,
    pub terminal: Terminal,
    pub stderr_is_terminal: bool,
}

impl<'a> World<'a> {
    /// Where inputs come from.
    pub(crate) fn sources(&self) -> Sources<'a> {
        let Self { var, stdin, stdin_is_terminal, stdin_is_piped, .. } = *self;
        Sources { var, stdin, stdin_is_terminal, stdin_is_piped }
    }
}

/// What the output can show.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Columns; `None` when the output is no terminal.
    pub width: Option<usize>,
    pub color: bool,
    /// Whether the locale has more than ASCII.
    pub unicode: bool,
}

/// The names of all environment variables, sorted; those that are no text are left out.
pub fn names() -> Vec<String> {
    let mut names: Vec<_> = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect();
    names.sort();
    names
}

/// Seconds since 1970 by this machine's clock, with fractions.
pub fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

/// Whether standard input has something that can be read without waiting for it: it is a file that is not empty, or a
/// pipe or socket with bytes ready.
#[cfg(unix)]
pub fn stdin_is_piped() -> bool {
    use std::fs::File;
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;

    let Ok(stdin) = io::stdin().as_fd().try_clone_to_owned().map(File::from) else { return false };
    let Ok(metadata) = stdin.metadata() else { return false };
    let kind = metadata.file_type();
    match kind.is_fifo() || kind.is_socket() {
        true => rustix::io::ioctl_fionread(&stdin).is_ok_and(|bytes| bytes > 0),
        false => kind.is_file() && metadata.len() > 0,
    }
}

/// Whether standard input has something that can be read without waiting for it: not known.
#[cfg(not(unix))]
pub fn stdin_is_piped() -> bool {
    false
}

/// Whether to colour: forced by CLICOLOR_FORCE (<https://bixense.com/clicolors/>), else not with NO_COLOR
/// (<https://no-color.org>), CLICOLOR=0 or on a dumb terminal, else on a terminal. Empty values count as unset.
pub fn wants_color(var: &dyn Fn(&str) -> Option<OsString>, is_terminal: bool) -> bool {
    let value = |name: &str| var(name).filter(|value| !value.is_empty());
    if value("CLICOLOR_FORCE").is_some_and(|force| force != "0") {
        return true;
    }
    let is_dumb = value("TERM").is_some_and(|term| term == "dumb");
    is_terminal
        && !is_dumb
        && value("NO_COLOR").is_none()
        && value("CLICOLOR").is_none_or(|color| color != "0")
}

/// Whether the locale writes UTF-8; outside Unix terminals do.
pub fn is_unicode(var: &dyn Fn(&str) -> Option<OsString>) -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().filter_map(|name| var(name)).find(|value| !value.is_empty());
    let is_utf8 =
        |locale: OsString| locale.to_string_lossy().to_ascii_lowercase().replace('-', "").contains("utf8");
    locale.map_or(cfg!(not(unix)), is_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colored(vars: &'static [(&str, &str)], is_terminal: bool) -> bool {
        let var = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, value)| OsString::from(value));
        wants_color(&var, is_terminal)
    }

    #[test]
    fn colour_follows_the_terminal_and_its_variables() {
        assert!(colored(&[], true) && !colored(&[], false));
        assert!(!colored(&[("NO_COLOR", "1")], true) && colored(&[("NO_COLOR", "")], true));
        assert!(colored(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false));
        assert!(!colored(&[("CLICOLOR_FORCE", "0")], false) && !colored(&[("CLICOLOR_FORCE", "")], false));
        assert!(!colored(&[("TERM", "dumb")], true) && !colored(&[("CLICOLOR", "0")], true));
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        let unicode = |vars: &'static [(&str, &str)]| {
            is_unicode(&|name: &str| {
                vars.iter().find(|(n, _)| *n == name).map(|(_, value)| OsString::from(value))
            })
        };
        assert!(unicode(&[("LANG", "de_DE.UTF-8")]) && unicode(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8")]));
        assert!(!unicode(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]));
    }
}
