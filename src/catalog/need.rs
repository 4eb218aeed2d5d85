//! What a token is made of beside its times, and where it is found.

use crate::catalog::service::{Claim, Form, Identifier, Service};
use crate::model::credentials::Credentials;

/// A piece that somebody has to give.
#[derive(Debug, PartialEq, Eq)]
pub struct Need {
    /// Its member of the credentials, or `key`.
    pub member: &'static str,
    /// What it is called, with its article.
    pub noun: &'static str,
    pub option: &'static str,
    /// The environment variable that gives it, too.
    pub variable: Option<&'static str>,
    place: Place,
}

/// Where a piece is found.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// Where the service's keys are made.
    Keys,
    /// In the name of the key's file, and where the keys are made.
    FileName,
    /// Beside the list of keys, as the claim's own words say.
    BesideKeys,
    /// What the claim's own words say.
    Claim,
    /// In the developer account.
    Account,
}

static KEY: Need = Need {
    member: "key",
    noun: "the private key",
    option: "--key",
    variable: Some("WHY401_KEY"),
    place: Place::Keys,
};

static KEY_ID: Need = Need {
    member: "key_id",
    noun: "the key ID",
    option: "--key-id",
    variable: Some("WHY401_KEY_ID"),
    place: Place::FileName,
};

static ISSUER_ID: Need = Need {
    member: "issuer_id",
    noun: "the issuer ID",
    option: "--issuer-id",
    variable: Some("WHY401_ISSUER_ID"),
    place: Place::BesideKeys,
};

static TEAM_ID: Need = Need {
    member: "team_id",
    noun: "the Team ID",
    option: "--team-id",
    variable: None,
    place: Place::Account,
};

/// A Team ID that is not the one of the developer account.
static CLIENT_TEAM_ID: Need =
    Need { member: "team_id", noun: "the team ID", option: "--team-id", variable: None, place: Place::Claim };

static BUNDLE_ID: Need = Need {
    member: "bundle_id",
    noun: "the bundle ID",
    option: "--bundle-id",
    variable: None,
    place: Place::Claim,
};

static SUBJECT: Need =
    Need { member: "subject", noun: "the subject", option: "--subject", variable: None, place: Place::Claim };

/// What minting for the service lacks.
pub fn lacking(service: &Service, credentials: &Credentials, has_key: bool) -> Vec<&'static Need> {
    let key = (!has_key).then_some(&KEY);
    let key_id = service.key_id().map(|_| &KEY_ID);
    let claims =
        service.claims().iter().filter(|claim| service.requires(claim.name)).filter_map(Need::of_claim);
    let identifiers = key_id.into_iter().chain(claims).filter(|need| need.value(credentials).is_none());
    key.into_iter().chain(identifiers).collect()
}

impl Need {
    /// The identifier that fills the claim; `None` for one that is made up or always the same.
    pub fn of_claim(claim: &Claim) -> Option<&'static Self> {
        match (claim.name, claim.form) {
            (_, Form::Identifier(Identifier::IssuerId)) => Some(&ISSUER_ID),
            (_, Form::Identifier(Identifier::TeamId)) => Some(&TEAM_ID),
            ("iss", Form::Identifier(Identifier::ClientId(_))) => Some(&CLIENT_TEAM_ID),
            ("bid", Form::Identifier(_)) => Some(&BUNDLE_ID),
            ("sub", Form::Identifier(_)) => Some(&SUBJECT),
            _ => None,
        }
    }

    /// The private key, whatever the service.
    pub fn key() -> &'static Self {
        &KEY
    }

    /// The identifier that counts.
    pub fn value<'a>(&self, credentials: &'a Credentials) -> Option<&'a str> {
        let (_, _, sources) =
            credentials.identifiers().into_iter().find(|(member, _, _)| *member == self.member)?;
        sources.first().map(|named| named.value.as_str())
    }

    /// How to give it: `--key-id or WHY401_KEY_ID`.
    pub fn options(&self) -> String {
        match self.variable {
            Some(variable) => format!("{} or {variable}", self.option),
            None => self.option.to_owned(),
        }
    }

    /// Where it is found for this service.
    pub fn place(&self, service: &Service) -> String {
        let page = service.key.page;
        let about = || {
            let claim = service.claims().iter().find(|claim| Self::of_claim(claim) == Some(self));
            let about = claim.map_or("", |claim| claim.about);
            about.strip_prefix("issuer ID, ").unwrap_or(about).to_owned()
        };
        match self.place {
            Place::Keys => format!("made at {page}"),
            Place::FileName => format!("in the name of the key's file, and in the list of keys at {page}"),
            Place::BesideKeys => format!("{}: {page}", about()),
            Place::Claim => about(),
            Place::Account => "10 letters and digits of the developer account".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::services::{self, SERVICES, with_rules};

    #[test]
    fn without_anything_all_pieces_are_lacking_and_each_has_a_place() {
        for service in with_rules(SERVICES) {
            let lacking = lacking(service, &Credentials::default(), false);
            assert!(lacking.iter().any(|need| need.member == "key"), "{}", service.id);
            for need in lacking {
                assert!(!need.place(service).is_empty(), "{}: {}", service.id, need.member);
            }
        }
    }

    #[test]
    fn the_place_names_the_page_of_the_service() {
        let place = ISSUER_ID.place(services::find("app-store-server").unwrap());
        assert_eq!(
            place,
            "shown above the list of In-App Purchase keys: App Store Connect → Users and Access → Integrations → \
             In-App Purchase"
        );
    }
}
