//! The sets of facts that this program is made of: which revision each is of, and when it was last compared with its
//! sources. `--version` shows them.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::{cause, response, services};

/// One set of facts.
pub struct FactSet {
    pub name: &'static str,
    /// The revision, counted up with each change; of a document of Apple, its own version.
    pub version: &'static str,
    /// When it was last compared with its sources, as `YYYY-MM-DD`; of a document of Apple, when it was published, as
    /// far as Apple says.
    pub date: &'static str,
    /// What is in it.
    count: fn() -> String,
}

/// Every set.
pub static FACTS: &[FactSet] = &[
    FactSet { name: "services", version: "3", date: "2026-11-27", count: services },
    FactSet { name: "responses", version: "3", date: "2026-11-28", count: responses },
    FactSet { name: "causes", version: "3", date: "2026-11-28", count: causes },
    FactSet {
        name: "roles",
        version: "2",
        date: "2026-11-27",
        count: || "of the App Store Connect API".to_owned(),
    },
    FactSet {
        name: "API description",
        version: "4.5.1",
        date: "2026-10",
        count: || "of the App Store Connect API".to_owned(),
    },
];

fn services() -> String {
    let known = services::with_rules(services::SERVICES).count();
    format!("{known} with rules, {} by name", services::SERVICES.len() - known)
}

fn responses() -> String {
    response::all().count().to_string()
}

fn causes() -> String {
    cause::all().count().to_string()
}

impl FactSet {
    /// What is in it, in a few words.
    pub fn content(&self) -> String {
        (self.count)()
    }
}

/// What `--version` says: the version of the program, and a line for each set of facts.
pub fn version() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let mut text = format!("{}\n\nfacts", env!("CARGO_PKG_VERSION"));
        for set in FACTS {
            let FactSet { name, version, date, .. } = set;
            let _ = write!(text, "\n  {name:<16} {version:<6} {date:<11} {}", set.content());
        }
        text
    });
    &TEXT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::role;

    #[test]
    fn each_set_has_a_version_and_a_date_and_version_shows_them() {
        let text = version();
        println!("{text}");
        for set in FACTS {
            let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            assert!(set.version.split('.').all(is_digits), "{}: {}", set.name, set.version);
            let date: Vec<_> = set.date.split('-').collect();
            assert!(date.len() >= 2 && date.iter().all(|part| is_digits(part)), "{}: {}", set.name, set.date);
            assert!(date[0].len() == 4 && date[1..].iter().all(|part| part.len() == 2), "{}", set.date);
            let line = text.lines().find(|line| line.trim_start().starts_with(set.name)).unwrap();
            assert!([set.version, set.date].iter().all(|part| line.contains(part)), "{line}");
        }
        assert_eq!(text.lines().next(), Some(env!("CARGO_PKG_VERSION")));
    }

    #[test]
    fn the_version_of_the_description_is_its_own() {
        let description = FACTS.iter().find(|set| set.name == "API description").unwrap();
        assert_eq!(description.version, role::version());
    }
}
