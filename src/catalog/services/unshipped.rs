//! Services whose turn comes later, as far as lints already need them: they prove that the form takes them.

use crate::catalog::service::{Claim, Form, From, Identifier, KeyKind, Lifetime, Service, Transport};
use crate::catalog::severity::Severity;

pub(crate) static SERVICES: &[&Service] = &[&APPLE_BUSINESS, &MAPS_SERVER, &MUSICKIT, &WEATHERKIT];

static WEATHERKIT: Service = Service {
    id: "weatherkit",
    name: "WeatherKit REST API",
    about: "Weather data.",
    key_id: Some(Identifier::KeyId),
    header: &["id"],
    header_id: Some(["iss", "sub"]),
    claims: &[
        Claim::required("iss", Form::Identifier(Identifier::TeamId), "Team ID"),
        Claim::required("iat", Form::NumericDate, "issued at"),
        Claim::required("exp", Form::NumericDate, "expires"),
        Claim::required("sub", Form::Identifier(Identifier::BundleId), "Service ID"),
    ],
    unlisted_claims: Some(Severity::Error),
    duplicate_members: Severity::Warning,
    lifetime: NO_MAXIMUM,
    scope: None,
    key: PORTAL_KEY,
    transport: Transport::Bearer,
    hosts: &["https://weatherkit.apple.com"],
    sandbox_hosts: &[],
    probe: None,
    sources: &[
        "https://developer.apple.com/documentation/weatherkitrestapi/request-authentication-for-weatherkit-rest-api",
    ],
};

static MUSICKIT: Service = Service {
    id: "musickit",
    name: "MusicKit developer token",
    about: "The Apple Music catalogue.",
    key_id: Some(Identifier::KeyId),
    header: &[],
    header_id: None,
    claims: &[
        Claim::required("iss", Form::Identifier(Identifier::TeamId), "Team ID"),
        Claim::required("iat", Form::NumericDate, "issued at"),
        Claim::required("exp", Form::NumericDate, "expires"),
        Claim::optional("origin", Form::Origins, "web pages that may use the token"),
    ],
    unlisted_claims: None,
    duplicate_members: Severity::Error,
    lifetime: Lifetime { max: Some(15_777_000), max_refused: true, from: &[From::Now], ..NO_MAXIMUM },
    scope: None,
    key: PORTAL_KEY,
    transport: Transport::Bearer,
    hosts: &["https://api.music.apple.com"],
    sandbox_hosts: &[],
    probe: None,
    sources: &["https://developer.apple.com/documentation/applemusicapi/generating-developer-tokens"],
};

static MAPS_SERVER: Service = Service {
    id: "maps-server",
    name: "Maps Server API",
    about: "Geocoding, directions and search.",
    key_id: Some(Identifier::KeyId),
    header: &["typ"],
    header_id: None,
    claims: &[
        Claim::required("iss", Form::Identifier(Identifier::TeamId), "Team ID"),
        Claim::required("iat", Form::NumericDate, "issued at"),
        Claim::required("exp", Form::NumericDate, "expires"),
        Claim::optional("origin", Form::Origin, "the web page that may use the token"),
    ],
    unlisted_claims: None,
    duplicate_members: Severity::Error,
    lifetime: NO_MAXIMUM,
    scope: None,
    key: PORTAL_KEY,
    transport: Transport::Bearer,
    hosts: &["https://maps-api.apple.com"],
    sandbox_hosts: &[],
    probe: None,
    sources: &[
        "https://developer.apple.com/documentation/applemapsserverapi/creating-and-using-tokens-with-maps-server-api",
        "https://developer.apple.com/documentation/applemapsserverapi/debugging-an-invalid-token",
    ],
};

static APPLE_BUSINESS: Service = Service {
    id: "apple-business",
    name: "Apple Business API",
    about: "Devices of an organisation.",
    key_id: Some(Identifier::Uuid),
    header: &[],
    header_id: None,
    claims: &[
        Claim::required("iss", Form::SameAs("sub"), "client ID"),
        Claim::required("sub", Form::Identifier(Identifier::ClientId("BUSINESSAPI.")), "client ID"),
        Claim::required("aud", Form::Exactly("https://account.apple.com/auth/oauth2/v2/token"), "audience"),
        Claim::required("iat", Form::NumericDate, "issued at"),
        Claim::required("exp", Form::NumericDate, "expires"),
        Claim::required("jti", Form::String, "any unique identifier"),
    ],
    unlisted_claims: None,
    duplicate_members: Severity::Warning,
    lifetime: Lifetime { max: Some(15_552_000), max_refused: true, from: &[From::IssuedAt], ..NO_MAXIMUM },
    scope: None,
    key: PORTAL_KEY,
    transport: Transport::FormField("client_assertion"),
    hosts: &["https://api-business.apple.com/v1"],
    sandbox_hosts: &[],
    probe: None,
    sources: &[
        "https://developer.apple.com/documentation/apple-school-and-business-manager-api/implementing-oauth-for-the-apple-school-manager-and-apple-business-api",
    ],
};

const NO_MAXIMUM: Lifetime =
    Lifetime { max: None, max_refused: false, from: &[], max_age: None, recommended: 3600, long_lived: None };

const PORTAL_KEY: KeyKind = KeyKind {
    name: "developer portal key",
    page: "developer.apple.com, Account, Certificates, Identifiers & Profiles, Keys",
    file_prefixes: &["AuthKey_"],
};
