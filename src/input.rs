//! Reads what the user named and tells what it is. The only place that guesses.

mod archive;
mod binary;
mod detect;
mod encoding;
mod error;
pub mod exchange;
mod fault;
mod gather;
mod git;
mod gzip;
mod later;
mod live;
mod read;
mod stop;
mod text;
mod zip;

pub use crate::model::file::{FileFacts, GitState};
pub use binary::Binary;
pub use detect::{Content, KeyFile};
pub use error::Error;
pub(crate) use gather::{Arguments, gather};
pub use gather::{Inputs, Item, KeyInput};
pub use read::{OpenInput, ReadError, open_stdin};
pub(crate) use stop::is_stop;
pub use stop::{Signal, Stop};
pub(crate) use text::expanded;
pub use text::{Source, Sources, Stream};
pub use zip::Part;
