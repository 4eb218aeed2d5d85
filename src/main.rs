//! The program's edge: clock, environment, standard streams and terminal become values.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use why401::input;
use why401::world::{Terminal, World};

fn main() -> ExitCode {
    // A panic message may hold what was being read.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(io::stderr(), "error: this is a bug in why401, at {place}; please report it");
    }));
    let stdout = io::stdout();
    let var = |name: &str| std::env::var_os(name);
    let world = World {
        now: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64().floor()),
        var: &var,
        stdin: &input::read_stdin,
        stdin_is_terminal: io::stdin().is_terminal(),
        terminal: Terminal {
            width: terminal_size::terminal_size_of(&stdout).map(|(width, _)| width.0.into()),
            color: colored::control::SHOULD_COLORIZE.should_colorize(),
            unicode: is_unicode(),
        },
    };
    let mut out = io::BufWriter::new(stdout.lock());
    why401::run(std::env::args_os(), world, &mut out, &mut io::stderr()).into()
}

/// Whether the locale writes UTF-8; outside Unix terminals do.
fn is_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|v| !v.is_empty());
    locale.map_or(cfg!(not(unix)), |locale| locale.to_ascii_lowercase().replace('-', "").contains("utf8"))
}
