//! `why401 probe` against servers that answer badly on purpose, and where nobody answers at all.

mod answers;
mod captured;
#[cfg(unix)]
mod interrupted;
mod later;
mod nobody;
mod told;
