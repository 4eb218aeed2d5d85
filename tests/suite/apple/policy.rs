//! What a test lets Apple be like.

use super::key::{Key, Signer};
use super::state::Clock;
use super::{APP_ID, BUNDLE_ID, KEY_ID};

/// How things stand with the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Account {
    Good,
    /// An agreement is unsigned or has expired.
    AgreementPending,
    /// The Account Holder must accept the Program License Agreement.
    LicenseAgreementPending,
    /// The same in the words of 2020.
    AccessUnavailable,
    MembershipExpired,
    /// The key's provider has no team in the developer program.
    TeamUnknown,
    /// The provider itself is unknown.
    ProviderMissing,
}

/// The `Date` field of every answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateField {
    /// The clock that tokens are judged by.
    Clock,
    /// That many seconds away from it.
    Wrong(i64),
    Text(&'static str),
    Absent,
}

/// How this Apple behaves. The default is a good one, which knows one team key with the role Admin.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(super) keys: Vec<Key>,
    pub(super) clock: Clock,
    pub(super) date: DateField,
    pub(super) tls: bool,
    pub(super) loopback_is: Option<&'static str>,
    pub(super) edge: bool,
    pub(super) outage: Option<u16>,
    pub(super) transient: Vec<usize>,
    pub(super) rate_limited: bool,
    pub(super) account: Account,
    pub(super) apps: Vec<&'static str>,
    pub(super) bundle_ids: Vec<&'static str>,
    pub(super) released: bool,
    pub(super) empty_refusals: bool,
    pub(super) out_of_scope: u16,
    pub(super) notary_takes_individual_keys: bool,
    pub(super) provider_tokens: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            keys: vec![Key::team(KEY_ID, &Signer::new(1).public_pem())],
            clock: Clock::Offset(0),
            date: DateField::Clock,
            tls: false,
            loopback_is: None,
            edge: false,
            outage: None,
            transient: Vec::new(),
            rate_limited: false,
            account: Account::Good,
            apps: vec![APP_ID],
            bundle_ids: vec![BUNDLE_ID],
            released: true,
            empty_refusals: false,
            out_of_scope: 401,
            notary_takes_individual_keys: false,
            provider_tokens: 3,
        }
    }
}

impl Policy {
    /// Apple knows this key alone.
    pub(crate) fn only(key: Key) -> Self {
        Self { keys: vec![key], ..Self::default() }
    }

    /// Apple knows this key too.
    pub(crate) fn key(mut self, key: Key) -> Self {
        self.keys.push(key);
        self
    }

    /// Apple's clock.
    pub(crate) fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    pub(crate) fn date(mut self, date: DateField) -> Self {
        self.date = date;
        self
    }

    /// Speaks TLS, with a certificate for `localhost` of a CA of its own.
    pub(crate) fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// A request whose `Host` is this machine is taken for one to `host`.
    pub(crate) fn loopback_is(mut self, host: &'static str) -> Self {
        self.loopback_is = Some(host);
        self
    }

    /// The front end refuses everything with an HTML page.
    pub(crate) fn edge(mut self) -> Self {
        self.edge = true;
        self
    }

    /// Every answer is this status: 500 or 503.
    pub(crate) fn outage(mut self, status: u16) -> Self {
        self.outage = Some(status);
        self
    }

    /// These of the requests with a valid token, counted from 1, are refused as if it were bad.
    pub(crate) fn transient(mut self, requests: &[usize]) -> Self {
        self.transient = requests.to_vec();
        self
    }

    pub(crate) fn rate_limited(mut self) -> Self {
        self.rate_limited = true;
        self
    }

    pub(crate) fn account(mut self, account: Account) -> Self {
        self.account = account;
        self
    }

    /// The apps, by Apple ID, that the keys see.
    pub(crate) fn apps(mut self, apps: &[&'static str]) -> Self {
        self.apps = apps.to_vec();
        self
    }

    /// The team's bundle IDs, which are its client IDs too.
    pub(crate) fn bundle_ids(mut self, bundle_ids: &[&'static str]) -> Self {
        self.bundle_ids = bundle_ids.to_vec();
        self
    }

    /// The app has no production release yet.
    pub(crate) fn unreleased(mut self) -> Self {
        self.released = false;
        self
    }

    /// The App Store Server API refuses without a body, as it sometimes does.
    pub(crate) fn empty_refusals(mut self) -> Self {
        self.empty_refusals = true;
        self
    }

    /// The status for a request that `scope` does not cover; Apple's documentation names none.
    pub(crate) fn out_of_scope(mut self, status: u16) -> Self {
        self.out_of_scope = status;
        self
    }

    /// As notarytool's manual says since Xcode 26; the documentation of the API says no.
    pub(crate) fn notary_takes_individual_keys(mut self) -> Self {
        self.notary_takes_individual_keys = true;
        self
    }

    /// How many different tokens of one key APNs takes within 20 minutes.
    pub(crate) fn provider_tokens(mut self, count: usize) -> Self {
        self.provider_tokens = count;
        self
    }
}
