//! Why Apple answers a token with 401 or 403.
//!
//! Data flows one way: `input` reads and tells what a text is, the model (`jws`, `key`, `jwk`, `json`) decodes it
//! without judging, `lints` judge, `report` prints. Time, environment and terminal enter as values at the edge.

pub mod cause;
pub mod context;
pub mod credentials;
pub mod input;
pub mod json;
pub mod jwk;
pub mod jws;
pub mod key;
pub mod lint;
pub mod lints;
pub mod redact;
pub mod request;
pub mod service;
pub mod services;
pub mod signature;
pub mod time;
pub mod verification;
