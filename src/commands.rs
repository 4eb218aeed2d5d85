//! The commands. Each reads top to bottom like a summary of what it does.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod man;
pub(crate) mod mint;
pub(crate) mod probe;
mod reports;
mod shared;
