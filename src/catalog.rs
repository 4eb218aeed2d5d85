//! What is known of Apple's services: facts with their sources, in lists that test themselves.

pub mod cause;
mod causes;
pub mod context;
pub mod evidence;
pub mod facts;
pub mod lint;
pub mod lints;
pub mod need;
pub mod response;
pub(crate) mod responses;
pub mod role;
pub(crate) mod sender;
pub mod service;
pub mod services;
pub mod severity;
pub(crate) mod words;
