//! Characters, encodings and widths: one definition each, for whatever reads or prints text.

pub mod ansi;
pub mod chars;
pub mod near;
pub mod percent;
