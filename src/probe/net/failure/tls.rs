//! Why no TLS connection came about.

use std::fmt;

use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, PeerIncompatible};

use super::{Failure, FailureKind, Peer, TlsFault};
use crate::model::time;
use crate::redact;

impl Peer<'_> {
    pub(super) fn tls(&self, error: &rustls::Error) -> Failure {
        use CertificateError as Fault;
        let (fault, what) = match error {
            rustls::Error::InvalidCertificate(fault) => match fault {
                Fault::Expired | Fault::ExpiredContext { .. } => (TlsFault::Expired, expired(fault)),
                Fault::NotValidYet | Fault::NotValidYetContext { .. } => {
                    (TlsFault::NotYetValid, expired(fault))
                }
                Fault::NotValidForName | Fault::NotValidForNameContext { .. } => {
                    (TlsFault::WrongName, self.wrong_name(fault))
                }
                // After the first: a root of that name, but with another key, or one of another kind.
                Fault::UnknownIssuer
                | Fault::BadSignature
                | Fault::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
                    (TlsFault::UnknownIssuer, self.unknown_issuer())
                }
                other => (TlsFault::Other, format!("its certificate is refused: {}", summary(other))),
            },
            rustls::Error::NoApplicationProtocol
            | rustls::Error::AlertReceived(AlertDescription::NoApplicationProtocol) => {
                (TlsFault::Other, "it speaks no version of HTTP that was offered".to_owned())
            }
            rustls::Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13)
            | rustls::Error::AlertReceived(AlertDescription::ProtocolVersion) => (
                TlsFault::Other,
                "it speaks neither TLS 1.2 nor TLS 1.3; an outdated proxy may stand in between".to_owned(),
            ),
            other => {
                let reason = summary(other);
                (
                    TlsFault::Other,
                    format!("no TLS connection came about: {reason}; a proxy may stand in between"),
                )
            }
        };
        self.says(FailureKind::Tls(fault), &what)
    }

    fn wrong_name(&self, fault: &CertificateError) -> String {
        let wanted = self.certified.map(|name| format!(" {name}")).unwrap_or_default();
        let names = match fault {
            CertificateError::NotValidForNameContext { presented, .. } if !presented.is_empty() => {
                // Each stands as `DnsName("…")`.
                let plain = |name: &String| redact::excerpt(name.split('"').nth(1).unwrap_or(name), 80);
                let names: Vec<_> = presented.iter().take(3).map(plain).collect();
                format!(" but for {}", names.join(", "))
            }
            _ => String::new(),
        };
        format!(
            "its certificate is not for this name{wanted}{names}; a proxy, or a sign-in page of the network, \
             may answer instead"
        )
    }

    fn unknown_issuer(&self) -> String {
        let advice = match self.has_ca_cert {
            true => "--ca-cert names no root of it either",
            false => "if a company's proxy reads TLS, name its root certificate with --ca-cert",
        };
        format!("its certificate is signed by nobody this machine trusts; {advice}")
    }
}

/// The certificate's bound beside this machine's clock: one of the two is wrong.
fn expired(fault: &CertificateError) -> String {
    let instant = |time: &UnixTime| time::instant(time.as_secs() as f64);
    match fault {
        CertificateError::ExpiredContext { time, not_after } => format!(
            "its certificate was valid until {}, and this machine's clock says {}; check the clock first",
            instant(not_after),
            instant(time)
        ),
        CertificateError::NotValidYetContext { time, not_before } => format!(
            "its certificate is valid from {}, and this machine's clock says {}; check the clock first",
            instant(not_before),
            instant(time)
        ),
        _ => {
            "its certificate is not valid at what this machine's clock says; check the clock first".to_owned()
        }
    }
}

/// What an error says, without the fields that rustls adds in the words of its source code.
fn summary(error: &dyn fmt::Display) -> String {
    let text = error.to_string();
    redact::excerpt(text.split(" {").next().unwrap_or_default(), 120)
}
