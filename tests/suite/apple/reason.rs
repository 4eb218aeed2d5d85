//! Why the server refused, which Apple's answers do not say.

use super::policy::Account;

/// What the server holds against a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// A front end that answers before anything is looked at.
    Edge,
    Outage,
    HostUnknown,
    HttpVersion,
    /// A path or method that the service does not have, said before any credential is looked at.
    RequestUnknown,

    AuthorizationMissing,
    AuthorizationMalformed,
    /// A form that is none, or without a field it needs.
    FormMalformed,

    /// Not three parts of strict base64url, the first two JSON objects.
    TokenMalformed,
    Algorithm,
    KeyIdMissing,
    KeyIdUnknown,
    KeyRevoked,
    /// A key that was made for another service.
    KeyKind,
    Signature,

    IssuerMissing,
    IssuerWrong,
    IssuerForbidden,
    AudienceWrong,
    SubjectWrong,
    HeaderId,
    ClaimUnexpected,
    /// A time that is no JSON number.
    TimeMalformed,
    IssuedAtMissing,
    IssuedInFuture,
    /// `iat` longer ago than the service takes.
    IssuedTooLongAgo,
    ExpiryMissing,
    Expired,
    LifetimeTooLong,
    ScopeMalformed,
    ScopeMismatch,
    BundleIdMissing,
    BundleIdUnknown,
    ClientIdWrong,

    /// Nothing: a valid token that was refused all the same.
    Transient,
    NotReleased,
    Environment,
    /// Tokens of two teams on one connection.
    TeamsMixed,
    TooManyTokens,

    RateLimited,
    Account(Account),
    Role,
    IndividualKey,
    AccountHolderOnly,
    OperationNotOffered,
}
