//! Clients of reqwest, one for each host: how connections are made, and with what trust.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Certificate, Client, ClientBuilder, redirect, retry};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::error::SetUpError;
use super::failure::{self, Failure};
use super::proxies::Proxy;
use super::route::Route;

/// What `User-Agent` says.
const AGENT: &str = concat!("why401/", env!("CARGO_PKG_VERSION"));

/// How all connections are made.
pub(super) struct Connector {
    pub(super) timeout: Duration,
    pub(super) roots: Vec<Certificate>,
    pub(super) proxy: Option<Proxy>,
    pub(super) http2_only: bool,
}

impl Connector {
    /// A client for the host of `route`, with no connection as yet.
    pub(super) fn client(&self, route: &Route) -> Result<Client, Failure> {
        // What connecting takes ends a little before the request, so that it is known which of them took so long.
        let connect_timeout = self.timeout - self.timeout / 100;
        let mut builder = ClientBuilder::new()
            .user_agent(AGENT)
            .redirect(redirect::Policy::none())
            .referer(false)
            // What remains is hyper-util's: a request that an open connection no longer took is not sent twice, but
            // once, on a new connection.
            .retry(retry::never())
            .no_proxy()
            .connect_timeout(connect_timeout)
            .dns_resolver(Resolver { through: route.through.clone() });
        if self.http2_only {
            builder = builder.http2_prior_knowledge();
        } else if route.host.is_some() {
            // HTTP/2 names the connection's host in `:authority`, whatever `Host` says.
            builder = builder.http1_only();
        }
        builder = match route.url.scheme() {
            "https" => builder.tls_certs_merge(self.roots.iter().cloned()),
            // No TLS, so no reading of the platform's roots.
            _ => builder.tls_certs_only([]),
        };
        if let Some(proxy) = self.proxy_to(route) {
            builder = builder.proxy(
                reqwest::Proxy::all(proxy.address.clone()).map_err(|error| failure::no_client(&error))?,
            );
        }
        builder.build().map_err(|error| failure::no_client(&error))
    }

    /// The proxy that stands before the host of `route`. None does before loopback, nor before what `--base-url` puts
    /// in the place of a name: it would be asked for the name.
    pub(super) fn proxy_to(&self, route: &Route) -> Option<&Proxy> {
        let host = route.direct_host()?;
        self.proxy.as_ref().filter(|proxy| proxy.serves(host))
    }
}

/// The system's resolver, except for what must not be left to it.
struct Resolver {
    /// Host and port of every name.
    through: Option<(String, u16)>,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (host, port) = self.through.clone().unwrap_or_else(|| (name.as_str().to_owned(), 0));
        Box::pin(async move {
            let addresses: Addrs = if host == "localhost" {
                let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
                Box::new(loopback.into_iter().map(move |address| SocketAddr::new(address, port)))
            } else {
                let found: Vec<_> = tokio::net::lookup_host((host, port)).await?.collect();
                Box::new(found.into_iter())
            };
            Ok(addresses)
        })
    }
}

/// The certificates of a PEM text.
pub(super) fn roots(pem: &[u8]) -> Result<Vec<Certificate>, SetUpError> {
    let invalid = |why| SetUpError::CaCert { why };
    let mut store = RootCertStore::empty();
    let mut roots = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|_| invalid("its PEM is damaged"))?;
        let root =
            Certificate::from_der(&certificate).map_err(|_| invalid("a certificate in it is damaged"))?;
        store.add(certificate).map_err(|_| invalid("a certificate in it is damaged"))?;
        roots.push(root);
    }
    match roots.is_empty() {
        true => Err(invalid("no PEM certificate (-----BEGIN CERTIFICATE-----) is in it")),
        false => Ok(roots),
    }
}
