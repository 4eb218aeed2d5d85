# Makes the tokens and key files of this folder with ruby-jwt and OpenSSL: `ruby testdata/broken/make.rb`.
require "jwt"
require "openssl"
require "base64"
require "json"

HERE = __dir__
PEM = File.read("#{HERE}/../foreign/key.p8") # throw-away: never known to Apple
KEY = OpenSSL::PKey.read(PEM)
KID = "K7Q2M9X4TZ"
INDIVIDUAL = "R8W3N5Y6BCJD"
ISSUER = "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"
TEAM = "QX4ZV7K2N9"
APP = "org.kelpworks.tides"
NOW = 1795168800 # 2026-11-20T10:00:00Z
ASC = "appstoreconnect-v1"

def write(name, text)
  File.binwrite("#{HERE}/#{name}", text)
end

def sign(claims, kid: KID, key: KEY, alg: "ES256")
  JWT.encode(claims, key, alg, { kid: kid, typ: "JWT" })
end

def team(**changes)
  { iss: ISSUER, iat: NOW, exp: NOW + 600, aud: ASC, **changes }.compact
end

base64url = ->(bytes) { Base64.urlsafe_encode64(bytes, padding: false) }
token = sign(team)
input = "#{base64url.(JSON.generate({ alg: "ES256", kid: KID, typ: "JWT" }))}.#{base64url.(JSON.generate(team))}"

{
  "fastlane-duration-1200" => sign(team(iat: NOW - 60, exp: NOW + 1200)),
  "lifetime-one-hour" => sign(team(exp: NOW + 3600)),
  "times-in-milliseconds" => sign(team(iat: NOW * 1000, exp: (NOW + 600) * 1000)),
  "exp-is-a-duration" => sign(team(exp: 1200)),
  "utcnow-in-new-york" => sign(team(iat: NOW + 5 * 3600, exp: NOW + 5 * 3600 + 600)),
  "clock-34-seconds-ahead" => sign(team(iat: NOW + 34, exp: NOW + 634)),
  "expired" => sign(team(iat: NOW - 3300, exp: NOW - 2700)),
  "ids-swapped" => sign(team(iss: KID), kid: ISSUER),
  "iss-is-team-id" => sign(team(iss: TEAM)),
  "aud-is-a-url" => sign(team(aud: "https://api.appstoreconnect.apple.com")),
  "scope-is-a-url" => sign(team(scope: ["GET https://api.appstoreconnect.apple.com/v1/apps"])),
  "individual-with-iss" => sign(team(sub: "user"), kid: INDIVIDUAL),
  "enterprise-aud-missing" => sign(team(aud: nil)),
  "app-store-server-3600" => sign(team(exp: NOW + 3600, bid: APP)),
  "app-store-server-bid-missing" => sign(team),
  "siwa-sub-with-team" => sign({ iss: TEAM, iat: NOW, exp: NOW + 86_400, aud: "https://appleid.apple.com", sub: "#{TEAM}.#{APP}" }),
  "apns-two-hours-old" => sign({ iss: TEAM, iat: NOW - 7620 }),
  "hs256-with-the-pem" => sign(team, key: PEM, alg: "HS256"),
  "signature-der" => "#{input}.#{base64url.(KEY.sign("SHA256", input))}",
  "signature-missing" => "#{input}.",
  "signed-by-another-key" => sign(team, key: OpenSSL::PKey::EC.generate("prime256v1")),
  "bearer-twice-and-quotes" => "\"Bearer Bearer #{token}\"",
  "line-breaks-inside" => token.scan(/.{1,76}/).join("\n"),
  "standard-base64" => token.tr("-_", "+/").split(".").map { |part| part + "=" * (-part.size % 4) }.join("."),
}.each { |name, text| write("#{name}.jwt", "#{text}\n") }

write("AuthKey_#{KID}.p8", PEM)
write("newlines-escaped.p8", PEM.gsub("\n", "\\n"))
write("base64-wrapped.p8", Base64.strict_encode64(PEM))
write("first-lines-only.p8", PEM.lines.first(3).join)
write("one-line.p8", PEM.gsub("\n", " "))
write("rsa.p8", File.read("#{HERE}/../keys/rsa.pem"))
write("public.p8", KEY.public_to_pem)
write("fastlane.json", JSON.pretty_generate({ key_id: KID, issuer_id: ISSUER, key: PEM, duration: 1200, in_house: false }) + "\n")
write("swapped.json", JSON.pretty_generate({ key_id: ISSUER, issuer_id: KID, key: PEM, duration: 600, in_house: false }) + "\n")
write("published.json", JSON.pretty_generate(keys: [{
  kty: "EC", crv: "P-256", kid: KID, use: "sig", alg: "ES256",
  x: base64url.(KEY.public_key.to_octet_string(:uncompressed)[1, 32]),
  y: base64url.(KEY.public_key.to_octet_string(:uncompressed)[33, 32]),
  d: base64url.([KEY.private_key.to_s(16).rjust(64, "0")].pack("H*")),
}]) + "\n")
