//! What the name of a variable says. It counts less than the value.

/// Parts of names that can matter. Variables without any are not opened.
const PARTS: [&str; 21] = [
    "ASC",
    "APPSTORE",
    "APP_STORE",
    "APPLE",
    "ITC",
    "FASTLANE",
    "SPACESHIP",
    "NOTARY",
    "NOTARIS",
    "NOTARIZ",
    "QUILL",
    "EXPO",
    "MATCH",
    "AUTHKEY",
    "AUTH_KEY",
    "P8",
    "API_KEY",
    "PRIVATE_KEY",
    "ISSUER",
    "KEY_ID",
    "KEYCHAIN_PROFILE",
];

/// Words that say what a variable holds or how, and not whose it is.
const OF_ROLE: [&str; 33] = [
    "KEY",
    "KEYS",
    "ID",
    "IDENTIFIER",
    "ISSUER",
    "ISS",
    "KID",
    "P8",
    "PRIVATE",
    "API",
    "AUTH",
    "AUTHKEY",
    "CONTENT",
    "CONTENTS",
    "BASE64",
    "B64",
    "DATA",
    "PATH",
    "FILE",
    "FILEPATH",
    "FILENAME",
    "PEM",
    "TEXT",
    "VALUE",
    "RAW",
    "SECRET",
    "JSON",
    "STRING",
    "ENCODED",
    "BODY",
    "KEYID",
    "ISSUERID",
    "APIKEY",
];

/// Words of names whose values are no part of the credentials, whatever else the name says.
const OF_OTHERS: [&str; 26] = [
    "TEAM",
    "TEAMID",
    "KEYCHAIN",
    "PASSWORD",
    "PASSPHRASE",
    "PASSWD",
    "PWD",
    "KEYSTORE",
    "ALIAS",
    "DURATION",
    "HOUSE",
    "IS",
    "SET",
    "TYPE",
    "NAME",
    "TOKEN",
    "PROFILE",
    "SSH",
    "CERT",
    "CERTIFICATE",
    "ENCRYPTION",
    "SESSION",
    "URL",
    "DIR",
    "VENDOR",
    "BUNDLE",
];

/// One of the three values that make a token for App Store Connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Key,
    KeyId,
    IssuerId,
}

impl Role {
    pub(super) const ALL: [Self; 3] = [Self::Key, Self::KeyId, Self::IssuerId];

    /// The member of the credentials, or `key`.
    pub(super) fn member(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::KeyId => "key_id",
            Self::IssuerId => "issuer_id",
        }
    }

    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Key => "private key",
            Self::KeyId => "key ID",
            Self::IssuerId => "issuer ID",
        }
    }

    /// The role that a name suggests.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let words = words(name);
        let has = |word: &str| words.iter().any(|other| other == word);
        if OF_OTHERS.iter().any(|word| has(word)) {
            return None;
        }
        let last_two = words.len().checked_sub(2).and_then(|at| words.get(at..));
        let ends_in_key_id =
            last_two.is_some_and(|two| matches!(two, [key, id] if key == "KEY" && is_id(id)));
        match () {
            () if is_of_issuer(name) => Some(Self::IssuerId),
            () if ends_in_key_id || has("KID") || has("KEYID") => Some(Self::KeyId),
            // `APP_STORE_CONNECT_KEY_ID_PROD`
            () if words.windows(2).any(|two| matches!(two, [key, id] if key == "KEY" && is_id(id))) => {
                Some(Self::KeyId)
            }
            () if has("KEY") || has("P8") || has("AUTHKEY") || has("APIKEY") => Some(Self::Key),
            () => None,
        }
    }
}

/// Whether a variable of that name is opened.
pub(super) fn can_matter(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    PARTS.iter().any(|part| name.contains(part))
}

/// Whether the name is one of an issuer ID.
pub(super) fn is_of_issuer(name: &str) -> bool {
    words(name).iter().any(|word| word.contains("ISSUER") || word == "ISS")
}

/// Whether the name says that base64 is expected.
pub(super) fn expects_base64(name: &str) -> bool {
    words(name).iter().any(|word| word == "BASE64" || word == "B64")
}

/// What of a name says whose it is, and which of several: `ASC_PRIVATE_KEY_STAGING` → `ASC`, `STAGING`.
pub(super) fn stem(name: &str) -> Vec<String> {
    words(name).into_iter().filter(|word| !OF_ROLE.contains(&word.as_str())).collect()
}

fn words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_ascii_uppercase).collect()
}

fn is_id(word: &str) -> bool {
    word == "ID" || word == "IDENTIFIER"
}

/// What the tool that reads a variable of such a name reads; `None` when it reads this one, or no tool claims names
/// like it for itself.
pub(super) fn misnamed(name: &str) -> Option<String> {
    let family = FAMILIES.iter().find(|family| name.starts_with(family.prefix))?;
    if family.names.contains(&name) {
        return None;
    }
    let role = Role::of_name(name)?;
    let meant = family.names.iter().find(|known| Role::of_name(known) == Some(role))?;
    Some(format!("{} reads {meant}", family.tool))
}

/// What the tool expects in a variable for a path, when it holds the key itself.
pub(super) fn expects_path(name: &str) -> Option<String> {
    let tool = PATHS.iter().find(|(known, _)| *known == name).map(|(_, tool)| tool)?;
    Some(format!("{tool} reads the path of the key's file from it, and it holds the key itself"))
}

/// The variables that a tool reads, under a prefix that no other tool uses.
struct Family {
    tool: &'static str,
    prefix: &'static str,
    names: &'static [&'static str],
}

const FAMILIES: [Family; 3] = [
    Family {
        tool: "EAS",
        prefix: "EXPO_ASC_",
        names: &["EXPO_ASC_API_KEY_PATH", "EXPO_ASC_KEY_ID", "EXPO_ASC_ISSUER_ID"],
    },
    Family {
        tool: "fastlane",
        prefix: "SPACESHIP_CONNECT_",
        names: &[
            "SPACESHIP_CONNECT_API_KEY",
            "SPACESHIP_CONNECT_API_KEY_FILEPATH",
            "SPACESHIP_CONNECT_API_KEY_ID",
            "SPACESHIP_CONNECT_API_ISSUER_ID",
        ],
    },
    Family {
        tool: "quill",
        prefix: "QUILL_NOTARY_",
        names: &["QUILL_NOTARY_KEY", "QUILL_NOTARY_KEY_ID", "QUILL_NOTARY_ISSUER"],
    },
];

const PATHS: [(&str, &str); 5] = [
    ("EXPO_ASC_API_KEY_PATH", "EAS"),
    ("APP_STORE_CONNECT_API_KEY_KEY_FILEPATH", "fastlane"),
    ("SPACESHIP_CONNECT_API_KEY_FILEPATH", "fastlane"),
    ("ASC_PRIVATE_KEY_PATH", "asc"),
    ("APPLE_API_KEY_PATH", "Tauri"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_suggest_roles() {
        for (name, role) in [
            ("APP_STORE_CONNECT_API_KEY_KEY_ID", Some(Role::KeyId)),
            ("APP_STORE_CONNECT_KEY_IDENTIFIER", Some(Role::KeyId)),
            ("APPSTORE_API_KEY_ISSUER", Some(Role::IssuerId)),
            ("APPLE_STORE_AUTH_KEY_ISSUER_ID", Some(Role::IssuerId)),
            ("IPSW_APPSTORE_ISS", Some(Role::IssuerId)),
            ("IPSW_APPSTORE_KID", Some(Role::KeyId)),
            ("P8_B64", Some(Role::Key)),
            ("KEY_ID_STAGING", Some(Role::KeyId)),
            ("APP_STORE_CONNECT_API_KEY_IS_KEY_CONTENT_BASE64", None),
            ("MATCH_KEYCHAIN_PASSWORD", None),
            ("APPLE_TEAM_ID", None),
            ("APPLE_ID", None),
        ] {
            assert_eq!(Role::of_name(name), role, "{name}");
        }
    }

    #[test]
    fn stems_say_whose_a_value_is() {
        for (name, expected) in [
            ("APP_STORE_CONNECT_API_KEY_KEY_ID", "APP STORE CONNECT"),
            ("APPLE_STORE_AUTH_KEY", "APPLE STORE"),
            ("ASC_API_KEY_P8_BASE64", "ASC"),
            ("PRIVATE_KEY", ""),
            ("ISSUER_ID_PROD", "PROD"),
        ] {
            assert_eq!(stem(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn only_names_that_no_tool_reads_are_misnamed() {
        assert_eq!(misnamed("EXPO_ASC_API_KEY_ID").unwrap(), "EAS reads EXPO_ASC_KEY_ID");
        assert_eq!(misnamed("EXPO_ASC_API_KEY_ISSUER_ID").unwrap(), "EAS reads EXPO_ASC_ISSUER_ID");
        assert_eq!(misnamed("SPACESHIP_CONNECT_API_KEY_ISSUER_ID").unwrap().split(' ').count(), 3);
        for family in FAMILIES {
            assert!(family.names.iter().all(|name| misnamed(name).is_none() && can_matter(name)));
        }
        assert_eq!(misnamed("ASC_KEY_CONTENT"), None);
    }
}
