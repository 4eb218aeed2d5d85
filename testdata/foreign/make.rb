# Mints the ruby-jwt-*.jwt tokens with ruby-jwt's defaults. Takes no arguments.

require "jwt"

key = OpenSSL::PKey.read(File.read(File.join(__dir__, "key.p8")))
iss = "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"
team = "QX4ZV7K2N9"
iat = 1795168800 # 2026-11-20T10:00:00Z
times = { iat: iat, exp: iat + 600 }

uuid = "7b1d6f4e-02c3-4d1a-8e55-91f0c2a7d3b4"
jti = "c0a8f3d2-5e47-4b19-9d66-1f8e0b7a2c53"
ads_team = "SEARCHADS.3d5a9c10-77be-4f02-9a6b-58e1c4d2f7a9"
ads_client = "SEARCHADS.aeb3ef5f-0c5a-4f2a-99c8-fca83f25a9ff"
business = "BUSINESSAPI.e41f8b2c-6d90-4a35-b7c8-0f2e9d1a5b64"
school = "SCHOOLAPI.e41f8b2c-6d90-4a35-b7c8-0f2e9d1a5b64"
oauth = "https://account.apple.com/auth/oauth2/v2/token"
secret = { iat: iat, exp: iat + 86_400 * 90 }
offer = { iss: iss, iat: iat, bid: "org.kelpworks.tides", nonce: jti }

tokens = {
  "asc-team" => ["K7Q2M9X4TZ", { iss: iss, **times, aud: "appstoreconnect-v1" }],
  "asc-individual" => ["R8W3N5Y6BCJD", { sub: "user", **times, aud: "appstoreconnect-v1" }],
  "enterprise" => ["K7Q2M9X4TZ", { iss: iss, **times, aud: "apple-developer-enterprise-v1" }],
  "app-store-server" => ["K7Q2M9X4TZ", { iss: iss, **times, aud: "appstoreconnect-v1", bid: "org.kelpworks.tides" }],
  "siwa" => ["K7Q2M9X4TZ", { iss: team, **times, aud: "https://appleid.apple.com", sub: "org.kelpworks.tides" }],
  "apns" => ["K7Q2M9X4TZ", { iss: team, iat: iat }],
  "devicecheck" => ["K7Q2M9X4TZ", { iss: team, iat: iat }],
  "weatherkit" => ["K7Q2M9X4TZ", { iss: team, **times, sub: "org.kelpworks.weather" }],
  "musickit" => ["K7Q2M9X4TZ", { iss: team, iat: iat, exp: iat + 15_776_000 }],
  "musickit-origin" => ["K7Q2M9X4TZ", { iss: team, **times, origin: ["https://kelpworks.org"] }],
  "maps-server" => ["K7Q2M9X4TZ", { iss: team, **times, scope: "server_api" }],
  "mapkit-js" => [
    "K7Q2M9X4TZ",
    { iss: team, **times, scope: "mapkit_js web_snapshots", origin: "kelpworks.org,*.kelpworks.org" },
  ],
  "mapkit-js-old" => ["K7Q2M9X4TZ", { iss: team, **times, origin: "*.kelpworks.org" }],
  "apple-ads" => [uuid, { iss: ads_team, sub: ads_client, **secret, aud: "https://appleid.apple.com" }],
  "apple-business" => [uuid, { iss: business, sub: business, **secret, aud: oauth, jti: jti }],
  "apple-school" => [uuid, { sub: school, **secret, aud: oauth, jti: jti }],
  "storekit-promotional-offer" => [
    "K7Q2M9X4TZ",
    { **offer, aud: "promotional-offer", productId: "tides.year", offerIdentifier: "back" },
  ],
  "storekit-introductory-offer" => [
    "K7Q2M9X4TZ",
    { **offer, aud: "introductory-offer-eligibility", productId: "tides.year", allowIntroductoryOffer: true,
      transactionId: "2000000456789012" },
  ],
  "storekit-advanced-commerce" => [
    "K7Q2M9X4TZ",
    { **offer, aud: "advanced-commerce-api", request: "eyJvcGVyYXRpb24iOiJDUkVBVEUifQ==" },
  ],
  "marketplace" => [nil, { iss: "6502847193", **times, aud: "appstoreconnect-v1", pid: iss }],
}

# WeatherKit's header has a member of its own.
headers = { "weatherkit" => { id: "#{team}.org.kelpworks.weather" } }

tokens.each do |name, (kid, claims)|
  header = (kid ? { kid: kid } : {}).merge(headers.fetch(name, {}))
  token = JWT.encode(claims, key, "ES256", header)
  File.write(File.join(__dir__, "ruby-jwt-#{name}.jwt"), "#{token}\n")
end
