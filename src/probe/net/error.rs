//! What is wrong with the options of a client.

/// Why no client can be made of the options.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetUpError {
    #[error("--ca-cert: {why}")]
    CaCert { why: &'static str },
    #[error("{variable}: expected the address of a proxy, such as http://proxy.example:3128")]
    Proxy { variable: &'static str },
    #[error(
        "--base-url {text}: expected [HOST=]ORIGIN, https://… without a path; plain http only to loopback, such as \
         http://127.0.0.1:8080"
    )]
    BaseUrl { text: String },
    #[error("--allow-host {text}: expected a host, such as gateway.example or gateway.example:8443")]
    AllowHost { text: String },
}
