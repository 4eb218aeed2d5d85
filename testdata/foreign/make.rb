# Mints the ruby-jwt-*.jwt tokens with ruby-jwt's defaults. Takes no arguments.

require "jwt"

key = OpenSSL::PKey.read(File.read(File.join(__dir__, "key.p8")))
iss = "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"
team = "QX4ZV7K2N9"
iat = 1795168800 # 2026-11-20T10:00:00Z
times = { iat: iat, exp: iat + 600 }

tokens = {
  "asc-team" => ["K7Q2M9X4TZ", { iss: iss, **times, aud: "appstoreconnect-v1" }],
  "asc-individual" => ["R8W3N5Y6BCJD", { sub: "user", **times, aud: "appstoreconnect-v1" }],
  "enterprise" => ["K7Q2M9X4TZ", { iss: iss, **times, aud: "apple-developer-enterprise-v1" }],
  "app-store-server" => ["K7Q2M9X4TZ", { iss: iss, **times, aud: "appstoreconnect-v1", bid: "org.kelpworks.tides" }],
  "siwa" => ["K7Q2M9X4TZ", { iss: team, **times, aud: "https://appleid.apple.com", sub: "org.kelpworks.tides" }],
  "apns" => ["K7Q2M9X4TZ", { iss: team, iat: iat }],
}

tokens.each do |name, (kid, claims)|
  token = JWT.encode(claims, key, "ES256", { kid: kid })
  File.write(File.join(__dir__, "ruby-jwt-#{name}.jwt"), "#{token}\n")
end
