//! The first answers are good, and then something goes wrong.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

use serde_json::json;

use super::at_once;
use super::told::{Question, Told};
use crate::apple::mint::Mint;
use crate::probe::ask::{now, signer};
use crate::server::{Server, Stream, answer};

const REFUSAL: &[u8] = br#"{"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"Authentication credentials are missing or invalid.","detail":"Provide a properly configured and signed bearer token, and make sure that it has not expired. Learn more about Generating Tokens for API Requests https://developer.apple.com/go/?id=api-generating-tokens"}]}"#;

const JSON: &str = "Content-Type: application/json\r\n";

type Then = fn(&mut dyn Stream) -> io::Result<()>;

/// Answers with these statuses, one after the other, and does as `then` says with what comes afterwards.
fn server(statuses: &'static [u16], then: Then) -> Server {
    let count = AtomicUsize::new(0);
    Server::plain(move |stream| match statuses.get(count.fetch_add(1, Ordering::SeqCst)) {
        Some(200) => stream.write_all(&answer("200 OK", JSON, br#"{"data":[]}"#)),
        Some(_) => stream.write_all(&answer("401 Unauthorized", JSON, REFUSAL)),
        None => then(stream),
    })
}

fn silence(_: &mut dyn Stream) -> io::Result<()> {
    sleep(Duration::from_secs(30));
    Ok(())
}

/// Asks with a token in which two things are wrong, each format a server of its own. Gives how many requests came, too.
fn ask(statuses: &'static [u16], then: Then) -> (Told, usize) {
    let patch = json!({"claims": {"exp": now() + 1800, "aud": "x"}});
    let servers = [server(statuses, then), server(statuses, then)];
    let question = Question::new().token(Mint::team(now() - 60).changed(&patch).sign(&signer()));
    let told = question.ask_each(&servers.each_ref().map(|server| server.url("")));
    let counts = servers.each_ref().map(|server| server.seen().len());
    assert_eq!(counts[0], counts[1], "{:?}", told.probes());
    (told, counts[0])
}

#[test]
fn the_first_silence_ends_the_plan() {
    let cases = [
        (&[401_u16, 401] as &[_], "repeat"),
        (&[401, 401, 401], "fresh"),
        (&[401, 401, 401, 401], "identity"),
        (&[401, 401, 401, 200], "repaired"),
        (&[401, 401, 401, 200, 200], "repeat"),
    ];
    at_once(cases, |(statuses, last)| {
        let (told, count) = ask(statuses, silence);
        told.says(1, "A request was not answered in time or at all, so nothing more was asked");
        assert_eq!(told.probes().last(), Some(&(last, 0)), "{:?}", told.probes());
        assert_eq!(count, statuses.len() + 1, "{:?}", told.probes());
        for words in ["more than one thing is wrong", "the key ID, the issuer ID or the key itself", "proven"]
        {
            assert!(!told.all().contains(words), "{words}: {}", told.human);
        }
    });
}

#[test]
fn bodies_that_drip_do_not_add_up() {
    let (told, count) = ask(&[], |stream| {
        stream.write_all(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 100\r\n\r\n{\"errors\"")?;
        silence(stream)
    });
    told.says(1, "the time was over while the body was read");
    assert_eq!((told.probes(), count), (vec![("given", 401), ("none", 401)], 2));
}

#[test]
fn a_break_in_an_experiment_is_no_refusal() {
    let (told, count) = ask(&[401, 401, 401], |_| Err(io::ErrorKind::Other.into()));
    told.says(1, "the connection was closed before an answer came");
    assert_eq!(count, 4, "{:?}", told.probes());
}

#[test]
fn an_outage_in_the_experiments_is_no_refusal() {
    let outage: Then = |stream| stream.write_all(&answer("503 Service Unavailable", "", b""));
    for statuses in
        [&[401_u16, 401] as &[_], &[401, 401, 401], &[401, 401, 401, 200], &[401, 401, 401, 200, 200]]
    {
        let (told, _) = ask(statuses, outage);
        told.says(1, "shows nothing of the token");
        let answered = statuses.len();
        assert!(told.probes()[answered..].iter().all(|(_, status)| *status == 503), "{:?}", told.probes());
        for words in ["more than one thing is wrong", "right in everything is refused", "nothing is proven"] {
            assert!(!told.all().contains(words), "{words}: {}", told.human);
        }
        assert!(!told.all().contains("refused again") || answered > 2, "{}", told.human);
    }
}
