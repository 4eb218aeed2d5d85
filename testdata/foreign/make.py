"""Mints the pyjwt-*.jwt tokens with PyJWT's defaults, and writes jwks.json. Takes no arguments."""

import json
import pathlib

import jwt
from jwt.algorithms import ECAlgorithm

HERE = pathlib.Path(__file__).parent
KEY = (HERE / "key.p8").read_text()
ISSUER = "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"
TEAM = "QX4ZV7K2N9"
IAT = 1795168800  # 2026-11-20T10:00:00Z
TIMES = {"iat": IAT, "exp": IAT + 600}

UUID = "7b1d6f4e-02c3-4d1a-8e55-91f0c2a7d3b4"
JTI = "c0a8f3d2-5e47-4b19-9d66-1f8e0b7a2c53"
ADS_TEAM = "SEARCHADS.3d5a9c10-77be-4f02-9a6b-58e1c4d2f7a9"
ADS_CLIENT = "SEARCHADS.aeb3ef5f-0c5a-4f2a-99c8-fca83f25a9ff"
BUSINESS = "BUSINESSAPI.e41f8b2c-6d90-4a35-b7c8-0f2e9d1a5b64"
SCHOOL = "SCHOOLAPI.e41f8b2c-6d90-4a35-b7c8-0f2e9d1a5b64"
OAUTH = "https://account.apple.com/auth/oauth2/v2/token"
SECRET = {"iat": IAT, "exp": IAT + 86400 * 90}
OFFER = {"iss": ISSUER, "iat": IAT, "bid": "org.kelpworks.tides", "nonce": JTI}

TOKENS = {
    "asc-team": ("K7Q2M9X4TZ", {"iss": ISSUER, **TIMES, "aud": "appstoreconnect-v1"}),
    "asc-individual": ("R8W3N5Y6BCJD", {"sub": "user", **TIMES, "aud": "appstoreconnect-v1"}),
    "enterprise": ("K7Q2M9X4TZ", {"iss": ISSUER, **TIMES, "aud": "apple-developer-enterprise-v1"}),
    "app-store-server": (
        "K7Q2M9X4TZ",
        {"iss": ISSUER, **TIMES, "aud": "appstoreconnect-v1", "bid": "org.kelpworks.tides"},
    ),
    "siwa": (
        "K7Q2M9X4TZ",
        {"iss": TEAM, **TIMES, "aud": "https://appleid.apple.com", "sub": "org.kelpworks.tides"},
    ),
    "apns": ("K7Q2M9X4TZ", {"iss": TEAM, "iat": IAT}),
    "devicecheck": ("K7Q2M9X4TZ", {"iss": TEAM, "iat": IAT}),
    "weatherkit": ("K7Q2M9X4TZ", {"iss": TEAM, **TIMES, "sub": "org.kelpworks.weather"}),
    "musickit": ("K7Q2M9X4TZ", {"iss": TEAM, "iat": IAT, "exp": IAT + 15776000}),
    "musickit-origin": ("K7Q2M9X4TZ", {"iss": TEAM, **TIMES, "origin": ["https://kelpworks.org"]}),
    "maps-server": ("K7Q2M9X4TZ", {"iss": TEAM, **TIMES, "scope": "server_api"}),
    "mapkit-js": (
        "K7Q2M9X4TZ",
        {"iss": TEAM, **TIMES, "scope": "mapkit_js web_snapshots", "origin": "kelpworks.org,*.kelpworks.org"},
    ),
    "mapkit-js-old": ("K7Q2M9X4TZ", {"iss": TEAM, **TIMES, "origin": "*.kelpworks.org"}),
    "apple-ads": (UUID, {"iss": ADS_TEAM, "sub": ADS_CLIENT, **SECRET, "aud": "https://appleid.apple.com"}),
    "apple-business": (UUID, {"iss": BUSINESS, "sub": BUSINESS, **SECRET, "aud": OAUTH, "jti": JTI}),
    "apple-school": (UUID, {"sub": SCHOOL, **SECRET, "aud": OAUTH, "jti": JTI}),
    "storekit-promotional-offer": (
        "K7Q2M9X4TZ",
        {**OFFER, "aud": "promotional-offer", "productId": "tides.year", "offerIdentifier": "back"},
    ),
    "storekit-introductory-offer": (
        "K7Q2M9X4TZ",
        {
            **OFFER,
            "aud": "introductory-offer-eligibility",
            "productId": "tides.year",
            "allowIntroductoryOffer": True,
            "transactionId": "2000000456789012",
        },
    ),
    "storekit-advanced-commerce": (
        "K7Q2M9X4TZ",
        {**OFFER, "aud": "advanced-commerce-api", "request": "eyJvcGVyYXRpb24iOiJDUkVBVEUifQ=="},
    ),
    "marketplace": (
        None,
        {"iss": "6502847193", **TIMES, "aud": "appstoreconnect-v1", "pid": ISSUER},
    ),
}

# WeatherKit's header has a member of its own.
HEADERS = {"weatherkit": {"id": TEAM + ".org.kelpworks.weather"}}

for name, (kid, claims) in TOKENS.items():
    headers = {**({"kid": kid} if kid else {}), **HEADERS.get(name, {})}
    token = jwt.encode(claims, KEY, algorithm="ES256", headers=headers)
    (HERE / f"pyjwt-{name}.jwt").write_text(token + "\n")

public = ECAlgorithm.to_jwk(ECAlgorithm(ECAlgorithm.SHA256).prepare_key(KEY).public_key(), as_dict=True)
kids = sorted({kid for kid, _ in TOKENS.values() if kid})
keys = [{"kid": kid, "use": "sig", "alg": "ES256", **public} for kid in kids]
(HERE / "jwks.json").write_text(json.dumps({"keys": keys}, indent=2) + "\n")
