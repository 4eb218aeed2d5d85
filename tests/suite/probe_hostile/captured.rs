//! What a pasted transcript names must not make `probe` talk to this machine's own services, nor to anybody else's.

use std::process::Output;

use super::told::Question;
use crate::apple::policy::Policy;
use crate::apple::server::Apple;
use crate::probe::ask::{IDS, command, file};
use crate::program::Folder;
use crate::server::{Flaw, Identity, Server, answer};

/// Every way in which a request comes in, with its URL and token in it.
fn captures(scheme: &str, host: &str, token: &str) -> Vec<(&'static str, String)> {
    let failure = "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n\r\n\
                   {\"errors\":[{\"status\":\"401\",\"code\":\"NOT_AUTHORIZED\",\"title\":\"x\"}]}\n";
    let url = format!("{scheme}://{host}/admin/delete?all=1");
    let head =
        format!("GET /admin/delete?all=1 HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n");
    let sent: String = head.lines().map(|line| format!("> {line}\n")).collect();
    let received: String = failure.lines().map(|line| format!("< {line}\n")).collect();
    let har = serde_json::json!({"log": {"version": "1.2", "entries": [{
        "startedDateTime": "2026-11-20T10:00:00Z",
        "request": {"method": "GET", "url": url, "headers": [
            {"name": "Host", "value": host},
            {"name": "Authorization", "value": format!("Bearer {token}")},
        ]},
        "response": {"status": 401, "headers": [], "content": {
            "mimeType": "application/json",
            "text": "{\"errors\":[{\"status\":\"401\",\"code\":\"NOT_AUTHORIZED\"}]}",
        }},
    }]}});
    vec![
        ("curl.txt", format!("$ curl -i '{url}' -H 'Authorization: Bearer {token}'\n{failure}")),
        ("verbose.txt", format!("*   Trying...\n{sent}> \n{received}")),
        ("raw.http", format!("{head}\r\n{failure}")),
        (
            "absolute.http",
            format!("{}\r\n{failure}", head.replace("/admin", &format!("{scheme}://{host}/admin"))),
        ),
        ("capture.har", har.to_string()),
    ]
}

fn probe(input: &str, args: &[&str], ca: Option<&str>) -> Output {
    let mut command = command();
    command.args(["probe", "--service=asc-team", "--timeout=2s", input]).args(IDS).args(args);
    command.args(ca.map(|ca| format!("--ca-cert={ca}"))).output().unwrap()
}

/// A server that must not be asked, in plain http or TLS.
fn bystander(identity: Option<&Identity>) -> Server {
    let script = |stream: &mut dyn crate::server::Stream| stream.write_all(&answer("200 OK", "", b"{}"));
    match identity {
        None => Server::plain(script),
        Some(identity) => Server::tls(identity, script),
    }
}

#[test]
fn a_captured_loopback_address_is_not_asked_in_whatever_form_it_came() {
    let folder = Folder::with(&[]);
    let identity = Identity::new("localhost", Flaw::None);
    let ca = file(&folder, "ca.pem", std::str::from_utf8(&identity.root).unwrap());
    let token = Question::new().token;
    for (scheme, server) in [("http", bystander(None)), ("https", bystander(Some(&identity)))] {
        for host in
            ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.0.0.1.", "[::ffff:127.0.0.1]", "0.0.0.0"]
        {
            let host = format!("{host}:{}", server.port);
            for (name, text) in captures(scheme, &host, &token) {
                let input = file(&folder, name, &text);
                let output = probe(&input, &[], Some(&ca));
                let errors = String::from_utf8(output.stderr).unwrap();
                let told = format!("{scheme} {host} {name}: {errors}");
                assert_eq!(output.status.code(), Some(2), "{told}");
                assert!(server.seen().is_empty(), "{told}");
                // Of a HAR, only the entries of Apple's hosts are read.
                if name != "capture.har" {
                    assert!(errors.contains("only the captured request names"), "{told}");
                    assert!(errors.contains("--url ") || errors.contains("--allow-host "), "{told}");
                }
            }
        }
    }
}

#[test]
fn a_captured_request_goes_through_a_base_url_only_for_the_services_hosts() {
    let folder = Folder::with(&[]);
    let (apple, server) = (Apple::start(Policy::default()), bystander(None));
    let base = format!("--base-url={}", apple.origin());
    let token = Question::new().token;
    let hosts = [format!("127.0.0.1:{}", server.port), "gateway.example".to_owned()];
    for host in hosts {
        for (name, text) in captures("https", &host, &token) {
            let output = probe(&file(&folder, name, &text), &[&base], None);
            assert_eq!(output.status.code(), Some(2), "{host} {name}");
            assert!(apple.requests().is_empty() && server.seen().is_empty(), "{host} {name}");
        }
    }
    let (name, text) = captures("https", "api.appstoreconnect.apple.com", &token).remove(0);
    let output = probe(&file(&folder, name, &text), &[&base], None);
    assert!(!apple.requests().is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_was_typed_is_asked() {
    let folder = Folder::with(&[]);
    let token = Question::new().token;
    for typed in ["url", "allow", "other"] {
        let server = bystander(None);
        let host = format!("127.0.0.1:{}", server.port);
        let captured = if typed == "other" { "127.0.0.1:9".to_owned() } else { host.clone() };
        let arg = match typed {
            "allow" => format!("--allow-host={host}"),
            _ => format!("--url=http://{host}/v1/apps"),
        };
        // Without a URL a request is taken for one over TLS, and of a HAR, only the entries of Apple's hosts are read.
        let names_scheme = |(name, _): &(&str, String)| matches!(*name, "curl.txt" | "absolute.http");
        let readable = captures("http", &captured, &token).into_iter().filter(names_scheme);
        for (name, text) in readable {
            let before = server.seen().len();
            let output = probe(&file(&folder, name, &text), &[&arg, "--no-experiments"], None);
            let seen = server.seen();
            assert!(seen.len() > before, "{typed} {name}: {}", String::from_utf8_lossy(&output.stderr));
            let path = if typed == "allow" { "GET /admin/delete?all=1 " } else { "GET /v1/apps " };
            assert!(seen.iter().all(|head| head.starts_with(path)), "{typed} {name}: {seen:?}");
        }
    }
}
