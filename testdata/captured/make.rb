# Makes the captures of this folder with ruby-jwt: `ruby testdata/captured/make.rb`.
require "jwt"
require "openssl"
require "json"
require "base64"

HERE = __dir__
KEY = OpenSSL::PKey.read(File.read("#{HERE}/../foreign/key.p8")) # throw-away: never known to Apple
KID = "K7Q2M9X4TZ"
ISSUER = "3f0c1a9e-7d52-4b8e-9a41-6c2d8e5f7b10"
TEAM = "QX4ZV7K2N9"
APP = "org.kelpworks.tides"
NOW = 1795168800 # 2026-11-20T10:00:00Z
DATE = "Fri, 20 Nov 2026 10:00:00 GMT"
HOST = "api.appstoreconnect.apple.com"

def sign(claims, **header)
  JWT.encode(claims, KEY, "ES256", { kid: KID, typ: "JWT", **header })
end

def team(**changes)
  sign({ iss: ISSUER, iat: NOW, exp: NOW + 600, aud: "appstoreconnect-v1", **changes })
end

def write(name, text)
  File.binwrite("#{HERE}/#{name}", text)
end

def crlf(text)
  text.gsub("\n", "\r\n")
end

def error(status, code, title, detail)
  { errors: [{ status: status.to_s, code: code, title: title, detail: detail }] }
end

NOT_AUTHORIZED = error(401, "NOT_AUTHORIZED", "Authentication credentials are missing or invalid.",
  "Provide a properly configured and signed bearer token, and make sure that it has not expired. " \
  "Learn more about Generating Tokens for API Requests https://developer.apple.com/go/?id=api-generating-tokens")
FORBIDDEN = error(403, "FORBIDDEN_ERROR", "This request is forbidden for security reasons",
  "The API key in use does not allow this request")
REFUSED = JSON.generate(NOT_AUTHORIZED)
EXPIRED = team(iat: NOW - 3300, exp: NOW - 2700)
LONG = team(exp: NOW + 3600)

head = <<~HEAD
  server: daiquiri/5
  date: #{DATE}
  content-type: application/json
  content-length: #{REFUSED.size}
  x-apple-jingle-correlation-key: 7KQ2ZV4M5XW6T3N8R9YB0CDEFG
  strict-transport-security: max-age=31536000; includeSubDomains
HEAD

write "curl-i.txt", <<~TEXT
  $ curl -i -H 'Authorization: Bearer #{EXPIRED}' \\
      'https://#{HOST}/v1/apps?limit=1'
  HTTP/2 401 
  #{head}
  #{REFUSED}
TEXT

write "curl-i-proxy.txt", crlf(<<~TEXT)
  HTTP/1.1 200 Connection established

  HTTP/1.1 100 Continue

  HTTP/1.1 401 Unauthorized
  #{head}
  #{REFUSED}
TEXT

meter = ->(percent, size) { "\r#{percent}  #{size}    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0" }
v2 = <<~TEXT
    % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                   Dload  Upload   Total   Spent    Left  Speed
  #{meter.(" 0", "  0")}* Host #{HOST}:443 was resolved.
  * IPv6: (none)
  * Connected to #{HOST} (192.0.2.10) port 443
  * ALPN: curl offers h2,http/1.1
  } [5 bytes data]
  * SSL connection using TLSv1.3 / AEAD-AES256-GCM-SHA384 / X25519 / id-ecPublicKey
  * using HTTP/2
  * [HTTP/2] [1] OPENED stream for https://#{HOST}/v1/apps
  * [HTTP/2] [1] [:method: GET]
  * [HTTP/2] [1] [:scheme: https]
  * [HTTP/2] [1] [:authority: #{HOST}]
  * [HTTP/2] [1] [:path: /v1/apps]
  * [HTTP/2] [1] [user-agent: curl/8.5.0]
  * [HTTP/2] [1] [accept: */*]
  * [HTTP/2] [1] [authorization: Bearer #{LONG}]
  } [5 bytes data]
  > GET /v1/apps HTTP/2
  > Host: #{HOST}
  > User-Agent: curl/8.5.0
  > Accept: */*
  > Authorization: Bearer #{LONG}
  > 
  { [5 bytes data]
  < HTTP/2 401 
  #{head.gsub(/^/, "< ").chomp}
  < 
  { [#{REFUSED.size} bytes data]
  #{meter.("100", REFUSED.size.to_s)}#{REFUSED}* Connection #0 to host #{HOST} left intact
TEXT
write "curl-v-http2.txt", v2

# What a log of GitHub Actions makes of it: timestamps, a masked secret, other output around it.
actions = ["##[group]Run curl -v -H \"Authorization: Bearer $TOKEN\" https://#{HOST}/v1/apps", "shell: /usr/bin/bash -e {0}",
  "##[endgroup]", *v2.gsub(LONG, "***").lines(chomp: true), "##[error]Process completed with exit code 22."]
write "github-actions.txt", actions.each_with_index.map { |line, i| format("2026-11-20T10:00:00.%07dZ %s\n", i * 1234, line) }.join

write "curl-v-http1.txt", crlf(<<~TEXT)
  *   Trying 192.0.2.10:443...
  * Connected to #{HOST} (192.0.2.10) port 443 (#0)
  * ALPN: server accepted http/1.1
  > GET /v1/users HTTP/1.1
  > Host: #{HOST}
  > User-Agent: curl/7.88.1
  > Accept: */*
  > Authorization: Bearer #{team}
  > 
  < HTTP/1.1 403 Forbidden
  < Server: daiquiri/5
  < Date: #{DATE}
  < Content-Type: application/json
  < Transfer-Encoding: chunked
  < 
  #{JSON.pretty_generate(FORBIDDEN)}
  * Connection #0 to host #{HOST} left intact
TEXT

def dump(bytes, ascii)
  offset = 0
  lines = []
  while offset < bytes.size
    if ascii
      piece = bytes[offset, 64]
      ends = piece.index("\r\n")
      lines << format("%04x: %s", offset, (ends ? piece[0, ends] : piece).gsub(/[^ -~]/n, "."))
      offset += ends ? ends + 2 : 64
    else
      piece = bytes[offset, 16]
      hex = piece.bytes.map { |byte| format("%02x ", byte) }.join
      lines << format("%04x: %-48s%s", offset, hex, piece.gsub(/[^ -~]/n, "."))
      offset += 16
    end
  end
  lines
end

def trace(request, posted, answer, body, ascii)
  block = ->(what, bytes) { [format("%s, %d bytes (0x%x)", what, bytes.size, bytes.size), *dump(bytes, ascii)] }
  lines = ["== Info: Connected to #{HOST} (192.0.2.10) port 443 (#0)", "=> Send SSL data, 5 bytes (0x5)", *dump("\x16\x03\x01\x02\x00", ascii)]
  lines += block.("=> Send header", crlf(request))
  lines += block.("=> Send data", posted) if posted
  answer.lines.each { |line| lines += block.("<= Recv header", crlf(line)) }
  lines += block.("<= Recv data", body)
  (lines << "== Info: Connection #0 to host left intact").join("\n") + "\n"
end

request = "GET /v1/apps HTTP/2\nHost: #{HOST}\nUser-Agent: curl/8.5.0\nAccept: */*\nAuthorization: Bearer #{EXPIRED}\n\n"
write "curl-trace-ascii.txt", trace(request, nil, "HTTP/2 401 \n#{head}\n", JSON.pretty_generate(NOT_AUTHORIZED), true)

secret = sign({ iss: TEAM, iat: NOW, exp: NOW + 16_000_000, aud: "https://appleid.apple.com", sub: APP })
form = "client_id=#{APP}&client_secret=#{secret}&code=c8a1f0.0.mrxz&grant_type=authorization_code"
posted = "POST /auth/token HTTP/1.1\nHost: appleid.apple.com\nContent-Type: application/x-www-form-urlencoded\nContent-Length: #{form.size}\n\n"
refused = "HTTP/1.1 400 Bad Request\nServer: Apple\nDate: #{DATE}\nContent-Type: application/json;charset=ISO-8859-1\n\n"
write "curl-trace-siwa.txt", trace(posted, form, refused, '{"error":"invalid_client"}', false)

write "siwa-form.http", "#{posted}#{form}\n\n#{refused}{\"error\":\"invalid_client\"}\n"

write "httpie.txt", <<~TEXT
  GET /v1/apps HTTP/1.1
  Accept: */*
  Accept-Encoding: gzip, deflate
  Authorization: #{team}
  Connection: keep-alive
  Host: #{HOST}
  User-Agent: HTTPie/3.2.2



  HTTP/1.1 401 Unauthorized
  Connection: keep-alive
  Content-Length: #{REFUSED.size}
  Content-Type: application/json
  Date: #{DATE}
  Server: daiquiri/5

  #{JSON.pretty_generate(NOT_AUTHORIZED).gsub("  ", "    ")}


TEXT

colours = File.read("#{HERE}/httpie.txt").gsub(/^([A-Z][A-Za-z-]+): (.*)$/, "\e[36m\\1\e[39;49;00m: \e[33m\\2\e[39;49;00m").sub("HTTP/1.1 401", "\e[34mHTTP\e[39;49;00m/\e[34m1.1\e[39;49;00m \e[34m401")
write "httpie-colours.txt", colours

server = sign({ iss: ISSUER, iat: NOW, exp: NOW + 300, aud: "appstoreconnect-v1" }) # without `bid`
write "app-store-server.http", <<~TEXT
  GET /inApps/v1/transactions/2000000123456789 HTTP/1.1
  Host: api.storekit.apple.com
  Authorization: Bearer #{server}
  Accept: application/json

  HTTP/1.1 401 Unauthorized
  Server: daiquiri/5
  Date: #{DATE}
  Content-Type: text/plain;charset=utf-8

  Unauthenticated

      Request ID: 7KQ2ZV4M5XW6T3N8R9YB0CDEFG.0.0
TEXT

provider = JWT.encode({ iss: TEAM, iat: NOW - 7620 }, KEY, "ES256", { kid: KID })
write "apns.txt", <<~TEXT
  > POST /3/device/#{"0" * 64} HTTP/2
  > Host: api.push.apple.com
  > authorization: bearer #{provider}
  > apns-topic: #{APP}
  > Content-Length: 26
  > 
  * upload completely sent off: 26 bytes
  < HTTP/2 403 
  < apns-id: 0B6C2F3E-9B0A-4C57-8F9D-2A1D3E5F7A90
  < date: #{DATE}
  < 
  * Connection #0 to host api.push.apple.com left intact
  {"reason":"ExpiredProviderToken"}
TEXT

write "request-alone.http", <<~TEXT
  GET https://#{HOST}/v1/apps
  Authorization: Bearer "#{team}"
  Accept: application/json
TEXT

fields = ->(hash) { hash.map { |name, value| { name: name.to_s, value: value } } }
entry = lambda do |method, url, token, status, body, type: "application/json", posted: nil, base64: false|
  headers = fields.({ Host: url[%r{//([^/]+)}, 1], Accept: "*/*" }.merge(token ? { Authorization: "Bearer #{token}" } : {}))
  content = { size: body.size, mimeType: type, text: base64 ? Base64.strict_encode64(body) : body }
  content[:encoding] = "base64" if base64
  request = { method: method, url: url, httpVersion: "HTTP/2", cookies: [], headers: headers, queryString: [], headersSize: -1, bodySize: -1 }
  request[:postData] = { mimeType: "application/x-www-form-urlencoded", params: fields.(posted) } if posted
  { startedDateTime: "2026-11-20T10:00:00.000Z", time: 81.4, request: request,
    response: { status: status, statusText: "", httpVersion: "HTTP/2", cookies: [], headers: fields.({ Date: DATE, "Content-Type": type }),
                content: content, redirectURL: "", headersSize: -1, bodySize: -1 },
    cache: {}, timings: { send: 0, wait: 80, receive: 1 } }
end
lost = entry.("GET", "https://#{HOST}/v1/builds", team, 0, "").tap { |e| e[:response][:_error] = "net::ERR_CONNECTION_RESET" }
har = { log: { version: "1.2", creator: { name: "Proxyman", version: "5.8.0" }, pages: [], entries: [
  entry.("GET", "https://www.example.com/index.html", nil, 200, "<html></html>", type: "text/html"),
  entry.("GET", "https://#{HOST}/v1/apps?limit=1", team, 200, '{"data":[],"links":{}}'),
  entry.("GET", "https://#{HOST}/v1/users", EXPIRED, 401, REFUSED),
  entry.("POST", "https://appleid.apple.com/auth/token", nil, 400, '{"error":"invalid_client"}', base64: true,
         posted: { client_id: APP, client_secret: secret, grant_type: "authorization_code" }),
  lost,
] } }
write "session.har", JSON.pretty_generate(har) + "\n"
