//! `why401 probe` against servers that answer badly on purpose, and where nobody answers at all.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

#[path = "probe_hostile/answers.rs"]
mod answers;
#[expect(dead_code, reason = "other tests use the rest of it")]
mod apple;
#[path = "probe/ask.rs"]
#[expect(dead_code, reason = "other tests use the rest of it")]
mod ask;
#[cfg(unix)]
#[path = "probe_hostile/interrupted.rs"]
mod interrupted;
#[path = "probe_hostile/later.rs"]
mod later;
#[path = "probe_hostile/nobody.rs"]
mod nobody;
#[expect(dead_code, reason = "other tests use the rest of it")]
mod program;
#[expect(dead_code, reason = "other tests use the rest of it")]
mod server;
#[path = "probe_hostile/told.rs"]
mod told;
