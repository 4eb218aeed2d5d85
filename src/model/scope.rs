//! Entries of the `scope` claim: `GET /v1/apps?filter[platform]=IOS`. Read leniently; nothing here judges.

use crate::model::request::Request;
use crate::text::percent;

/// One entry, as far as it can be made out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The first word, when something follows it.
    pub method: Option<&'a str>,
    /// The rest, as written.
    pub target: &'a str,
}

/// How far an entry covers a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// At least one reading of the entry covers it.
    Maybe,
    /// It would if an entry covered what lies below its path, too.
    Below,
    /// It would if the request had this parameter too.
    Parameter(usize),
    No,
}

impl<'a> Entry<'a> {
    pub fn parse(text: &'a str) -> Self {
        let text = text.trim();
        match text.split_once(char::is_whitespace) {
            Some((word, rest)) if word.bytes().all(|b| b.is_ascii_alphabetic()) => {
                Self { method: Some(word), target: rest.trim_start() }
            }
            _ => Self { method: None, target: text },
        }
    }

    /// How far the entry covers the request, every doubt in its favour: in letter case of the method, percent-encoding,
    /// order and repetition of parameters, further parameters of the request, the version before the path, wildcards.
    pub fn covers(&self, request: &Request, ignored: &[&str]) -> Cover {
        if self.method.is_some_and(|method| !method.eq_ignore_ascii_case(&request.method)) {
            return Cover::No;
        }
        let (path, _) = self.parts();
        let (allowed, asked) = (segments(path), segments(&request.path));
        // Apple has answered for entries without the version that those were the ones that worked.
        let skip = usize::from(is_versioned(&asked) && !is_versioned(&allowed));
        let asked = asked.get(skip..).unwrap_or_default();
        let agree = |(a, b): (&String, &String)| a == b || a == "*" || a.starts_with('{');
        if allowed.len() > asked.len() || !allowed.iter().zip(asked).all(agree) {
            return Cover::No;
        }
        let sent: Vec<_> = request.parameters().map(decoded_pair).collect();
        match self
            .parameters(ignored)
            .into_iter()
            .position(|parameter| !sent.contains(&decoded_pair(parameter)))
        {
            Some(at) => Cover::Parameter(at),
            None if allowed.len() < asked.len() => Cover::Below,
            None => Cover::Maybe,
        }
    }

    /// The parameters that count, as written.
    pub fn parameters(&self, ignored: &[&str]) -> Vec<(&'a str, &'a str)> {
        let (_, query) = self.parts();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let name = |text: &str| percent::decode(text).split('[').next().unwrap_or_default().to_owned();
        pairs.filter(|(text, _)| !ignored.contains(&name(text).as_str())).collect()
    }

    /// Path and query, without an origin.
    fn parts(&self) -> (&'a str, &'a str) {
        let target = match self.target.split_once("://") {
            Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
            None => self.target,
        };
        target.split_once('?').unwrap_or((target, ""))
    }
}

fn segments(path: &str) -> Vec<String> {
    percent::decode(path).split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

fn is_versioned(segments: &[String]) -> bool {
    let digits = segments.first().and_then(|segment| segment.strip_prefix('v'));
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Name and value; the values of a list in one order.
fn decoded_pair((name, value): (&str, &str)) -> (String, Vec<String>) {
    let mut values: Vec<_> = percent::decode_form(value).split(',').map(str::to_owned).collect();
    values.sort();
    (percent::decode(name).into_owned(), values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(entry: &str, method: &str, url: &str) -> Cover {
        let request = Request::parse(Some(method), url).unwrap();
        Entry::parse(entry).covers(&request, &["limit", "cursor", "sort"])
    }

    #[test]
    fn doubts_are_in_favour_of_the_entry() {
        let url = "/v1/apps?limit=5&filter%5Bplatform%5D=IOS,MAC_OS&include=builds";
        for entry in [
            "GET /v1/apps",
            "GET /v1/apps?filter[platform]=IOS,MAC_OS",
            "GET /v1/apps?filter[platform]=MAC_OS%2CIOS&limit=7",
            "GET /v1/apps?limit[builds]=3&cursor=x&sort=name",
            "GET /v1/apps/",
            "GET /apps",
            "get /v1/apps",
            "/v1/apps",
            "v1/apps",
            "GET https://api.appstoreconnect.apple.com/v1/apps",
            "GET /v1/*",
            "GET /v1/{resource}",
        ] {
            assert_eq!(covers(entry, "GET", url), Cover::Maybe, "{entry}");
        }
    }

    #[test]
    fn what_no_reading_covers_is_told() {
        for (entry, cover) in [
            ("GET /v1/builds", Cover::No),
            ("GET /v2/apps/1", Cover::No),
            ("GET /v1/apps/1/builds", Cover::No),
            ("GET /v1/apps", Cover::Below),
            ("POST /v1/apps/1", Cover::No),
            ("GET /v1/apps/1?include=x&filter[a]=b", Cover::Parameter(1)),
            ("GET", Cover::No),
            ("", Cover::Below),
        ] {
            assert_eq!(covers(entry, "GET", "/v1/apps/1?include=x"), cover, "{entry}");
        }
        assert_eq!(covers("GET /v1/apps", "POST", "/v1/apps"), Cover::No);
        assert_eq!(covers("POST /v1/apps", "POST", "/v1/apps"), Cover::Maybe);
    }
}
