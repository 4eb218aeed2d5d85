//! The `curl` command of a transcript: what was asked when the capture itself does not show it.

use std::borrow::Cow;

use super::field::field;
use super::shell::{EXPANDED, words};
use crate::model::exchange::{Field, beginning};
use crate::model::request::Request;

/// Lines and bytes of a command that are looked at.
const MAX_LINES: usize = 64;
const MAX_BYTES: usize = 64 << 10;

/// A command, as far as it tells of the request.
#[derive(Debug, Default)]
pub(super) struct Command {
    pub(super) request: Option<Request>,
    /// `None` when fields come from a file.
    pub(super) fields: Option<Vec<Field>>,
    pub(super) body: Option<String>,
}

impl Command {
    /// Reads the command that begins on the first line, and tells how many lines it has.
    pub(super) fn parse(lines: &[Cow<str>]) -> Option<(Self, usize)> {
        let mut text = after_prompt(lines.first()?)?.to_owned();
        for line in lines.iter().take(MAX_LINES).skip(1) {
            if text.len() > MAX_BYTES {
                break;
            }
            text.push('\n');
            text.push_str(line);
        }
        text.truncate(beginning(&text, MAX_BYTES).len());
        let (words, count) = words(&text)?;
        Some((Self::of(&words), count))
    }

    fn of(words: &[String]) -> Self {
        let mut options = Options::default();
        let mut words = words.iter().skip(1).map(String::as_str);
        while let Some(word) = words.next() {
            if let Some(name) = word.strip_prefix("--") {
                options.head |= name == "head";
                options.in_query |= name == "get";
                if let Some((_, option)) = LONG.iter().find(|(long, _)| *long == name) {
                    options.add(*option, words.next().unwrap_or_default());
                }
            } else if let Some(letters) = word.strip_prefix('-') {
                let option = letters.char_indices().find_map(|(at, letter)| Some((at, short(letter)?)));
                let flags = letters.get(..option.map_or(letters.len(), |(at, _)| at)).unwrap_or_default();
                options.head |= flags.contains('I');
                options.in_query |= flags.contains('G');
                if let Some((at, option)) = option {
                    let rest = letters.get(at + 1..).filter(|rest| !rest.is_empty());
                    options.add(option, rest.or_else(|| words.next()).unwrap_or_default());
                }
            } else {
                options.url.get_or_insert_with(|| word.to_owned());
            }
        }
        options.into_command()
    }
}

/// What an option with a value tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Url,
    Method,
    Header,
    Data,
    Encoded,
    Json,
    Form,
    Upload,
    Bearer,
    User,
    Config,
    /// Nothing of the request.
    Other,
}

const LONG: [(&str, Takes); 36] = [
    ("url", Takes::Url),
    ("request", Takes::Method),
    ("header", Takes::Header),
    ("data", Takes::Data),
    ("data-raw", Takes::Data),
    ("data-binary", Takes::Data),
    ("data-ascii", Takes::Data),
    ("data-urlencode", Takes::Encoded),
    ("json", Takes::Json),
    ("form", Takes::Form),
    ("form-string", Takes::Form),
    ("upload-file", Takes::Upload),
    ("oauth2-bearer", Takes::Bearer),
    ("user", Takes::User),
    ("config", Takes::Config),
    ("output", Takes::Other),
    ("user-agent", Takes::Other),
    ("cookie", Takes::Other),
    ("cookie-jar", Takes::Other),
    ("referer", Takes::Other),
    ("write-out", Takes::Other),
    ("max-time", Takes::Other),
    ("connect-timeout", Takes::Other),
    ("retry", Takes::Other),
    ("retry-delay", Takes::Other),
    ("retry-max-time", Takes::Other),
    ("proxy", Takes::Other),
    ("cacert", Takes::Other),
    ("cert", Takes::Other),
    ("key", Takes::Other),
    ("resolve", Takes::Other),
    ("connect-to", Takes::Other),
    ("dump-header", Takes::Other),
    ("trace", Takes::Other),
    ("trace-ascii", Takes::Other),
    ("stderr", Takes::Other),
];

/// The option of one letter that takes a value.
fn short(letter: char) -> Option<Takes> {
    Some(match letter {
        'X' => Takes::Method,
        'H' => Takes::Header,
        'd' => Takes::Data,
        'F' => Takes::Form,
        'T' => Takes::Upload,
        'u' => Takes::User,
        'K' => Takes::Config,
        'o' | 'A' | 'b' | 'c' | 'e' | 'w' | 'm' | 'x' | 'E' | 'D' | 'r' | 'C' | 'y' | 'Y' | 'z' | 'U' => {
            Takes::Other
        }
        _ => return None,
    })
}

#[derive(Default)]
struct Options {
    url: Option<String>,
    method: Option<String>,
    fields: Vec<Field>,
    has_unknown_fields: bool,
    data: Vec<String>,
    posts: bool,
    uploads: bool,
    head: bool,
    in_query: bool,
}

impl Options {
    fn add(&mut self, option: Takes, value: &str) {
        let authorization = |value: String| Field { name: "Authorization".to_owned(), value };
        match option {
            Takes::Url => self.url = Some(value.to_owned()),
            Takes::Method => self.method = Some(value.to_owned()),
            Takes::Header => match field(value) {
                Some(field) => self.fields.push(field),
                None => self.has_unknown_fields |= value.starts_with('@') || value.contains(EXPANDED),
            },
            Takes::Data | Takes::Json => {
                self.posts = true;
                self.data.push(value.to_owned());
            }
            Takes::Encoded => {
                self.posts = true;
                self.data.push(encoded(value));
            }
            Takes::Form => self.posts = true,
            Takes::Upload => self.uploads = true,
            Takes::Bearer => self.fields.push(authorization(format!("Bearer {value}"))),
            Takes::User => self.fields.push(authorization(format!("Basic {EXPANDED}"))),
            Takes::Config => self.has_unknown_fields = true,
            Takes::Other => {}
        }
    }

    fn into_command(self) -> Command {
        let implied = match self {
            Self { head: true, .. } => "HEAD",
            Self { uploads: true, .. } => "PUT",
            Self { posts: true, in_query: false, .. } => "POST",
            _ => "GET",
        };
        let data = (!self.data.is_empty()).then(|| self.data.join("&"));
        let (query, body) = if self.in_query { (data, None) } else { (None, data) };
        let url = self.url.map(|url| match query {
            Some(query) => format!("{url}{}{query}", if url.contains('?') { '&' } else { '?' }),
            None => url,
        });
        let url = url.map(|url| if url.contains("://") { url } else { format!("https://{url}") });
        Command {
            request: url.and_then(|url| Request::parse(self.method.as_deref().or(Some(implied)), &url)),
            fields: (!self.has_unknown_fields).then_some(self.fields),
            body: body.filter(|body| !body.starts_with('@')),
        }
    }
}

/// `name=content` with the content percent-encoded, as far as a form needs it.
fn encoded(value: &str) -> String {
    let (name, content) = value.split_once('=').unwrap_or(("", value));
    let content = content.replace('%', "%25").replace('&', "%26").replace('+', "%2B");
    if name.is_empty() { content } else { format!("{name}={content}") }
}

/// The command on a line, after the prompt: `$ `, `+ `, `user@host ~ % `, `PS C:\> `.
fn after_prompt(line: &str) -> Option<&str> {
    const PROMPT_BYTES: usize = 100;
    let head = beginning(line, PROMPT_BYTES);
    let at = ["curl ", "curl.exe "].iter().filter_map(|name| head.find(name)).min()?;
    let (prompt, command) = line.split_at_checked(at)?;
    let path = prompt.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '/');
    let prompt = if prompt.ends_with("bin/") { path } else { prompt }.trim();
    let ends = ["$", "%", "#", ">", "+", "❯", "➜", "»", "λ", "##[group]Run", "Run", "[command]"];
    (prompt.is_empty() || ends.iter().any(|end| prompt.ends_with(end))).then_some(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(text: &str) -> Command {
        let lines: Vec<_> = text.lines().map(Cow::Borrowed).collect();
        let (command, count) = Command::parse(&lines).unwrap();
        assert_eq!(count, lines.len(), "{text}");
        command
    }

    #[test]
    fn url_method_and_fields_are_taken() {
        let a = command(
            "$ curl -sSi -H 'Authorization: Bearer eyJ.eyJ.x' \\\n  \
            \"https://api.appstoreconnect.apple.com/v1/apps?limit=1\" | jq .",
        );
        let request = a.request.unwrap();
        assert_eq!(
            (request.method.as_str(), request.host.as_deref()),
            ("GET", Some("api.appstoreconnect.apple.com"))
        );
        assert_eq!(request.query.as_deref(), Some("limit=1"));
        assert_eq!(a.fields.unwrap()[0].value, "Bearer eyJ.eyJ.x");
    }

    #[test]
    fn the_method_is_told_by_the_options() {
        for (text, method) in [
            ("curl https://a.b/c", "GET"),
            ("curl -XDELETE https://a.b/c", "DELETE"),
            ("+ curl -d a=b https://a.b/c", "POST"),
            ("user@host ~ % curl -I https://a.b/c", "HEAD"),
            ("##[group]Run curl -G -d a=b https://a.b/c", "GET"),
            ("PS C:\\> curl.exe --json '{}' https://a.b/c", "POST"),
            ("/usr/bin/curl -sT file a.b/c", "PUT"),
        ] {
            assert_eq!(command(text).request.unwrap().method, method, "{text}");
        }
        assert_eq!(command("curl -G -d a=b https://a.b/c").request.unwrap().query.as_deref(), Some("a=b"));
    }

    #[test]
    fn what_the_shell_put_in_is_not_known() {
        let value = |text: &str| command(text).fields.unwrap()[0].value.clone();
        assert_eq!(value("curl -H \"Authorization: Bearer $TOKEN\" https://a.b"), "Bearer ***");
        assert_eq!(value("curl -H \"Authorization: Bearer ${TOKEN}\" https://a.b"), "Bearer ***");
        assert_eq!(
            value("curl -H \"Authorization: Bearer $(./token \\\"a b\\\" (c))\" https://a.b"),
            "Bearer ***"
        );
        assert_eq!(value("curl -H \"Authorization: Bearer `cat t`\" https://a.b"), "Bearer ***");
        assert_eq!(value("curl -H 'Authorization: Bearer $TOKEN' https://a.b"), "Bearer $TOKEN");
        assert_eq!(value("curl -H $'Authorization: Bearer \\'x\\'' https://a.b"), "Bearer 'x'");
        assert_eq!(value("curl --oauth2-bearer eyJ https://a.b"), "Bearer eyJ");
        assert!(command("curl -H @fields https://a.b").fields.is_none());
    }

    #[test]
    fn a_form_is_the_body() {
        let a = command(
            "curl -d client_id=a --data-urlencode client_secret=x+y \\\n --data 'code=c' \
            https://appleid.apple.com/auth/token",
        );
        assert_eq!(a.body.as_deref(), Some("client_id=a&client_secret=x%2By&code=c"));
    }

    #[test]
    fn prose_is_no_command() {
        for text in ["use curl to see", "curl", "the curl command", "libcurl 7", "", "curl 'https://a"] {
            let lines = [Cow::Borrowed(text)];
            assert!(Command::parse(&lines).is_none(), "{text}");
        }
    }
}
