//! Nobody answers, somebody else does, or nothing may be sent.

use std::net::TcpListener;

use super::told::Question;
use crate::apple::policy::Policy;
use crate::apple::server::Apple;
use crate::server::{Server, answer};

fn closed_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

#[test]
fn a_closed_port_is_no_denial() {
    let told = Question::to(&format!("http://127.0.0.1:{}", closed_port())).ask();
    told.says_no_answer("the connection was refused; see whether the server runs");
    assert_eq!(told.probes(), [("given", 0), ("none", 0)]);
}

#[test]
fn a_name_that_nobody_knows_is_no_denial() {
    let told = Question::to("https://nothing.invalid").arg("--allow-host=nothing.invalid").ask();
    // Without a network the resolver may take its time.
    let words =
        if told.all().contains("within 1s") { "no connection within 1s" } else { "no address is known" };
    told.says_no_answer(words);
}

#[test]
fn a_root_that_nobody_knows_is_trusted_when_it_is_named() {
    let apple = Apple::start(Policy::default().tls());
    let told = Question::to(&apple.origin()).ask();
    told.says_no_answer("name its root certificate with --ca-cert");
    assert!(apple.requests().is_empty());
    let told = Question::to(&apple.origin()).ca(apple.ca_pem()).ask();
    told.says(0, "accepted");
    assert_eq!(told.errors, "");
}

#[test]
fn a_token_goes_nowhere_in_the_clear() {
    let told = Question::to("http://gateway.example").arg("--allow-host=gateway.example").ask();
    assert_eq!((told.code, told.human.as_str(), told.json.as_str()), (2, "", ""));
    assert!(told.errors.contains("--base-url") && told.errors.contains("plain http only to loopback"));
}

#[test]
fn a_token_goes_to_no_host_but_the_services() {
    let server = Server::plain(|stream| stream.write_all(&answer("200 OK", "", b"")));
    let apple = format!("--base-url=api.appstoreconnect.apple.com={}", server.url(""));
    for (arg, host) in [
        ("--url=https://gateway.example:8443/v1/apps?secret=1", "gateway.example:8443"),
        ("--url=https://api.appstoreconnect.apple.com.gateway.example/v1/apps", "gateway.example"),
        ("--base-url=https://gateway.example", "gateway.example"),
    ] {
        let question = Question::new().arg(arg);
        let question = if arg.starts_with("--url") { question.arg(&apple) } else { question };
        let told = question.ask();
        assert_eq!((told.code, told.human.as_str(), told.json.as_str()), (2, "", ""), "{arg}");
        assert!(told.errors.contains("nothing was sent to "), "{arg}: {}", told.errors);
        assert!(
            told.errors.contains(&format!("{host}, which is not one of the service's hosts")),
            "{}",
            told.errors
        );
        assert!(told.errors.contains("allow it with --allow-host"), "{}", told.errors);
        assert!(!told.errors.contains("secret"), "{}", told.errors);
    }
    assert!(server.seen().is_empty());
}

#[test]
fn a_url_is_asked_at_the_port_it_names() {
    let apple = Apple::start(Policy::default().loopback_is("api.appstoreconnect.apple.com"));
    let elsewhere = format!("api.appstoreconnect.apple.com={}", apple.origin());
    let told = Question::to(&elsewhere).arg(&format!("--url={}/v1/builds", apple.origin())).ask();
    told.says(0, &format!("{}/v1/builds", apple.origin()));
}

#[test]
fn a_proxy_that_refuses_is_no_denial() {
    for (status, words) in
        [("407 Proxy Authentication Required", "authorization required"), ("403 Forbidden", "unsuccessful")]
    {
        let proxy = Server::plain(move |stream| stream.write_all(&answer(status, "", b"")));
        let address = format!("http://me:password@127.0.0.1:{}", proxy.port);
        let told = Question::new().env("HTTPS_PROXY", &address).ask();
        told.says_no_answer(words);
        let through = format!("api.appstoreconnect.apple.com through the proxy 127.0.0.1:{}: ", proxy.port);
        assert!(told.errors.contains(&through), "{}", told.errors);
        assert!(!told.all().contains("password@"), "{}", told.all());
        assert!(proxy.seen().iter().all(|head| head.starts_with("CONNECT ") && !head.contains("Bearer")));
    }
}
