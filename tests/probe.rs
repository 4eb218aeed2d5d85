//! `why401 probe` against an Apple on loopback that judges tokens as the real one does.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

#[expect(dead_code, reason = "other tests use the rest of it")]
mod apple;
#[path = "probe/ask.rs"]
mod ask;
#[path = "probe/combined.rs"]
mod combined;
#[path = "probe/limits.rs"]
mod limits;
#[path = "probe/matrix.rs"]
mod matrix;
#[path = "probe/permission.rs"]
mod permission;
#[expect(dead_code, reason = "other tests use the rest of it")]
mod program;
#[path = "probe/readme.rs"]
mod readme;
#[path = "probe/services.rs"]
mod services;
