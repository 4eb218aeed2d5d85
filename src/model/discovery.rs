//! What was found where tools keep credentials, as reports and lints need it: sources and reasons, never a value.

/// The result of looking where tools keep credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovery {
    /// The private key, the key ID and the issuer ID, in this order.
    pub rows: Vec<Row>,
    /// Complete credentials of the same level that differ, each as the names of its sources. None of them is used.
    pub rivals: Vec<Vec<String>>,
    /// What the credentials in use should have, and do not.
    pub gaps: Vec<Gap>,
    /// Variables that the tool they seem to be for does not read, or not like this.
    pub misnamed: Vec<Misnamed>,
    /// How many environment variables were opened, and how many there are.
    pub opened: usize,
    pub variables: usize,
    /// Files and folders that were read, and those that are not there or hold no key.
    pub files: Vec<String>,
    pub absent: Vec<String>,
    /// Profiles in the Keychain that variables name.
    pub keychain: Vec<Profile>,
}

/// One value of the credentials and its sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub noun: &'static str,
    /// The source that is used.
    pub taken: Option<String>,
    /// The sources that are not used, and why.
    pub others: Vec<Other>,
}

/// A source that is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    pub name: String,
    pub why: String,
}

/// A place for a value that does not have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The member of the credentials, or `key`.
    pub member: &'static str,
    pub noun: &'static str,
    /// The variable or file member that should have the value.
    pub name: String,
    /// `is empty`, or the shape of what it holds instead.
    pub what: String,
    /// Whether nothing else has the value.
    pub is_missing: bool,
}

/// A variable that no tool reads, or that does not hold what its tool reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misnamed {
    pub name: String,
    /// `EAS reads EXPO_ASC_KEY_ID`
    pub reads: String,
}

/// A profile in the Keychain, which is never read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The variable that names it.
    pub variable: String,
    pub tool: &'static str,
    /// How to get at what it holds.
    pub export: &'static str,
}

impl Discovery {
    /// The same, when none of it is used after all.
    pub fn unused(mut self, why: &str) -> Self {
        for row in &mut self.rows {
            let others = row.taken.take().map(|name| Other { name, why: why.to_owned() });
            row.others.splice(0..0, others);
        }
        self
    }

    /// Whether nothing that was found can be used.
    pub fn is_unusable(&self) -> bool {
        self.rows.iter().all(|row| row.taken.is_none())
    }
}
