//! Reads what the user named and tells what it is. The only place that guesses.

mod git;
mod read;

pub use git::{FileFacts, GitState};
