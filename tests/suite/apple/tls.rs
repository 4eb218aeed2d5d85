//! Certificates of a CA that nobody knows, made anew for each server.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// Made for another name.
    Name,
    Expired,
    /// Signed by itself, no CA above it.
    SelfSigned,
}

/// A server's side of TLS.
pub(super) struct Identity {
    pub(super) acceptor: TlsAcceptor,
    /// The CA that a client has to trust; it signed nothing when the certificate is self-signed.
    pub(super) ca_pem: String,
}

impl Identity {
    /// For `localhost`, with these protocols of ALPN.
    pub(super) fn new(fault: Fault, protocols: &[&str]) -> Self {
        let mut ca = CertificateParams::new(Vec::new()).unwrap();
        ca.distinguished_name.push(DnType::CommonName, "Loopback Root");
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = CertifiedIssuer::self_signed(ca, KeyPair::generate().unwrap()).unwrap();

        let name = if fault == Fault::Name { "example.com" } else { "localhost" };
        let mut leaf = CertificateParams::new([name.to_owned()]).unwrap();
        leaf.distinguished_name.push(DnType::CommonName, name);
        if fault == Fault::Expired {
            leaf.not_before = date_time_ymd(2019, 1, 1);
            leaf.not_after = date_time_ymd(2020, 1, 1);
        }
        let key = KeyPair::generate().unwrap();
        let certificate = match fault {
            Fault::SelfSigned => leaf.self_signed(&key),
            _ => leaf.signed_by(&key, &ca),
        };
        let config = config(certificate.unwrap().der(), &key, protocols);
        Self { acceptor: TlsAcceptor::from(Arc::new(config)), ca_pem: pem(ca.der()) }
    }
}

fn config(certificate: &CertificateDer<'static>, key: &KeyPair, protocols: &[&str]) -> ServerConfig {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();
    config
}

fn pem(der: &[u8]) -> String {
    p256::pkcs8::der::pem::encode_string("CERTIFICATE", p256::pkcs8::LineEnding::LF, der).unwrap()
}
