//! The proxy that the environment names, as curl reads it.
//!
//! `hyper_util`'s matcher, which reqwest brings, is not used: it takes a proxy that cannot be parsed for none and
//! would go there without it; its `NO_PROXY` knows no spaces between entries, no brackets around IPv6, and `*` for
//! names alone.

use std::ffi::OsString;
use std::net::IpAddr;

use reqwest::Url;

use super::error::SetUpError;

/// What the environment says of proxies for https. Values may hold a password: they are in no message.
#[derive(Clone, Default)]
pub struct Proxies {
    /// The variable and the proxy it names.
    proxy: Option<(&'static str, String)>,
    /// Hosts that are reached without it.
    except: String,
}

/// A proxy that is ready for use.
#[derive(Clone)]
pub(super) struct Proxy {
    pub(super) address: Url,
    except: Vec<String>,
}

impl Proxies {
    /// `https_proxy` before `all_proxy`, each in lower case first, as curl has it; empty values count as unset.
    pub fn from_environment(var: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let value = |name| {
            let value = var(name)?.to_string_lossy().trim().to_owned();
            (!value.is_empty()).then_some((name, value))
        };
        let first = |names: &[&'static str]| names.iter().find_map(|name| value(name));
        Self {
            proxy: first(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]),
            except: first(&["no_proxy", "NO_PROXY"]).map(|(_, except)| except).unwrap_or_default(),
        }
    }

    pub(super) fn proxy(&self) -> Result<Option<Proxy>, SetUpError> {
        let Some((variable, value)) = &self.proxy else {
            return Ok(None);
        };
        let value = if value.contains("://") { value.clone() } else { format!("http://{value}") };
        let address = Url::parse(&value).ok().filter(is_proxy).ok_or(SetUpError::Proxy { variable })?;
        let entries = self.except.split([',', ' ']).filter(|entry| !entry.is_empty());
        Ok(Some(Proxy { address, except: entries.map(str::to_ascii_lowercase).collect() }))
    }
}

impl Proxy {
    /// Host and port, without what is needed to log in.
    pub(super) fn name(&self) -> String {
        let host = self.address.host_str().unwrap_or_default();
        self.address.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whether `host`, in lower case and without brackets, is reached through the proxy.
    pub(super) fn serves(&self, host: &str) -> bool {
        let address: Option<IpAddr> = host.parse().ok();
        !self.except.iter().any(|entry| match address {
            _ if entry == "*" => true,
            Some(address) => is_address_in(address, entry),
            None => is_name_in(host, entry),
        })
    }
}

/// `example.com` and `.example.com` are that name and all below it.
fn is_name_in(name: &str, entry: &str) -> bool {
    let entry = entry.trim_start_matches('.');
    let above = name.strip_suffix(entry);
    !entry.is_empty() && above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
}

/// An address, or a network such as `192.168.0.0/16`.
fn is_address_in(address: IpAddr, entry: &str) -> bool {
    let (network, prefix) = match entry.split_once('/') {
        Some((network, prefix)) => (network, prefix.parse().ok()),
        None => (entry, Some(128)),
    };
    let (Ok(network), Some(prefix)) = (network.trim_matches(['[', ']']).parse::<IpAddr>(), prefix) else {
        return false;
    };
    let differing = match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => (address.to_bits() ^ network.to_bits()).leading_zeros(),
        (IpAddr::V6(address), IpAddr::V6(network)) => (address.to_bits() ^ network.to_bits()).leading_zeros(),
        _ => return false,
    };
    let len = if address.is_ipv4() { 32 } else { 128 };
    differing >= prefix.min(len)
}

fn is_proxy(address: &Url) -> bool {
    let is_known = matches!(address.scheme(), "http" | "https" | "socks4" | "socks4a" | "socks5" | "socks5h");
    is_known && address.host_str().is_some_and(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(vars: &'static [(&str, &str)]) -> Proxies {
        let var = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, value)| OsString::from(value));
        Proxies::from_environment(&var)
    }

    fn name(vars: &'static [(&str, &str)]) -> Option<String> {
        proxies(vars).proxy().unwrap().map(|proxy| proxy.name())
    }

    #[test]
    fn the_environment_names_the_proxy_as_curl_reads_it() {
        assert_eq!(name(&[]), None);
        assert_eq!(name(&[("https_proxy", ""), ("HTTPS_PROXY", " ")]), None);
        assert_eq!(name(&[("http_proxy", "a.example:1")]), None, "a proxy for plain http");
        assert_eq!(name(&[("HTTPS_PROXY", "a.example:3128")]).unwrap(), "a.example:3128");
        let both: &[_] = &[("HTTPS_PROXY", "http://a.example:1"), ("https_proxy", "http://b.example:2")];
        assert_eq!(name(both).unwrap(), "b.example:2");
        let all: &[_] = &[("ALL_PROXY", "socks5h://a.example"), ("all_proxy", "")];
        assert_eq!(name(all).unwrap(), "a.example");
        assert_eq!(name(&[("https_proxy", "https://me:word@a.example")]).unwrap(), "a.example");
    }

    #[test]
    fn what_is_no_proxy_is_an_error_without_its_value() {
        for vars in [
            &[("HTTPS_PROXY", "ftp://me:word@a.example")] as &[_],
            &[("HTTPS_PROXY", "http://me:word@")],
            &[("HTTPS_PROXY", "me:word word@a.example:x")],
        ] {
            let error = proxies(vars).proxy().map(|_| ()).unwrap_err().to_string();
            assert!(error.starts_with("HTTPS_PROXY: ") && !error.contains("word"), "{error}");
        }
    }

    #[test]
    fn no_proxy_names_hosts_domains_and_networks() {
        let serves = |except: &'static str, host: &str| {
            let var = |name: &str| match name {
                "HTTPS_PROXY" => Some(OsString::from("a.example")),
                "NO_PROXY" => Some(OsString::from(except)),
                _ => None,
            };
            Proxies::from_environment(&var).proxy().unwrap().unwrap().serves(host)
        };
        for (except, host) in [
            ("*", "api.push.apple.com"),
            ("other.example, Apple.com", "api.push.apple.com"),
            ("other.example .apple.com", "apple.com"),
            ("10.0.0.1", "10.0.0.1"),
            ("10.1.0.0/16", "10.1.255.255"),
            ("0.0.0.0/0", "10.0.0.1"),
            ("10.0.0.1/99", "10.0.0.1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("2001:db8::/32", "2001:db8:ffff::1"),
        ] {
            assert!(!serves(except, host), "{except} {host}");
        }
        for (except, host) in [
            ("", "api.push.apple.com"),
            (",", "api.push.apple.com"),
            (".", "api.push.apple.com"),
            ("ple.com", "api.push.apple.com"),
            ("api.push.apple.com.", "api.push.apple.com"),
            ("10.1.0.0/16", "10.2.0.0"),
            ("10.1.0.0/x", "10.1.0.0"),
            ("::/0", "10.1.0.0"),
            ("0.0.0.1", "10.0.0.1"),
        ] {
            assert!(serves(except, host), "{except} {host}");
        }
    }
}
