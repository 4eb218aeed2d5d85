//! Forms of errors that show whose server sent them, whatever the host.

use super::Sender;

/// The form of an error.
struct Shape {
    name: &'static str,
    /// Texts in the normal form; the form has all of one group.
    any: &'static [&'static [&'static str]],
}

/// Forms of servers and clients that are not Apple's.
static FOREIGN: &[Shape] = &[
    Shape {
        name: "Kubernetes",
        any: &[
            &["'kind':'status'", "'apiversion':"],
            &["error from server ("],
            &["is forbidden: user 'system:"],
        ],
    },
    Shape { name: "GraphQL", any: &[&["'extensions':", "'path':"], &["'extensions':{"], &["graphqlerror"]] },
    Shape { name: "tRPC", any: &[&["trpc"], &["'code':-32"], &["'httpstatus':", "'json':"]] },
    Shape {
        name: "AWS",
        any: &[
            &["amazonaws.com"],
            &["arn:aws:"],
            &["accessdeniedexception"],
            &["signaturedoesnotmatch"],
            &["invalidclienttokenid"],
            &["unrecognizedclientexception"],
            &["expiredtokenexception"],
            &["<code>accessdenied</code>"],
            &["x-amzn-"],
            &["is not authorized to perform:"],
            &["botocore."],
            &["software.amazon.awssdk"],
        ],
    },
    Shape {
        name: "Google",
        any: &[
            &["google-auth-library"],
            &["node_modules/gtoken"],
            &["googleapis.com/google.rpc"],
            &["google api error"],
            &["google.auth."],
            &["google.api_core"],
            &["gserviceaccount.com"],
            &["gaxioserror"],
        ],
    },
    Shape { name: "Azure", any: &[&["aadsts"], &["'code':'authorizationfailed'"], &["msal."]] },
    Shape { name: "PayPal", any: &[&["paypalexception"], &["'debug_id':"]] },
    Shape { name: "Stripe", any: &[&["stripe.error."], &["stripeauthenticationerror"], &["'doc_url':"]] },
    Shape { name: "GitHub", any: &[&["'documentation_url':"], &["github::"], &["octokit"]] },
    Shape { name: "nginx", any: &[&["<center>nginx"], &["nginx: ["], &["[emerg]"]] },
    Shape { name: "Apache httpd", any: &[&["<address>apache/"]] },
    Shape { name: "Cloudflare", any: &[&["cloudflare ray id"]] },
    Shape {
        name: "Docker",
        any: &[
            &["error response from daemon"],
            &["unauthorized: authentication required"],
            &["denied: requested access to the resource"],
            &["pull access denied"],
            &["manifest unknown"],
        ],
    },
    Shape { name: "npm", any: &[&["npm err!"], &["npm error"], &["err_pnpm"]] },
    Shape {
        name: "PostgreSQL",
        any: &[&["password authentication failed for user"], &["pg_hba.conf"], &["sqlstate"]],
    },
    Shape { name: "MySQL", any: &[&["access denied for user '"]] },
    Shape { name: "MongoDB", any: &[&["mongoservererror"]] },
    Shape { name: "Redis", any: &[&["wrongpass invalid"], &["noauth authentication required"]] },
    Shape { name: "Elasticsearch", any: &[&["security_exception"], &["'root_cause':["]] },
    Shape { name: "Vault", any: &[&["error making api request", "/v1/auth"]] },
    Shape { name: "Okta", any: &[&["'errorcode':'e0000"]] },
    Shape { name: "Keycloak", any: &[&["org.keycloak."], &["/realms/"]] },
    Shape { name: "Spring Security", any: &[&["org.springframework.security"]] },
    Shape { name: "Salesforce", any: &[&["invalid_session_id"]] },
    Shape { name: "OpenAI", any: &[&["incorrect api key provided"]] },
    Shape {
        name: "git",
        any: &[
            &["fatal: authentication failed for"],
            &["remote: permission to"],
            &["remote: invalid username or password"],
        ],
    },
    Shape { name: "SSH", any: &[&["permission denied (publickey"]] },
    Shape { name: "Maven", any: &[&["could not transfer artifact"]] },
    Shape { name: "Node.js", any: &[&["err_ossl_evp_unsupported"]] },
    Shape {
        name: "X.509",
        any: &[&["pem_read_bio_x509"], &["expecting: trusted certificate"], &["expecting: certificate"]],
    },
];

/// Forms of Apple's own errors that no single word shows.
static APPLES: &[&[&str]] = &[
    &["'status':'4", "'code':'not_authorized'"],
    &["'status':'4", "'code':'forbidden"],
    &["'status':'4", "'code':'", "'title':'", "'detail':'"],
    &["'status':'5", "'code':'unexpected_error'"],
    &["code = 'not_authorized'"],
    &["'errorcode':40", "'errormessage':'"],
];

/// Whose form the error in a text has.
pub(super) fn of(normal: &str) -> Option<Sender> {
    let has = |group: &&[&str]| group.iter().all(|text| normal.contains(text));
    if let Some(shape) = FOREIGN.iter().find(|shape| shape.any.iter().any(has)) {
        return Some(Sender::Foreign(shape.name.to_owned()));
    }
    APPLES.iter().any(has).then(|| Sender::Apple(Vec::new()))
}
