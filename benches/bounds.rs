//! A megabyte of every literal, and of every pair of literals: the slowest are printed. All pairs take hours of the processor:
//! `PARTNERS` says with how many others each literal is paired (8 by default, `all` for the whole product), `KIB` how large
//! the texts are (1024 by default).

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark may panic and speaks to its user")]

use std::time::Instant;

use why401::scan;

const SEPARATORS: [&str; 3] = ["", " ", "\n"];
const WORST: usize = 20;

fn main() {
    let literals = scan::literals();
    let variable = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let is_whole = std::env::var("PARTNERS").is_ok_and(|partners| partners == "all");
    let partners = if is_whole { literals.len() } else { variable("PARTNERS").unwrap_or(8) };
    let size = variable("KIB").unwrap_or(1024) << 10;
    let step = (literals.len() / partners.max(1)).max(1);
    let mut costs = Vec::new();
    for (number, literal) in literals.iter().enumerate() {
        let others = (0..partners).filter_map(|n| literals.get((number + n * step + 1) % literals.len()));
        for separator in SEPARATORS {
            costs.push(cost(format!("{literal}{separator}"), size));
            for other in others.clone() {
                costs.push(cost(format!("{literal}{separator}{other}{separator}"), size));
            }
        }
    }
    costs.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    println!("{} texts of {} KiB; the slowest:", costs.len(), size >> 10);
    for (seconds, unit) in costs.iter().take(WORST) {
        println!("{seconds:.3} s  {unit:?}");
    }
}

/// The seconds that a scan of the unit, repeated to that size, takes.
fn cost(unit: String, size: usize) -> (f64, String) {
    let text = unit.repeat(size / unit.len());
    let start = Instant::now();
    scan::scan(text.as_bytes(), scan::Known::default(), &mut |_| {}).1.unwrap();
    (start.elapsed().as_secs_f64(), unit)
}
