//! Paths, URLs and identifiers of build logs, made from the pieces that such logs consist of: none is a secret.

use crate::redact::{secrets, value};

const APPS: [&str; 12] = [
    "MyApp2024",
    "AcmeShop",
    "NewsReader3",
    "iOSStarterKit",
    "HealthTrackerWatchKitExtension",
    "App4Kids2Go",
    "Photo2Video4K",
    "MyCompany-iOS-App",
    "super_long_project_name_v2",
    "IPTVPlayerHD",
    "XCTestHarness",
    "MyApp2024build3ios2Release9",
];

const PODS: [&str; 10] = [
    "FirebaseCrashlytics",
    "MBProgressHUD",
    "SDWebImageSwiftUI",
    "SwiftNIOTransportServices",
    "BoringSSL-GRPC",
    "IQKeyboardManagerSwift",
    "gRPC-C++",
    "YYText",
    "RxSwift",
    "GTMSessionFetcher",
];

/// Characters as random as those of a hash, the same every time.
struct Hashes(u64);

impl Hashes {
    fn next(&mut self, alphabet: &str, length: usize) -> String {
        let alphabet = alphabet.as_bytes();
        let step = |state: &mut u64| {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(*state >> 33).unwrap()
        };
        (0..length).map(|_| char::from(alphabet[step(&mut self.0) % alphabet.len()])).collect()
    }

    fn hex(&mut self, length: usize) -> String {
        self.next("0123456789abcdef", length)
    }

    fn uuid(&mut self) -> String {
        [8, 4, 4, 4, 12].map(|length| self.hex(length)).join("-")
    }
}

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const LOWER_AND_DIGITS: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
const UPPER_AND_DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

fn corpus() -> Vec<String> {
    let mut hashes = Hashes(7);
    let mut corpus = Vec::new();
    for (number, app) in APPS.into_iter().enumerate() {
        for pod in PODS {
            let hash = hashes.next(LOWER, 28);
            let data = format!("/Users/runner/Library/Developer/Xcode/DerivedData/{app}-{hash}");
            let objects = format!("{data}/Build/Intermediates.noindex");
            let module = hashes.next(UPPER_AND_DIGITS, 13);
            let other = hashes.next(UPPER_AND_DIGITS, 12);
            let base32 = hashes.next(LOWER_AND_DIGITS, 26);
            let nix = hashes.next(LOWER_AND_DIGITS, 32);
            let (uuid, md5, sha1, sha256) = (hashes.uuid(), hashes.hex(32), hashes.hex(40), hashes.hex(64));
            let (short, image) = (hashes.hex(8), pod.to_lowercase());
            let device = uuid.to_uppercase();
            corpus.extend([
                format!("{data}/Build/Products/Release-iphoneos/{app}.app/Frameworks/{pod}.framework/{pod}"),
                format!("{objects}/{pod}.build/Objects-normal/arm64/{pod}View+Extensions2.o"),
                format!("{objects}/XCBuildData/{md5}.xcbuilddata"),
                format!("{data}/Index.noindex/DataStore/v5/units/{pod}.o-{module}"),
                format!("{data}/ModuleCache.noindex/{module}/{pod}-{other}.pcm"),
                format!("/Users/runner/work/{app}/{app}/Pods/{pod}/{pod}/Sources/{pod}Manager{number}.swift"),
                format!("Users_runner_work_{app}_{pod}_build{number}ios2Release9.log"),
                format!("/home/runner/work/{app}/node_modules/.pnpm/{pod}@1.2.3_{base32}/dist/index.js"),
                format!("/home/runner/.cache/yarn/v6/npm-{pod}-1.{number}.0-{sha1}-integrity"),
                format!("/root/.gradle/caches/modules-2/files-2.1/com.acme/{app}/{sha1}/{app}-1.jar"),
                format!("/root/.gradle/wrapper/dists/gradle-8.{number}-bin/{base32}/gradle-8"),
                format!("/home/runner/work/_temp/{uuid}.sh"),
                format!("C:\\Users\\runneradmin\\AppData\\Local\\Temp\\{app}-{short}\\{pod}.dll"),
                format!("D:/a/{app}/{app}/bin/Release/net8.0-ios17.2/ios-arm64/{pod}.dll"),
                format!("/var/folders/zz/{base32}000gn/T/{app}/Payload/{pod}.framework"),
                format!("/nix/store/{nix}-{pod}-2.{number}/lib/{app}"),
                format!("https://github.com/acme/{app}/blob/{sha1}/fastlane/Fastfile#L{number}"),
                format!("https://api.appstoreconnect.apple.com/v1/builds/{uuid}/betaGroups?limit={number}"),
                format!("/Users/ci/Library/Developer/CoreSimulator/Devices/{device}/data/{app}"),
                format!("docker.io/acme/{image}@sha256:{sha256}"),
                format!("com.acme.{app}.NotificationServiceExtension.{number}"),
            ]);
        }
    }
    corpus
}

#[test]
fn no_path_of_a_build_log_is_a_secret() {
    let corpus = corpus();
    assert!(corpus.len() > 2000, "{}", corpus.len());
    for text in corpus {
        assert_eq!(secrets(&text), text);
        let line = format!("error: {text}:12:3: no such file");
        assert_eq!(secrets(&line), line);
    }
}

/// What stands before and after a name in sentences, code and messages.
#[test]
fn sentences_about_secrets_are_shown() {
    for text in [
        "error: invalid token: found one part without a dot",
        "token: expired",
        "the token: missing",
        "session: the server closed it",
        "\"token_type\":\"Bearer\"",
        "exit code: 65",
        "\"code\":\"NOT_AUTHORIZED\"",
        "code: FORBIDDEN_ERROR.PLA_NOT_ACCEPTED",
        "status code 401",
        "errorCode 4040010",
        "password: ***",
        "password: ${{ secrets.MATCH_PASSWORD }}",
        "--password @env:ALTOOL_PASSWORD",
        "PASSWORD=$PASSWORD",
        "| token | expired |",
        "pk_live_0123456789abcdefghijABCD",
        "sk-SK sk-learn-based-tooling-for-tests-and-more",
        "bearer of good news",
        "basic knowledge, digest of the week",
        "git checkout -u origin/main",
        "main-unit-test-case with-some-more-text",
        "the monkey-business of desk-tops",
    ] {
        assert_eq!(secrets(text), text);
    }
}

#[test]
fn what_is_public_by_its_name_is_shown() {
    const JWK: &str = concat!(
        r#"{"kty":"EC","kid":"kLmNoPqRsTuVwXyZ0123456789abcdefghijklmnopQ","#,
        r#""x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","#,
        r#""y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
    );
    assert_eq!(secrets(JWK), JWK);
    let private = JWK.replace("}", r#","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#);
    assert!(!secrets(&private).contains("jpsQnnGQ"));
    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    for name in ["kid", "thumbprint", "x5t", "jti"] {
        assert_eq!(value(name, digest), digest);
        assert_eq!(value(name, "AKIAIOSFODNN7EXAMPLE"), "<redacted>");
        assert_eq!(value(name, "MIGHAgEAMBMGByqGSM49AgEGCCqG"), "<redacted>");
    }
    assert_eq!(value("other", digest), "<redacted>");
}
