//! What was given, decoded without loss. Nothing here judges: a wrong value is a value like any other.

pub mod clock;
pub mod credentials;
pub mod discovery;
pub mod exchange;
pub mod file;
pub mod json;
pub mod jwk;
pub mod jws;
pub mod key;
pub mod request;
pub mod scope;
pub mod signature;
pub mod time;
pub mod uuid;
pub mod verification;
pub(crate) mod wipe;
