//! `why401 probe` against an Apple on loopback that judges tokens as the real one does.

pub(crate) mod ask;
mod combined;
mod limits;
mod matrix;
mod permission;
mod pipeline;
mod readme;
mod services;
