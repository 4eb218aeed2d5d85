//! Characters, encodings and widths: one definition each, for whatever reads or prints text.

pub(crate) mod ansi;
pub(crate) mod chars;
#[cfg(test)]
pub(crate) mod cost;
pub(crate) mod escape;
pub(crate) mod near;
pub(crate) mod percent;
pub(crate) mod wide;
pub(crate) mod wrap;
