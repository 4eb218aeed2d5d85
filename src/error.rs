//! Why the program could not look. What is wrong with a content is never one of these, but a finding.

use crate::input::ReadError;
use crate::jwk;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{name}: {source}")]
    Read { name: String, source: ReadError },
    #[error("standard input is named twice; give one of the inputs as a file or `env:NAME`")]
    StdinTwice,
    #[error("--jwks {name}: {source}; expected a JWK or a JWKS, `{{\"keys\": […]}}`")]
    Jwks { name: String, source: jwk::Error },
    #[error("--url {url}: expected a whole URL, https://…, or a path that begins with /")]
    Url { url: String },
    #[error("nothing is called {name:?}{}", nearest(.near))]
    Unknown { name: String, near: Vec<&'static str> },
    #[error("cannot write the report: {0}")]
    Write(#[from] std::io::Error),
}

fn nearest(near: &[&str]) -> String {
    match near {
        [] => "; `why401 explain` lists all names".to_owned(),
        near => format!("; did you mean {}?", near.join(", ")),
    }
}
