//! All integration tests, in one binary: it links once.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod accuracy;
#[cfg(target_os = "linux")]
mod action;
mod apple;
mod apple_fake;
mod archive;
mod bounds;
mod cli;
mod client;
mod corpus;
mod discover;
mod files;
mod hostile;
mod house;
mod interface;
mod key_edits;
mod keys_inside;
mod logs;
#[cfg(target_os = "linux")]
mod memory;
mod mint;
mod package;
mod probe;
mod probe_client;
mod probe_hostile;
mod program;
mod properties;
mod reports;
mod rooms;
mod secrecy;
mod senders;
mod server;
mod stopped;
mod vectors;
mod wordings;
