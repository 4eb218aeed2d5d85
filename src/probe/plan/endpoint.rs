//! What is asked, before it carries a token: the endpoint that failed, or the service's own harmless one.

use crate::catalog::evidence::Environment;
use crate::catalog::service::{Service, Transport};
use crate::model::request::Request;

/// A request without its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(in crate::probe) method: String,
    pub(in crate::probe) url: String,
    pub(in crate::probe) fields: Vec<(&'static str, String)>,
    /// The form of the body, with the token and its claims to be filled in.
    pub(in crate::probe) body: Option<&'static str>,
    pub(in crate::probe) transport: Transport,
    /// Whether each request takes a connection of its own: APNs remembers the first token of one.
    pub(in crate::probe) takes_own_connection: bool,
}

impl Endpoint {
    /// The harmless request of the service. `None`: it has none.
    pub(in crate::probe) fn control(
        service: &Service,
        environment: Option<Environment>,
        topic: Option<&str>,
    ) -> Option<Self> {
        let probe = service.probe.as_ref()?;
        let url = match environment {
            None => probe.url.to_owned(),
            Some(environment) => moved(service, probe.url, environment),
        };
        let field = |(name, value): &(&'static str, &'static str)| match *value {
            "{bundle_id}" => topic.map(|topic| (*name, topic.to_owned())),
            value => Some((*name, value.to_owned())),
        };
        Some(Self {
            method: probe.method.to_owned(),
            url,
            fields: probe.fields.iter().filter_map(field).collect(),
            body: probe.body,
            transport: service.transport,
            takes_own_connection: probe.variants.is_some(),
        })
    }

    /// The request that failed, when nothing but a GET was asked. Of a path alone, the host is the service's.
    pub(in crate::probe) fn target(
        service: &Service,
        environment: Option<Environment>,
        request: &Request,
    ) -> Option<Self> {
        let takes_gets = service.probe.as_ref().is_some_and(|probe| probe.method == "GET");
        let takes_other =
            request.host.as_deref().is_some_and(|host| service.takes_other_at(host, &request.path));
        if request.method != "GET" || !takes_gets || takes_other {
            return None;
        }
        let url = match &request.host {
            Some(_) => request.to_string(),
            None => {
                let hosts = match environment {
                    Some(Environment::Sandbox) => service.sandbox_hosts,
                    _ => service.hosts,
                };
                format!("{}{request}", origin(hosts.first()?))
            }
        };
        let (method, transport) = ("GET".to_owned(), service.transport);
        Some(Self { method, url, fields: Vec::new(), body: None, transport, takes_own_connection: false })
    }

    /// The same at a host of the other environment. `None`: the service has but one.
    pub(in crate::probe) fn elsewhere(&self, service: &Service) -> Option<(Environment, Self)> {
        let is_at = |hosts: &[&str]| hosts.iter().any(|host| is_below(&self.url, origin(host)));
        let environment = match (is_at(service.hosts), is_at(service.sandbox_hosts)) {
            (true, _) if !service.sandbox_hosts.is_empty() => Environment::Sandbox,
            (_, true) => Environment::Production,
            _ => return None,
        };
        Some((environment, Self { url: moved(service, &self.url, environment), ..self.clone() }))
    }

    /// With a value for that field in place of its own.
    pub(in crate::probe) fn with_field(mut self, name: &'static str, value: &str) -> Self {
        self.fields.push((name, value.to_owned()));
        self
    }
}

/// The URL at the first host of the environment.
fn moved(service: &Service, url: &str, environment: Environment) -> String {
    let hosts = match environment {
        Environment::Production => service.hosts,
        Environment::Sandbox => service.sandbox_hosts,
    };
    let known = service.hosts.iter().chain(service.sandbox_hosts);
    let at = known.map(|host| origin(host)).filter(|origin| is_below(url, origin)).max_by_key(|o| o.len());
    match (at.and_then(|at| url.strip_prefix(at)), hosts.first()) {
        (Some(rest), Some(host)) if !hosts.iter().any(|host| is_below(url, origin(host))) => {
            format!("{}{rest}", origin(host))
        }
        _ => url.to_owned(),
    }
}

fn is_below(url: &str, origin: &str) -> bool {
    url.strip_prefix(origin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

/// Scheme, host and port of a URL, or of a host in the service's data, without the path that it lives under.
pub(crate) fn origin(host: &str) -> &str {
    let start = host.find("://").map_or(0, |at| at + 3);
    let end = host.get(start..).and_then(|rest| rest.find('/')).map_or(host.len(), |at| start + at);
    host.get(..end).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::services::{self, SERVICES};

    fn service(id: &str) -> &'static Service {
        services::find(id).unwrap()
    }

    fn request(method: &str, url: &str) -> Request {
        Request::parse(Some(method), url).unwrap()
    }

    #[test]
    fn the_harmless_request_moves_between_environments() {
        let url = |id, environment| Endpoint::control(service(id), environment, None).unwrap().url;
        assert!(url("apns", None).starts_with("https://api.sandbox.push.apple.com/3/device/0000"));
        assert!(
            url("apns", Some(Environment::Production))
                .starts_with("https://api.push.apple.com/3/device/0000")
        );
        assert_eq!(
            url("app-store-server", Some(Environment::Sandbox)),
            "https://api.storekit-sandbox.apple.com/inApps/v1/transactions/0"
        );
        assert_eq!(url("notary", None), "https://appstoreconnect.apple.com/notary/v2/submissions");
    }

    #[test]
    fn only_some_services_are_sent_anything_but_get() {
        let posts = SERVICES.iter().filter(|service| {
            Endpoint::control(service, None, None).is_some_and(|endpoint| endpoint.method != "GET")
        });
        assert_eq!(
            posts.map(|service| service.id).collect::<Vec<_>>(),
            ["apns", "apple-ads", "apple-business", "devicecheck", "siwa"]
        );
    }

    #[test]
    fn a_path_is_asked_at_the_services_host_and_nothing_but_get_is_repeated() {
        let target = |id, method, url| Endpoint::target(service(id), None, &request(method, url));
        let endpoint = target("asc-team", "GET", "/v1/builds?limit=1").unwrap();
        assert_eq!(endpoint.url, "https://api.appstoreconnect.apple.com/v1/builds?limit=1");
        let endpoint = target("notary", "GET", "/notary/v2/submissions").unwrap();
        assert_eq!(endpoint.url, "https://appstoreconnect.apple.com/notary/v2/submissions");
        assert_eq!(target("asc-team", "POST", "/v1/builds"), None);
        assert_eq!(target("apns", "GET", "/3/device/1"), None);
    }

    #[test]
    fn the_other_environment_is_that_of_the_other_hosts() {
        let server = service("app-store-server");
        let given = Endpoint::target(
            server,
            None,
            &request("GET", "https://api.storekit.itunes.apple.com/inApps/v1/transactions/7"),
        );
        let (environment, other) = given.unwrap().elsewhere(server).unwrap();
        assert_eq!(environment, Environment::Sandbox);
        assert_eq!(other.url, "https://api.storekit-sandbox.apple.com/inApps/v1/transactions/7");
        let (environment, back) = other.elsewhere(server).unwrap();
        assert_eq!(environment, Environment::Production);
        assert_eq!(back.url, "https://api.storekit.apple.com/inApps/v1/transactions/7");
        let team = service("asc-team");
        assert!(Endpoint::control(team, None, None).unwrap().elsewhere(team).is_none());
    }
}
