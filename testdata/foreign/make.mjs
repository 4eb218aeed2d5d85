// Mints the jsonwebtoken-*.jwt tokens with jsonwebtoken's defaults. Takes no arguments.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

// Not `import`, which ignores NODE_PATH.
const jwt = createRequire(import.meta.url)("jsonwebtoken");

const here = new URL("./", import.meta.url);
const key = readFileSync(new URL("key.p8", here));
const iss = "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10";
const team = "QX4ZV7K2N9";
const iat = 1795168800; // 2026-11-20T10:00:00Z
const exp = iat + 600;

const uuid = "7b1d6f4e-02c3-4d1a-8e55-91f0c2a7d3b4";
const jti = "c0a8f3d2-5e47-4b19-9d66-1f8e0b7a2c53";
const adsTeam = "SEARCHADS.3d5a9c10-77be-4f02-9a6b-58e1c4d2f7a9";
const adsClient = "SEARCHADS.aeb3ef5f-0c5a-4f2a-99c8-fca83f25a9ff";
const business = "BUSINESSAPI.e41f8b2c-6d90-4a35-b7c8-0f2e9d1a5b64";
const school = "SCHOOLAPI.e41f8b2c-6d90-4a35-b7c8-0f2e9d1a5b64";
const oauth = "https://account.apple.com/auth/oauth2/v2/token";
const secret = { iat, exp: iat + 86400 * 90 };
const offer = { iss, iat, bid: "org.kelpworks.tides", nonce: jti };

const tokens = {
  "asc-team": ["K7Q2M9X4TZ", { iss, iat, exp, aud: "appstoreconnect-v1" }],
  "asc-individual": ["R8W3N5Y6BCJD", { sub: "user", iat, exp, aud: "appstoreconnect-v1" }],
  enterprise: ["K7Q2M9X4TZ", { iss, iat, exp, aud: "apple-developer-enterprise-v1" }],
  "app-store-server": ["K7Q2M9X4TZ", { iss, iat, exp, aud: "appstoreconnect-v1", bid: "org.kelpworks.tides" }],
  siwa: ["K7Q2M9X4TZ", { iss: team, iat, exp, aud: "https://appleid.apple.com", sub: "org.kelpworks.tides" }],
  apns: ["K7Q2M9X4TZ", { iss: team, iat }],
  devicecheck: ["K7Q2M9X4TZ", { iss: team, iat }],
  weatherkit: ["K7Q2M9X4TZ", { iss: team, iat, exp, sub: "org.kelpworks.weather" }],
  musickit: ["K7Q2M9X4TZ", { iss: team, iat, exp: iat + 15776000 }],
  "musickit-origin": ["K7Q2M9X4TZ", { iss: team, iat, exp, origin: ["https://kelpworks.org"] }],
  "maps-server": ["K7Q2M9X4TZ", { iss: team, iat, exp, scope: "server_api" }],
  "mapkit-js": [
    "K7Q2M9X4TZ",
    { iss: team, iat, exp, scope: "mapkit_js web_snapshots", origin: "kelpworks.org,*.kelpworks.org" },
  ],
  "mapkit-js-old": ["K7Q2M9X4TZ", { iss: team, iat, exp, origin: "*.kelpworks.org" }],
  "apple-ads": [uuid, { iss: adsTeam, sub: adsClient, ...secret, aud: "https://appleid.apple.com" }],
  "apple-business": [uuid, { iss: business, sub: business, ...secret, aud: oauth, jti }],
  "apple-school": [uuid, { sub: school, ...secret, aud: oauth, jti }],
  "storekit-promotional-offer": [
    "K7Q2M9X4TZ",
    { ...offer, aud: "promotional-offer", productId: "tides.year", offerIdentifier: "back" },
  ],
  "storekit-introductory-offer": [
    "K7Q2M9X4TZ",
    {
      ...offer,
      aud: "introductory-offer-eligibility",
      productId: "tides.year",
      allowIntroductoryOffer: true,
      transactionId: "2000000456789012",
    },
  ],
  "storekit-advanced-commerce": [
    "K7Q2M9X4TZ",
    { ...offer, aud: "advanced-commerce-api", request: "eyJvcGVyYXRpb24iOiJDUkVBVEUifQ==" },
  ],
  marketplace: [undefined, { iss: "6502847193", iat, exp, aud: "appstoreconnect-v1", pid: iss }],
};

// WeatherKit's header has a member of its own.
const headers = { weatherkit: { id: `${team}.org.kelpworks.weather` } };

for (const [name, [keyid, claims]] of Object.entries(tokens)) {
  const options = { algorithm: "ES256", ...(keyid && { keyid }), header: headers[name] ?? {} };
  const token = jwt.sign(claims, key, options);
  writeFileSync(new URL(`jsonwebtoken-${name}.jwt`, here), `${token}\n`);
}
