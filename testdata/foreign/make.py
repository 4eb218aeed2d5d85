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
}

for name, (kid, claims) in TOKENS.items():
    token = jwt.encode(claims, KEY, algorithm="ES256", headers={"kid": kid})
    (HERE / f"pyjwt-{name}.jwt").write_text(token + "\n")

public = ECAlgorithm.to_jwk(ECAlgorithm(ECAlgorithm.SHA256).prepare_key(KEY).public_key(), as_dict=True)
kids = sorted({kid for kid, _ in TOKENS.values()})
keys = [{"kid": kid, "use": "sig", "alg": "ES256", **public} for kid in kids]
(HERE / "jwks.json").write_text(json.dumps({"keys": keys}, indent=2) + "\n")
