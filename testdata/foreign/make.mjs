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

const tokens = {
  "asc-team": ["K7Q2M9X4TZ", { iss, iat, exp, aud: "appstoreconnect-v1" }],
  "asc-individual": ["R8W3N5Y6BCJD", { sub: "user", iat, exp, aud: "appstoreconnect-v1" }],
  enterprise: ["K7Q2M9X4TZ", { iss, iat, exp, aud: "apple-developer-enterprise-v1" }],
  "app-store-server": ["K7Q2M9X4TZ", { iss, iat, exp, aud: "appstoreconnect-v1", bid: "org.kelpworks.tides" }],
  siwa: ["K7Q2M9X4TZ", { iss: team, iat, exp, aud: "https://appleid.apple.com", sub: "org.kelpworks.tides" }],
  apns: ["K7Q2M9X4TZ", { iss: team, iat }],
};

for (const [name, [keyid, claims]] of Object.entries(tokens)) {
  const token = jwt.sign(claims, key, { algorithm: "ES256", keyid });
  writeFileSync(new URL(`jsonwebtoken-${name}.jwt`, here), `${token}\n`);
}
