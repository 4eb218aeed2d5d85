//! The shapes, one line each.

use super::Alphabet::{self, Alphanumeric, Base64, Digits, Dotted, Hex, Upper, Url};

/// The shape of a vendor's tokens.
pub(super) struct Vendor {
    pub(super) prefix: &'static str,
    /// What stands before the mark and belongs to the token, and how many characters of it at least.
    pub(super) before: Option<(Alphabet, usize)>,
    pub(super) alphabet: Alphabet,
    /// How many characters follow at least.
    pub(super) least: usize,
    /// Where the vendor, or a scanner of secrets, says so.
    #[cfg_attr(not(test), expect(dead_code, reason = "for whoever keeps the table"))]
    pub(super) source: &'static str,
}

const fn vendor(prefix: &'static str, alphabet: Alphabet, least: usize, source: &'static str) -> Vendor {
    Vendor { prefix, before: None, alphabet, least, source }
}

const fn marked(
    before: (Alphabet, usize),
    mark: &'static str,
    after: Alphabet,
    least: usize,
    source: &'static str,
) -> Vendor {
    Vendor { prefix: mark, before: Some(before), alphabet: after, least, source }
}

const APPLE: &str =
    "https://developer.apple.com/documentation/signinwithapplerestapi/generate-and-validate-tokens";
const AWS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html";
const DIGITALOCEAN: &str = "https://docs.digitalocean.com/reference/api/create-personal-access-token/";
const DOPPLER: &str = "https://docs.doppler.com/reference/auth-token-formats";
const GITHUB: &str =
    "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/";
const GITLAB: &str = "https://docs.gitlab.com/security/tokens/#token-prefixes";
const GITLEAKS: &str = "https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml";
const SHOPIFY: &str = "https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing";
const SLACK: &str = "https://docs.slack.dev/authentication/tokens";
const STRIPE: &str = "https://docs.stripe.com/keys";
const VAULT: &str = "https://developer.hashicorp.com/vault/docs/concepts/tokens";

/// Publishable keys (`pk_live_`) are not in it: they are made to be seen.
pub(super) const SHAPES: &[Vendor] = &[
    // Authorization codes, access and refresh tokens: `c` or another letter, 32 hexadecimal digits, and three parts.
    marked((Alphanumeric, 33), ".0.", Dotted, 20, APPLE),
    vendor("AKIA", Upper, 16, AWS),
    vendor("ASIA", Upper, 16, AWS),
    vendor("ABIA", Upper, 16, AWS),
    vendor("ACCA", Upper, 16, AWS),
    vendor("age-secret-key-1", Alphanumeric, 20, "https://age-encryption.org/v1"),
    vendor("AGE-SECRET-KEY-1", Upper, 20, "https://age-encryption.org/v1"),
    vendor("AGE-PLUGIN-", Url, 20, "https://age-encryption.org/v1"),
    // Shared access signatures of Azure.
    vendor("sig=", Base64, 30, "https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview"),
    vendor("AKCp", Alphanumeric, 10, GITLEAKS),
    vendor("cmVmd", Alphanumeric, 40, GITLEAKS),
    vendor("sk-ant-", Url, 16, "https://docs.anthropic.com/en/api/overview"),
    vendor("sk-", Url, 20, "https://platform.openai.com/docs/api-reference/authentication"),
    vendor("ATATT3", Base64, 20, GITLEAKS),
    vendor("ATCTT3", Base64, 20, GITLEAKS),
    vendor("ATBB", Alphanumeric, 20, GITLEAKS),
    vendor("bkua_", Hex, 32, "https://buildkite.com/docs/apis/managing-api-tokens"),
    vendor("CCIPAT_", Url, 20, "https://circleci.com/docs/managing-api-tokens/"),
    vendor("CCIPRJ_", Url, 20, "https://circleci.com/docs/managing-api-tokens/"),
    vendor("dapi", Hex, 32, "https://docs.databricks.com/aws/en/dev-tools/auth/pat"),
    vendor("dkea", Hex, 32, GITLEAKS),
    vendor("dop_v1_", Hex, 16, DIGITALOCEAN),
    vendor("doo_v1_", Hex, 16, DIGITALOCEAN),
    vendor("dor_v1_", Hex, 16, DIGITALOCEAN),
    vendor("dckr_pat_", Url, 16, "https://docs.docker.com/security/access-tokens/"),
    vendor("dckr_oat_", Url, 16, "https://docs.docker.com/enterprise/security/access-tokens/"),
    vendor("discord.com/api/webhooks/", Base64, 20, "https://discord.com/developers/docs/resources/webhook"),
    vendor(
        "discordapp.com/api/webhooks/",
        Base64,
        20,
        "https://discord.com/developers/docs/resources/webhook",
    ),
    vendor("dp.pt.", Alphanumeric, 16, DOPPLER),
    vendor("dp.st.", Dotted, 16, DOPPLER),
    vendor("dp.ct.", Alphanumeric, 16, DOPPLER),
    vendor("dp.sa.", Alphanumeric, 16, DOPPLER),
    vendor("dp.scim.", Alphanumeric, 16, DOPPLER),
    vendor("dp.audit.", Alphanumeric, 16, DOPPLER),
    vendor("EAACEdEose0cBA", Alphanumeric, 10, GITLEAKS),
    vendor("ExponentPushToken[", Url, 10, "https://docs.expo.dev/push-notifications/sending-notifications/"),
    vendor("expo_", Alphanumeric, 30, "https://docs.expo.dev/accounts/programmatic-access/"),
    vendor("figd_", Url, 20, "https://www.figma.com/developers/api#access-tokens"),
    vendor("fio-u-", Url, 20, GITLEAKS),
    vendor("FlyV1 ", Base64, 20, GITLEAKS),
    vendor("fo1_", Url, 30, GITLEAKS),
    vendor("fm2_", Base64, 30, GITLEAKS),
    vendor("ghp_", Alphanumeric, 16, GITHUB),
    vendor("gho_", Alphanumeric, 16, GITHUB),
    vendor("ghs_", Alphanumeric, 16, GITHUB),
    vendor("ghu_", Alphanumeric, 16, GITHUB),
    vendor("ghr_", Alphanumeric, 16, GITHUB),
    vendor("github_pat_", Url, 16, GITHUB),
    vendor("glpat-", Dotted, 16, GITLAB),
    vendor("gldt-", Url, 16, GITLAB),
    vendor("glrt-", Dotted, 16, GITLAB),
    vendor("glrtr-", Url, 16, GITLAB),
    vendor("glcbt-", Url, 16, GITLAB),
    vendor("glptt-", Url, 16, GITLAB),
    vendor("glft-", Url, 16, GITLAB),
    vendor("glimt-", Url, 16, GITLAB),
    vendor("glagent-", Url, 16, GITLAB),
    vendor("glsoat-", Url, 16, GITLAB),
    vendor("glffct-", Url, 16, GITLAB),
    vendor("gloas-", Url, 16, GITLAB),
    vendor("glwt-", Url, 16, GITLAB),
    vendor("GR1348941", Url, 16, GITLAB),
    vendor("_gitlab_session=", Url, 10, GITLAB),
    vendor("AIza", Url, 30, "https://cloud.google.com/docs/authentication/api-keys"),
    vendor("ya29.", Dotted, 10, "https://cloud.google.com/docs/authentication/token-types"),
    vendor("GOCSPX-", Url, 16, "https://developers.google.com/identity/protocols/oauth2/web-server"),
    vendor("1//", Url, 20, "https://developers.google.com/identity/protocols/oauth2/web-server"),
    vendor("4/0A", Url, 20, "https://developers.google.com/identity/protocols/oauth2/web-server"),
    vendor("glsa_", Url, 20, "https://grafana.com/docs/grafana/latest/administration/service-accounts/"),
    vendor("glc_", Base64, 32, GITLEAKS),
    vendor("hf_", Alphanumeric, 20, "https://huggingface.co/docs/hub/security-tokens"),
    vendor("api_org_", Alphanumeric, 20, GITLEAKS),
    vendor("hvs.", Url, 16, VAULT),
    vendor("hvb.", Url, 16, VAULT),
    vendor("hvr.", Url, 16, VAULT),
    vendor("HRKU-", Url, 20, GITLEAKS),
    vendor("lin_api_", Alphanumeric, 16, "https://linear.app/developers/graphql"),
    vendor("lin_oauth_", Alphanumeric, 16, "https://linear.app/developers/graphql"),
    vendor("key-", Hex, 32, "https://documentation.mailgun.com/docs/mailgun/api-reference/authentication"),
    vendor("NRAK-", Upper, 16, "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/"),
    vendor("NRII-", Url, 16, "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/"),
    vendor("NRJS-", Url, 16, "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/"),
    vendor("ntn_", Alphanumeric, 20, "https://developers.notion.com/reference/authentication"),
    vendor("secret_", Alphanumeric, 32, "https://developers.notion.com/reference/authentication"),
    vendor("npm_", Alphanumeric, 30, "https://github.blog/security/announcing-npms-new-access-token-format/"),
    vendor("nuget_", Alphanumeric, 30, GITLEAKS),
    vendor("oy2", Alphanumeric, 43, GITLEAKS),
    vendor("ops_eyJ", Base64, 50, "https://developer.1password.com/docs/service-accounts/"),
    vendor("phc_", Alphanumeric, 30, "https://posthog.com/docs/api"),
    vendor("phx_", Alphanumeric, 30, "https://posthog.com/docs/api"),
    vendor("PMAK-", Url, 20, "https://learning.postman.com/docs/developer/postman-api/authentication/"),
    vendor("pscale_", Dotted, 20, "https://planetscale.com/docs/api/reference/service-tokens"),
    vendor("pul-", Hex, 32, "https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/"),
    vendor("pypi-", Url, 30, "https://pypi.org/help/#apitoken"),
    vendor("rubygems_", Hex, 32, "https://guides.rubygems.org/api-key-scopes/"),
    vendor("SG.", Dotted, 40, "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys"),
    vendor("sntrys_", Base64, 20, "https://docs.sentry.io/account/auth-tokens/"),
    vendor("sntryu_", Hex, 20, "https://docs.sentry.io/account/auth-tokens/"),
    vendor("shpat_", Alphanumeric, 16, SHOPIFY),
    vendor("shpca_", Alphanumeric, 16, SHOPIFY),
    vendor("shppa_", Alphanumeric, 16, SHOPIFY),
    vendor("shpss_", Alphanumeric, 16, SHOPIFY),
    vendor("shpua_", Alphanumeric, 16, SHOPIFY),
    vendor("shptka_", Alphanumeric, 16, SHOPIFY),
    vendor("xoxa-", Url, 10, SLACK),
    vendor("xoxb-", Url, 10, SLACK),
    vendor("xoxc-", Url, 10, SLACK),
    vendor("xoxd-", Base64, 10, SLACK),
    vendor("xoxe-", Url, 10, SLACK),
    vendor("xoxe.", Dotted, 10, SLACK),
    vendor("xoxo-", Url, 10, SLACK),
    vendor("xoxp-", Url, 10, SLACK),
    vendor("xoxr-", Url, 10, SLACK),
    vendor("xoxs-", Url, 10, SLACK),
    vendor("xapp-", Url, 10, SLACK),
    vendor(
        "hooks.slack.com/services/",
        Base64,
        16,
        "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
    ),
    vendor("hooks.slack.com/workflows/", Base64, 16, SLACK),
    vendor("webhook.office.com/webhookb2/", Base64, 20, GITLEAKS),
    vendor("sk_live_", Alphanumeric, 10, STRIPE),
    vendor("sk_test_", Alphanumeric, 10, STRIPE),
    vendor("rk_live_", Alphanumeric, 10, STRIPE),
    vendor("rk_test_", Alphanumeric, 10, STRIPE),
    vendor("whsec_", Base64, 10, STRIPE),
    vendor("sbp_", Hex, 32, GITLEAKS),
    vendor("sb_secret_", Url, 16, "https://supabase.com/docs/guides/api/api-keys"),
    vendor("tskey-", Url, 16, "https://tailscale.com/kb/1101/api"),
    marked((Digits, 8), ":AA", Url, 30, "https://core.telegram.org/bots/api#authorizing-your-bot"),
    vendor(".atlasv1.", Url, 40, GITLEAKS),
    vendor("SK", Hex, 32, "https://www.twilio.com/docs/iam/api-keys"),
    vendor("v1.0-", Hex, 100, "https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/"),
    vendor("vercel_blob_rw_", Url, 16, "https://vercel.com/docs/vercel-blob"),
    vendor("y0_", Url, 30, GITLEAKS),
];
