//! README.md's walk-through of a real diagnosis, against a server whose clock is three minutes behind this machine's.

use crate::apple::policy::Policy;
use crate::apple::server::Apple;
use crate::apple::state::Clock;
use crate::probe::ask::{command, signer};

/// How a block begins that takes a server, and that is run here.
const FENCE: &str = "```console,ignore\n$ why401 probe ";

#[test]
fn the_walk_through_shows_what_the_program_prints() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let blocks: Vec<_> =
        readme.split(FENCE).skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect();
    assert_eq!(blocks.len(), readme.matches("console,ignore").count(), "each block for a server is run here");
    assert!(!blocks.is_empty());
    for block in blocks {
        let (typed, told) = block.split_once("\n? ").unwrap();
        let (code, told) = told.split_once("\n").unwrap_or((told, ""));
        let apple = Apple::start(Policy::default().clock(Clock::Offset(-180)));
        let output = command()
            .arg("probe")
            .args(typed.split_whitespace())
            .args(["--base-url", &apple.origin()])
            .envs([("LANG", "C.UTF-8"), ("ASC_KEY", &signer().private_pem())])
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(unvarying(printed.trim_end()), unvarying(told.trim_end()), "{printed}");
        assert_eq!(output.status.code().unwrap().to_string(), code);
    }
}

/// Without what differs from run to run: instants, what a request took, and the line that draws the token's life.
fn unvarying(text: &str) -> String {
    let is_drawn =
        |line: &&str| !["┣", "  now ", "  iat ", "  clock  "].iter().any(|mark| line.contains(mark));
    let of_line = |line: &str| {
        let is_relative = line.contains("ahead of the instant") || line.contains("exp  ");
        let words = line
            .split(' ')
            .map(|word| if is_relative || is_varying(word) { masked(word) } else { word.to_owned() });
        words.collect::<Vec<_>>().join(" ").replace("0 min 0 s", "0 min")
    };
    text.lines()
        .filter(is_drawn)
        .map(of_line)
        .map(|line| line.trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// A date, a time of day, or a duration in brackets.
fn is_varying(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_instant = digits >= 6 && word.bytes().all(|byte| byte.is_ascii_digit() || b":-,".contains(&byte));
    is_instant || word.starts_with('(') && digits > 0 && digits + 1 == word.len()
}

/// Any number in place of a number.
fn masked(word: &str) -> String {
    let mut masked: String = word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    while masked.contains("00") {
        masked = masked.replace("00", "0");
    }
    masked
}
