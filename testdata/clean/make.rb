# Makes the tokens and key files of this folder with ruby-jwt: `ruby testdata/clean/make.rb`.
require "jwt"
require "openssl"
require "base64"
require "json"

HERE = __dir__
PEM = File.read("#{HERE}/../foreign/key.p8") # throw-away: never known to Apple
KEY = OpenSSL::PKey.read(PEM)
KID = "K7Q2M9X4TZ"
ISSUER = "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"
TEAM = "QX4ZV7K2N9"
APP = "org.kelpworks.tides"
NOW = 1795168800 # 2026-11-20T10:00:00Z
HALF_YEAR = 15_777_000

def write(name, text)
  File.binwrite("#{HERE}/#{name}", text)
end

def sign(claims, kid: KID)
  JWT.encode(claims.compact, KEY, "ES256", { kid: kid, typ: "JWT" })
end

def team(**changes)
  { iss: ISSUER, iat: NOW, exp: NOW + 600, aud: "appstoreconnect-v1", **changes }
end

TIDES = { iss: TEAM, iat: NOW, aud: "https://appleid.apple.com", sub: APP }
METRICS = "GET /v1/apps/1573960284/perfPowerMetrics"

{
  "fastlane-duration-500" => sign(team(iat: NOW - 60, exp: NOW + 500)),
  "scope" => sign(team(scope: ["GET /v1/apps?filter[platform]=IOS"])),
  "scope-long-lived" => sign(team(exp: NOW + HALF_YEAR - 3600, scope: [METRICS])),
  "notary-scope" => sign(team(scope: ["/notary/v2"])),
  "iat-missing" => sign(team(iat: nil)),
  "iat-float" => sign(team(iat: NOW + 0.25, exp: NOW + 600.25)),
  "aud-array" => sign(team(aud: ["appstoreconnect-v1"])),
  "siwa-half-a-year" => sign({ **TIDES, exp: NOW + HALF_YEAR - 3600 }),
  "apns-50-minutes-old" => sign({ iss: TEAM, iat: NOW - 3000 }),
  "app-store-server-nonce" => sign(team(bid: APP, nonce: "4c1de0a7-9b38-4f62-8e15-d07a2b96f3c4")),
}.each { |name, text| write("#{name}.jwt", "#{text}\n") }

write("no-final-line-break.jwt", sign(team))
write("header-line.txt", "Authorization: Bearer #{sign(team)}\n")
write("AuthKey_#{KID}.p8", PEM.chomp) # as Apple hands it out: no final line break
write("SubscriptionKey_#{KID}.p8", PEM.chomp)
write("fastlane.json", JSON.pretty_generate({ key_id: KID, issuer_id: ISSUER, key: PEM, duration: 500, in_house: false }) + "\n")
write("fastlane-base64.json", JSON.pretty_generate({ key_id: KID, issuer_id: ISSUER, key: Base64.strict_encode64(PEM), is_key_content_base64: true }) + "\n")
write("rcodesign.json", JSON.pretty_generate({ issuer_id: ISSUER, key_id: KID, private_key: Base64.strict_encode64(KEY.private_to_der) }) + "\n")
