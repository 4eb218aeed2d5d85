use crate::catalog::context::Context;
use crate::catalog::lint::Check::Found;
use crate::catalog::lint::identifier::quoted;
use crate::catalog::lint::{Check, Finding, Group, Lint, Severity};
use crate::catalog::service::Service;
use crate::catalog::services::hosts::{ENDING, SUPERSEDED, WEB, WEB_PATHS, is_apples, is_local};
use crate::catalog::services::{self, Clues};
use crate::catalog::words::list;
use crate::model::exchange::Authorization;
use crate::model::request::Request;

pub(super) static LINT: Lint = Lint {
    name: "request-host-wrong",
    group: Group::Request,
    severity: Severity::Error,
    summary: "the request goes to a host that does not take this token",
    explanation: EXPLANATION,
    bad: r#"{"request": {"url": "https://appstoreconnect.apple.com/v1/apps"}}"#,
    good: r#"{"request": {"url": "https://api.appstoreconnect.apple.com/v1/apps"}}"#,
    source: "https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests",
    causes: &["wrong-service"],
    explained_by: &[],
    check,
};

const EXPLANATION: &str = "\
Each of Apple's services has its own host and knows only the tokens made for it: what is right at
one is answered 401 at the next. The pages of App Store Connect and of the developer portal, and the
paths below `/iris/` and `/xcbuild/` that Xcode uses, take the session of an Apple ID and no token
at all. A token that goes to a host that is not Apple's, or over plain http, is in other hands until
it expires.

Take the address from the documentation of the service. Hosts with `itunes` in their names still
answer for the App Store Server API, but the documentation names others today.";

fn check(cx: &Context) -> Option<Check> {
    let request = cx.request?;
    let host = request.host.as_deref().unwrap_or_default();
    if request.host.is_some() && is_local(host) || !carries_token(cx) {
        return None;
    }
    if cx.services.iter().any(|service| service.takes_other_at(host, &request.path)) {
        return of_access_token(cx, host).or_else(|| ending(cx, host));
    }
    let new = SUPERSEDED.iter().find(|(old, _)| *old == host).map(|(_, new)| *new);
    let at_host = |service: &&Service| service.is_at(new.unwrap_or(host), &request.path);
    let owners: Vec<_> = services::at(cx.list, new.unwrap_or(host), &request.path);
    let is_taken =
        |service: &&Service| at_host(service) || owners.iter().any(|owner| service.takes_what(owner));
    let (at, message) = if WEB_PATHS.iter().any(|beginning| request.path.starts_with(beginning)) {
        let what = "a path of Apple's web UI, which takes the session of an Apple ID and no token";
        ("/request/url", format!("{} is {what}", quoted(&request.path)))
    } else if request.host.is_none() {
        return None;
    } else if cx.services.iter().copied().any(|service| is_taken(&service)) {
        let fault = of_another(cx, request).or_else(|| superseded(host, new)).or_else(|| plain(cx, request));
        return Some(fault.into());
    } else if !is_apples(host) {
        ("/request/url", format!("the request goes to {}, which is no host of Apple's", quoted(host)))
    } else if let Some(of) = of(cx, owners.first().copied(), host) {
        ("/request/url", format!("the request goes to {}, the host of {of}", quoted(host)))
    } else if WEB.contains(&host) {
        let what = "which takes the session of an Apple ID and no token";
        ("/request/url", format!("the request goes to {}, a host of web pages, {what}", quoted(host)))
    } else {
        return plain(cx, request).map(Found);
    };
    let hosts = expected(cx);
    let message = if hosts.is_empty() { message } else { format!("{message}, expected {hosts}") };
    Some(Found(LINT.finding(at, message).help(format!("send it to {}", preferred(cx)))))
}

/// The host is the service's, and takes what Apple gives for the token.
fn of_access_token(cx: &Context, host: &str) -> Option<Check> {
    cx.token?;
    let message = format!(
        "the request goes to {}, which does not take this token but the access token that Apple gives for it",
        quoted(host)
    );
    let help = format!("exchange the token at {} first, and send the access token", preferred(cx));
    Some(Found(LINT.finding("/request/url", message).help(help)))
}

/// The host is one that Apple turns off.
fn ending(cx: &Context, host: &str) -> Option<Check> {
    let ending = ENDING.iter().find(|ending| ending.host.eq_ignore_ascii_case(host))?;
    let is_over = cx.at >= ending.at;
    let (ends, severity) = if is_over { ("ended", Severity::Error) } else { ("ends", Severity::Warning) };
    let message = format!("the request goes to {}, which {ends} on {}", quoted(host), ending.day);
    let help = format!("use {}", ending.next);
    Some(Found(LINT.finding("/request/url", message).help(help).severity(severity)))
}

/// Whether a token goes there, as far as is known: the pages of the web UI are right for a request without one.
fn carries_token(cx: &Context) -> bool {
    let Some(exchange) = cx.exchange else { return true };
    match exchange.authorization() {
        Authorization::Masked => true,
        Authorization::Unknown => cx.token.is_some(),
        Authorization::Absent | Authorization::Present(_) => exchange.token().is_some(),
    }
}

/// Whose host it is, when its tokens cannot be those of the service.
fn of(cx: &Context, owner: Option<&'static Service>, host: &str) -> Option<String> {
    let owner = owner.or_else(|| cx.list.iter().copied().find(|service| service.has_host(host)))?;
    let is_foreign = cx.services.iter().all(|service| !service.takes_what(owner));
    is_foreign.then(|| format!("the {}", owner.name))
}

/// The host fits the service, but the token says that it is for another one.
fn of_another(cx: &Context, request: &Request) -> Option<Finding> {
    let claims = cx.claims()?;
    let [own] = services::candidates(cx.list, cx.token, Clues::default())[..] else { return None };
    if cx.services.iter().any(|service| service.takes_what(own)) {
        return None;
    }
    let has_audience = claims.str("aud").is_some_and(|found| own.audiences().contains(&&*found))
        && cx.services.iter().all(|service| service.audiences() != own.audiences());
    let has = |service: &Service| {
        service.claims().iter().all(|c| !service.requires(c.name) || claims.get(c.name).is_some())
    };
    let mut sign = own.claims().iter().filter(|claim| claims.get(claim.name).is_some());
    let is_marked = sign.any(|claim| cx.service.claim(claim.name).is_none()) && !has(cx.service);
    if !has_audience && !is_marked {
        return None;
    }
    let host = quoted(request.host.as_deref().unwrap_or_default());
    let message = format!(
        "the request goes to {host}, the host of the {}, but the token is one for the {}",
        cx.service.name, own.name
    );
    let to = own.hosts.first().unwrap_or(&"its own host");
    let help = format!("send it to {to}, or mint a token for the {}", cx.service.name);
    Some(LINT.finding("/request/url", message).help(help))
}

fn superseded(host: &str, new: Option<&str>) -> Option<Finding> {
    let new = new?;
    let message =
        format!("the request goes to {}, which the documentation has replaced by \"{new}\"", quoted(host));
    Some(
        LINT.finding("/request/url", message)
            .help(format!("send it to https://{new}"))
            .severity(Severity::Warning),
    )
}

fn plain(cx: &Context, request: &Request) -> Option<Finding> {
    (request.scheme.as_deref() == Some("http")).then(|| {
        let message =
            "the request goes over plain http, expected https: anybody on the way can read the token";
        LINT.finding("/request/url", message).help(format!("send it to {}", preferred(cx)))
    })
}

/// The hosts of the only service that remains.
fn expected(cx: &Context) -> String {
    let [service] = cx.services else { return String::new() };
    let hosts = service.hosts.iter().chain(service.sandbox_hosts);
    let is_current = |host: &&&str| SUPERSEDED.iter().all(|(old, _)| !host.contains(old));
    let names: Vec<_> =
        hosts.filter(is_current).map(|host| quoted(host.trim_start_matches("https://"))).collect();
    list(&names).replace(" and ", " or ")
}

fn preferred(cx: &Context) -> String {
    match cx.services {
        [service] => (*service.hosts.first().unwrap_or(&"the host of the service")).to_owned(),
        _ => "the host that the documentation of the service names, with https".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::Severity;
    use crate::catalog::lint::example::{findings, is_found};

    fn to(url: &str) -> String {
        format!(r#"{{"request": {{"url": "{url}"}}}}"#)
    }

    const SIWA: &str = r#""iss": "Q4W8E2R6T1", "aud": "https://appleid.apple.com", "sub": "com.example.web",
        "exp": 1810000000"#;

    #[test]
    fn each_wrong_host_is_told_by_whose_it_is() {
        for (url, message) in [
            (
                "https://appstoreconnect.apple.com/v1/apps",
                "the request goes to \"appstoreconnect.apple.com\", a host of web pages, which \
                 takes the session of an \
                 Apple ID and no token, expected \"api.appstoreconnect.apple.com\"",
            ),
            (
                "https://api.storekit.apple.com/inApps/v1/transactions/0",
                "the request goes to \"api.storekit.apple.com\", the host of the App Store Server \
                 API, expected \"api.appstoreconnect.apple.com\"",
            ),
            (
                "https://api.storekit.itunes.apple.com/inApps/v1/transactions/0",
                "the request goes to \"api.storekit.itunes.apple.com\", the host of the App Store \
                 Server API, expected \"api.appstoreconnect.apple.com\"",
            ),
            (
                "https://api.music.apple.com/v1/test",
                "the request goes to \"api.music.apple.com\", the host of the Apple Music API, expected \
                 \"api.appstoreconnect.apple.com\"",
            ),
            (
                "https://api.example.com/v1/apps",
                "the request goes to \"api.example.com\", which is no host of Apple's, expected \
                 \"api.appstoreconnect.apple.com\"",
            ),
            (
                "https://api.appstoreconnect.apple.com/iris/v1/apps",
                "\"/iris/v1/apps\" is a path of Apple's web UI, which takes the session of an Apple \
                 ID and no token, expected \"api.appstoreconnect.apple.com\"",
            ),
            (
                "http://api.appstoreconnect.apple.com/v1/apps",
                "the request goes over plain http, expected https: anybody on the way can read the token",
            ),
        ] {
            let found = findings(&LINT, &to(url));
            assert!(is_found(&LINT, &to(url)), "{url}: {found:?}");
            assert_eq!(found[0].message, message);
        }
    }

    #[test]
    fn hosts_that_take_the_token_or_are_nobodys_business_are_no_finding() {
        for url in [
            "https://API.AppStoreConnect.apple.com:443/v1/apps",
            "https://appstoreconnect.apple.com/notary/v2/submissions",
            "http://127.0.0.1:8080/iris/v1/apps",
            "http://localhost/v1/apps",
            "https://[::1]:8443/v1/apps",
            "https://contentdelivery.itunes.apple.com/x",
            "/v1/apps",
        ] {
            assert!(!is_found(&LINT, &to(url)), "{url}: {:?}", findings(&LINT, &to(url)));
        }
        let device_check = format!(
            r#"{{"service": "apns", "claims": {{"iss": "Q4W8E2R6T1", "aud": null, "exp": null}}, {}"#,
            &to("https://api.devicecheck.apple.com/v1/query_two_bits")[1..]
        );
        assert!(!is_found(&LINT, &device_check), "one token is good for both");
    }

    #[test]
    fn a_request_without_token_may_go_anywhere() {
        for (exchange, expected) in [
            (r#"{"fields": {"Cookie": "a=b"}, "status": 403}"#, false),
            (r#"{"fields": {"Authorization": "Basic dXNlcjpwYXNz"}}"#, false),
            (r#"{"fields": {"Authorization": "Bearer ***"}}"#, true),
            (r#"{"fields": {"Authorization": "Bearer {token}"}}"#, true),
            (r#"{"status": 401}"#, true),
        ] {
            for url in ["https://appstoreconnect.apple.com/iris/v1/apps", "https://example.com/"] {
                let example = format!(r#"{{"exchange": {exchange}, {}"#, &to(url)[1..]);
                assert_eq!(is_found(&LINT, &example), expected, "{example}");
            }
        }
    }

    #[test]
    fn a_superseded_host_still_answers() {
        for (service, claims, url, new) in [
            (
                "app-store-server",
                r#"{"bid": "com.example.app"}"#,
                "https://api.storekit.itunes.apple.com/inApps/v1/transactions/0",
                "https://api.storekit.apple.com",
            ),
            (
                "apns",
                r#"{"iss": "Q4W8E2R6T1", "aud": null, "exp": null}"#,
                "https://api.development.push.apple.com/3/device/0",
                "https://api.sandbox.push.apple.com",
            ),
        ] {
            let found = findings(
                &LINT,
                &format!(r#"{{"service": "{service}", "claims": {claims}, {}"#, &to(url)[1..]),
            );
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(format!("{found:?}").starts_with("[warning[request-host-wrong]"), "{found:?}");
            assert_eq!(found[0].help.as_deref(), Some(&*format!("send it to {new}")));
        }
    }

    #[test]
    fn a_host_that_takes_the_access_token_does_not_take_the_secret() {
        let ads = |at: &str, token: &str, host: &str| {
            format!(
                r#"{{"service": "apple-ads", "at": {at}, {token} "key_file": "key.pem",
                    "header": {{"kid": "7b1d6f4e-02c3-4d1a-8e55-91f0c2a7d3b4"}},
                    "claims": {{"iss": "SEARCHADS.a", "sub": "SEARCHADS.b",
                        "aud": "https://appleid.apple.com"}},
                    "request": {{"url": "https://{host}/v1/me"}}}}"#
            )
        };
        let found = findings(&LINT, &ads("1795168980", "", "api.ads.apple.com"));
        assert!(found[0].message.contains("the access token that Apple gives for it"), "{found:?}");
        assert!(!is_found(&LINT, &ads("1795168980", r#""token": null,"#, "api.ads.apple.com")));
        let old = |at: &str| findings(&LINT, &ads(at, r#""token": null,"#, "api.searchads.apple.com"));
        let before = old("1795168980");
        assert_eq!(before[0].severity, Severity::Warning, "{before:?}");
        assert!(before[0].message.ends_with("which ends on 26 January 2027"), "{before:?}");
        assert_eq!(old("1800921600")[0].severity, Severity::Error);
    }

    #[test]
    fn a_token_of_another_service_is_told_by_its_audience() {
        // That it breaks the rules of the service at the host, too, may be another fault and stays.
        for (claims, own) in [
            (r#"{"aud": "apple-developer-enterprise-v1"}"#, "Apple Developer Enterprise Program API"),
            (&format!("{{{SIWA}}}"), "Sign in with Apple client secret"),
        ] {
            let found = findings(
                &LINT,
                &format!(
                    r#"{{"claims": {claims}, {}"#,
                    &to("https://api.appstoreconnect.apple.com/v1/apps")[1..]
                ),
            );
            let names: Vec<_> = found.iter().map(|finding| finding.lint.name).collect();
            assert!(!names.contains(&"claims-aud-wrong"), "{names:?}");
            let wrong = found.iter().find(|finding| finding.lint.name == "request-host-wrong").unwrap();
            assert!(wrong.message.ends_with(&format!("but the token is one for the {own}")), "{found:?}");
        }
    }

    #[test]
    fn a_token_of_another_service_is_told_by_a_claim_that_only_it_has() {
        let scoped = r#"{"service": "app-store-server", "claims": {"scope": ["GET /v1/apps"]},
            "request": {"url": "https://api.storekit.apple.com/inApps/v1/transactions/0"}}"#;
        assert!(is_found(&LINT, scoped));
        let unscoped = r#"{"service": "app-store-server",
            "request": {"url": "https://api.storekit.apple.com/inApps/v1/transactions/0"}}"#;
        assert!(!is_found(&LINT, unscoped));
    }

    #[test]
    fn while_several_services_remain_nothing_is_expected_of_the_host() {
        let several =
            |url: &str| format!(r#"{{"services": ["apns", "asc-team"], "token": null, {}"#, &to(url)[1..]);
        assert!(!is_found(&LINT, &several("https://api.push.apple.com/3/device/0")));
        assert!(!is_found(&LINT, &several("https://classkit-catalog.apple.com/v1/x")));
        assert!(is_found(&LINT, &several("https://weatherkit.apple.com/api/v1/x")));
        let found = findings(&LINT, &several("https://example.com/"));
        assert_eq!(found[0].message, "the request goes to \"example.com\", which is no host of Apple's");
    }
}
