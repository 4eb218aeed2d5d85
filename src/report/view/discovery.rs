//! What was found where tools keep credentials: names of places and reasons, never a value.

use crate::model::discovery::{self, Profile, Row};
use crate::redact::Foreign;

/// What was found, as reports see it.
#[derive(Clone, Copy)]
pub(in crate::report) struct Discovery<'a>(pub(super) &'a discovery::Discovery);

/// One line of the table: a value, the source that is used, and one that is not, with the reason.
pub(in crate::report) struct Line<'a> {
    /// Empty on the second and further lines of a value, as `taken` is.
    pub(in crate::report) value: &'static str,
    pub(in crate::report) taken: Option<Foreign<'a>>,
    pub(in crate::report) other: Option<(Foreign<'a>, Foreign<'a>)>,
    pub(in crate::report) is_first: bool,
}

impl<'a> Discovery<'a> {
    pub(in crate::report) fn lines(self) -> impl Iterator<Item = Line<'a>> {
        self.0.rows.iter().flat_map(lines)
    }

    /// How many environment variables were opened, and how many there are.
    pub(in crate::report) fn variables(self) -> (usize, usize) {
        (self.0.opened, self.0.variables)
    }

    /// Files and folders in which something can be.
    pub(in crate::report) fn files(self) -> impl ExactSizeIterator<Item = Foreign<'a>> {
        self.0.files.iter().map(|name| Foreign::new(&**name))
    }

    /// The places that are not there.
    pub(in crate::report) fn absent(self) -> impl ExactSizeIterator<Item = Foreign<'a>> {
        self.0.absent.iter().map(|name| Foreign::new(&**name))
    }

    /// Profiles in the Keychain: the variable, and how to get at what the profile holds.
    pub(in crate::report) fn profiles(self) -> impl Iterator<Item = (Foreign<'a>, String)> {
        let profile = |profile: &'a Profile| {
            let about = format!(
                "names a profile that {} keeps in the Keychain, which is never read; {}",
                profile.tool, profile.export
            );
            (Foreign::new(&*profile.variable), about)
        };
        self.0.keychain.iter().map(profile)
    }
}

fn lines(row: &Row) -> impl Iterator<Item = Line<'_>> {
    let others = row.others.iter().map(|other| Some((Foreign::new(&*other.name), Foreign::new(&*other.why))));
    let others: Vec<_> = if row.others.is_empty() { vec![None] } else { others.collect() };
    others.into_iter().enumerate().map(|(at, other)| Line {
        value: row.noun,
        taken: row.taken.as_deref().map(Foreign::new),
        other,
        is_first: at == 0,
    })
}
