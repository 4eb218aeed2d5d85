//! The program's edge: clock, environment, standard streams and terminal become values.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use why401::input;
use why401::world::{self, Terminal, World};

fn main() -> ExitCode {
    forbid_dumps();
    // A panic message may hold what was being read.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(io::stderr(), "error: this is a bug in why401, at {place}; please report it");
    }));
    let stdout = io::stdout();
    let var = |name: &str| std::env::var_os(name);
    let world = World {
        now: world::now().floor(),
        clock: world::now,
        var: &var,
        names: &world::names,
        stdin: &input::open_stdin,
        stdin_is_terminal: io::stdin().is_terminal(),
        stdin_is_piped: &world::stdin_is_piped,
        catch_signals: &input::Stop::on_signals,
        terminal: Terminal {
            width: terminal_size::terminal_size_of(&stdout).map(|(width, _)| width.0.into()),
            color: world::wants_color(&var, stdout.is_terminal()),
            unicode: world::is_unicode(&var),
        },
        stderr_is_terminal: io::stderr().is_terminal(),
    };
    let mut out = io::BufWriter::new(stdout.lock());
    why401::run(std::env::args_os(), world, &mut out, &mut io::stderr()).into()
}

/// Keeps the memory of this process, which may hold a private key, out of core dumps, and on Linux away from
/// other processes of the same user. Where the system refuses, the program runs all the same.
fn forbid_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    // The limit alone does not stop a core dump that is piped into a program (core(5)).
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
