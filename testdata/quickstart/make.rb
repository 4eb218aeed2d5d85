# Mints the tokens of this folder with ruby-jwt, the library of fastlane, and writes jwks.json.
require "jwt"
require "openssl"
require "base64"
require "json"

HERE = __dir__
KEY = OpenSSL::PKey::EC.generate("prime256v1") # throw-away: nobody keeps it
KID = "9WHT7JQ4MB"
ISSUER = "5d8e21f0-93b4-4c6a-8f17-b2a6c0d94e35"
NOW = 1795168800 # 2026-11-20T10:00:00Z

def write(name, iat, exp)
  claims = { iss: ISSUER, iat: iat, exp: exp, aud: "appstoreconnect-v1" }
  File.write("#{HERE}/#{name}", JWT.encode(claims, KEY, "ES256", { kid: KID, typ: "JWT" }) + "\n")
end

write("token.jwt", NOW, NOW + 600)
write("one-hour.jwt", NOW, NOW + 3600)

point = KEY.public_key.to_octet_string(:uncompressed)
base64url = ->(bytes) { Base64.urlsafe_encode64(bytes, padding: false) }
jwk = { kty: "EC", crv: "P-256", x: base64url.(point[1, 32]), y: base64url.(point[33, 32]), kid: KID, alg: "ES256", use: "sig" }
File.write("#{HERE}/jwks.json", JSON.pretty_generate(keys: [jwk]) + "\n")
