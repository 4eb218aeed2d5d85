//! Shares that several answers have in common, and the services that answer alike.

use crate::catalog::response::{Priors, Shares};

/// The App Store Connect API and its copy for the Enterprise Program.
pub(super) const ASC: &[&str] = &["asc-team", "asc-individual", "enterprise"];
pub(super) const ASC_AND_NOTARY: &[&str] = &["asc-team", "asc-individual", "enterprise", "notary"];
/// What takes the token of an In-App Purchase key.
pub(super) const STOREKIT: &[&str] = &["app-store-server"];

/// A 401 that says nothing: every fault of the credential gets the same answer. Of an unknown history half is
/// taken to be
/// that of a credential which never worked, three tenths one that fails now and then, the rest one that worked.
pub(super) const UNAUTHORIZED: Priors = Priors {
    unknown: &[
        ("clock-ahead", 0.13),
        ("token-expired", 0.114),
        ("apple-transient", 0.093),
        ("key-id-wrong", 0.075),
        ("lifetime-at-limit", 0.075),
        ("individual-key-with-issuer", 0.07),
        ("issuer-id-wrong", 0.055),
        ("key-revoked", 0.049),
        ("lifetime-too-long", 0.04),
        ("credential-stale", 0.032),
        ("identifier-whitespace", 0.03),
        ("apple-outage", 0.028),
        ("signature-invalid", 0.025),
        ("signature-der", 0.02),
        ("client-outdated", 0.016),
        ("ids-swapped", 0.015),
        ("key-text-damaged", 0.015),
        ("credential-missing", 0.015),
        ("authorization-malformed", 0.015),
        ("clock-behind", 0.014),
        ("user-removed", 0.01),
        ("authorization-missing", 0.01),
        ("timestamp-type", 0.01),
        ("timestamp-unit", 0.01),
        ("algorithm-wrong", 0.007),
        ("audience-wrong", 0.007),
        ("expiry-relative", 0.007),
        ("token-malformed", 0.007),
    ],
    never: &[
        ("key-id-wrong", 0.15),
        ("individual-key-with-issuer", 0.14),
        ("issuer-id-wrong", 0.11),
        ("lifetime-too-long", 0.08),
        ("lifetime-at-limit", 0.06),
        ("identifier-whitespace", 0.06),
        ("signature-invalid", 0.05),
        ("clock-ahead", 0.04),
        ("signature-der", 0.04),
        ("ids-swapped", 0.03),
        ("key-text-damaged", 0.03),
        ("credential-missing", 0.03),
        ("authorization-malformed", 0.03),
        ("key-revoked", 0.03),
        ("authorization-missing", 0.02),
        ("timestamp-type", 0.02),
        ("timestamp-unit", 0.02),
        ("algorithm-wrong", 0.015),
        ("audience-wrong", 0.015),
        ("expiry-relative", 0.015),
        ("token-malformed", 0.015),
    ],
    worked: &[
        ("key-revoked", 0.17),
        ("credential-stale", 0.16),
        ("apple-outage", 0.14),
        ("clock-ahead", 0.13),
        ("token-expired", 0.12),
        ("client-outdated", 0.08),
        ("clock-behind", 0.07),
        ("apple-transient", 0.06),
        ("user-removed", 0.05),
    ],
    intermittent: &[
        ("token-expired", 0.3),
        ("clock-ahead", 0.28),
        ("apple-transient", 0.27),
        ("lifetime-at-limit", 0.15),
    ],
};

/// A 403 that says nothing: the key is good, the permission or an agreement is not.
pub(super) const FORBIDDEN: Priors = Priors::by_history(
    &[
        ("role-insufficient", 0.45),
        ("agreement-pending", 0.35),
        ("individual-key-restricted", 0.05),
        ("operation-not-offered", 0.05),
        ("account-holder-required", 0.03),
        ("app-access-limited", 0.02),
    ],
    &[
        ("agreement-pending", 0.6),
        ("role-insufficient", 0.15),
        ("membership-expired", 0.1),
        ("apple-outage", 0.05),
        ("operation-not-offered", 0.04),
    ],
    &[("apple-outage", 0.35), ("agreement-pending", 0.3), ("role-insufficient", 0.15)],
);

/// The key is good and may do this in general; its role does not go so far.
pub(super) const ROLE: Priors = Priors::same(&[
    ("role-insufficient", 0.86),
    ("operation-not-offered", 0.05),
    ("app-access-limited", 0.04),
    ("apple-outage", 0.03),
    ("individual-key-restricted", 0.01),
]);

/// An agreement that only the Account Holder can sign.
pub(super) const AGREEMENT: Priors = Priors::by_history(
    &[("agreement-pending", 0.9), ("apple-outage", 0.07), ("membership-expired", 0.02)],
    &[("agreement-pending", 0.9), ("apple-outage", 0.07), ("membership-expired", 0.02)],
    &[("apple-outage", 0.55), ("agreement-pending", 0.4)],
);

/// A fault on Apple's side.
pub(super) const OUTAGE: Priors =
    Priors::same(&[("apple-outage", 0.75), ("request-invalid", 0.12), ("apple-transient", 0.1)]);

/// The edge or what stands between.
pub(super) const BLOCKED: Priors =
    Priors::same(&[("edge-blocked", 0.85), ("apple-outage", 0.08), ("network-unreachable", 0.03)]);

/// The key text reached the tool in a form it cannot parse.
pub(super) const KEY_TEXT: Priors = Priors::same(&[
    ("key-newlines-escaped", 0.4),
    ("key-armor-missing", 0.2),
    ("key-base64-wrapped", 0.15),
    ("key-text-damaged", 0.1),
    ("credential-missing", 0.08),
    ("key-wrong-type", 0.03),
]);

pub(super) const REQUEST: Shares = &[("request-invalid", 0.9), ("client-outdated", 0.05)];
