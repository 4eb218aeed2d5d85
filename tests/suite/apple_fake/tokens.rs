//! Tokens for App Store Connect, the Enterprise API and the Notary API.

use hyper::Request;
use serde_json::json;

use super::{ASC, Case, ENTERPRISE, NOTARY, NOW, ask, get, judged, policy, request, signer};
use crate::apple::exchange::Verdict;
use crate::apple::key::Signer;
use crate::apple::mint::Mint;
use crate::apple::reason::Reason;

#[test]
fn each_rule_of_app_store_connect_accepts_and_refuses() {
    use Reason::*;
    let cases: &[Case] = &[
        ("the token as it is", "{}", None),
        ("a key ID that nobody has", r#"{"header":{"kid":"9WHT7JQ4MB"}}"#, Some(KeyIdUnknown)),
        ("a key ID in lower case", r#"{"header":{"kid":"k7q2m9x4tz"}}"#, Some(KeyIdUnknown)),
        ("no key ID", r#"{"header":{"kid":null}}"#, Some(KeyIdMissing)),
        ("a key ID that is a number", r#"{"header":{"kid":1}}"#, Some(KeyIdMissing)),
        ("a revoked key", r#"{"header":{"kid":"REVOKED234"}}"#, Some(KeyRevoked)),
        ("the key ID of another key", r#"{"header":{"kid":"OTHERKEY23"}}"#, Some(Signature)),
        ("an In-App Purchase key", r#"{"header":{"kid":"PURCHASE23"}}"#, Some(KeyKind)),
        ("an APNs key", r#"{"header":{"kid":"APNSKEY234"}}"#, Some(KeyKind)),
        ("another algorithm", r#"{"header":{"alg":"HS256"}}"#, Some(Algorithm)),
        ("an algorithm in lower case", r#"{"header":{"alg":"es256"}}"#, Some(Algorithm)),
        ("no type", r#"{"header":{"typ":null}}"#, None),
        ("another issuer", r#"{"claims":{"iss":"R4T8VXW2QK"}}"#, Some(IssuerWrong)),
        ("no issuer", r#"{"claims":{"iss":null}}"#, Some(IssuerMissing)),
        ("another audience", r#"{"claims":{"aud":"appstoreconnect-v2"}}"#, Some(AudienceWrong)),
        ("an audience in an array", r#"{"claims":{"aud":["appstoreconnect-v1"]}}"#, None),
        ("another audience in an array", r#"{"claims":{"aud":["x"]}}"#, Some(AudienceWrong)),
        ("no audience", r#"{"claims":{"aud":null}}"#, Some(AudienceWrong)),
        ("no iat", r#"{"claims":{"iat":null}}"#, None),
        ("no exp", r#"{"claims":{"exp":null}}"#, Some(ExpiryMissing)),
        ("expired 5 seconds ago", r#"{"claims":{"exp":1999999995,"iat":1999999900}}"#, None),
        ("expired 6 seconds ago", r#"{"claims":{"exp":1999999994,"iat":1999999900}}"#, Some(Expired)),
        ("issued 60 seconds ahead", r#"{"claims":{"iat":2000000060}}"#, None),
        ("issued 61 seconds ahead", r#"{"claims":{"iat":2000000061}}"#, Some(IssuedInFuture)),
        ("a fraction of a second", r#"{"claims":{"iat":1999999999.5}}"#, None),
        ("20 minutes", r#"{"claims":{"exp":2000001200}}"#, None),
        ("20 minutes and a second", r#"{"claims":{"exp":2000001201}}"#, Some(LifetimeTooLong)),
        (
            "20 minutes and a second from an earlier iat",
            r#"{"claims":{"iat":1999999999,"exp":2000001200}}"#,
            Some(LifetimeTooLong),
        ),
        (
            "19 minutes from an iat that is ahead",
            r#"{"claims":{"iat":2000000060,"exp":2000001260}}"#,
            Some(LifetimeTooLong),
        ),
        ("20 minutes without iat", r#"{"claims":{"iat":null,"exp":2000001200}}"#, None),
        ("21 minutes without iat", r#"{"claims":{"iat":null,"exp":2000001260}}"#, Some(LifetimeTooLong)),
        ("milliseconds", r#"{"claims":{"iat":2000000000000,"exp":2000000600000}}"#, Some(IssuedInFuture)),
        ("exp in milliseconds", r#"{"claims":{"exp":2000000600000}}"#, Some(LifetimeTooLong)),
        ("exp as a string", r#"{"claims":{"exp":"2000000600"}}"#, Some(TimeMalformed)),
        ("iat as a string", r#"{"claims":{"iat":"2000000000"}}"#, Some(TimeMalformed)),
        ("exp as a duration", r#"{"claims":{"exp":1200}}"#, Some(Expired)),
        ("a subject beside the issuer", r#"{"claims":{"sub":"user"}}"#, None),
        ("a claim nobody asked for", r#"{"claims":{"jti":"1"}}"#, None),
        ("an individual key with an issuer", r#"{"header":{"kid":"PERSON234567"}}"#, Some(IssuerForbidden)),
        (
            "an individual key without a subject",
            r#"{"header":{"kid":"PERSON234567"},"claims":{"iss":null}}"#,
            Some(SubjectWrong),
        ),
        (
            "an individual key with another subject",
            r#"{"header":{"kid":"PERSON234567"},"claims":{"iss":null,"sub":"USER"}}"#,
            Some(SubjectWrong),
        ),
        (
            "an individual key as it should be",
            r#"{"header":{"kid":"PERSON234567"},"claims":{"iss":null,"sub":"user"}}"#,
            None,
        ),
        (
            "the audience of the Enterprise API",
            r#"{"claims":{"aud":"apple-developer-enterprise-v1"}}"#,
            Some(AudienceWrong),
        ),
    ];
    judged(ASC, &Mint::team(NOW), cases);
}

#[test]
fn each_rule_of_the_scope_accepts_and_refuses() {
    use Reason::*;
    let cases: &[Case] = &[
        ("the request", r#"{"claims":{"scope":["GET /v1/apps"]}}"#, None),
        ("the request among others", r#"{"claims":{"scope":["GET /v1/builds","GET /v1/apps"]}}"#, None),
        ("parameters that do not count", r#"{"claims":{"scope":["GET /v1/apps?sort=name&limit=9"]}}"#, None),
        ("another path", r#"{"claims":{"scope":["GET /v1/builds"]}}"#, Some(ScopeMismatch)),
        ("a path above", r#"{"claims":{"scope":["GET /v1"]}}"#, Some(ScopeMismatch)),
        ("another parameter", r#"{"claims":{"scope":["GET /v1/apps?filter[name]=A"]}}"#, Some(ScopeMismatch)),
        ("nothing", r#"{"claims":{"scope":[]}}"#, Some(ScopeMismatch)),
        ("a string", r#"{"claims":{"scope":"GET /v1/apps"}}"#, Some(ScopeMalformed)),
        ("a path without method", r#"{"claims":{"scope":["/v1/apps"]}}"#, Some(ScopeMalformed)),
        ("another method", r#"{"claims":{"scope":["POST /v1/apps"]}}"#, Some(ScopeMalformed)),
        (
            "a long life without a resource of the list",
            r#"{"claims":{"exp":2000003600,"scope":["GET /v1/apps"]}}"#,
            Some(LifetimeTooLong),
        ),
    ];
    judged(ASC, &Mint::team(NOW), cases);

    let parameter = "https://api.appstoreconnect.apple.com/v1/apps?limit=2&filter%5Bplatform%5D=IOS";
    let cases: &[Case] = &[
        ("the parameter", r#"{"claims":{"scope":["GET /v1/apps?filter[platform]=IOS"]}}"#, None),
        (
            "another value",
            r#"{"claims":{"scope":["GET /v1/apps?filter[platform]=TV_OS"]}}"#,
            Some(ScopeMismatch),
        ),
        ("no parameter", r#"{"claims":{"scope":["GET /v1/apps"]}}"#, Some(ScopeMismatch)),
    ];
    judged(parameter, &Mint::team(NOW), cases);

    let listed = "https://api.appstoreconnect.apple.com/v1/ciProducts";
    let cases: &[Case] = &[
        ("six months", r#"{"claims":{"exp":2015777000,"scope":["GET /v1/ciProducts"]}}"#, None),
        ("more", r#"{"claims":{"exp":2015777001,"scope":["GET /v1/ciProducts"]}}"#, Some(LifetimeTooLong)),
        (
            "one resource that is not of the list",
            r#"{"claims":{"exp":2000003600,"scope":["GET /v1/ciProducts","GET /v1/apps"]}}"#,
            Some(LifetimeTooLong),
        ),
        ("no scope", r#"{"claims":{"exp":2000003600}}"#, Some(LifetimeTooLong)),
        ("an empty scope", r#"{"claims":{"exp":2000003600,"scope":[]}}"#, Some(LifetimeTooLong)),
    ];
    judged(listed, &Mint::team(NOW), cases);
}

#[test]
fn a_request_out_of_scope_is_answered_as_the_policy_says() {
    let mint = Mint::team(NOW).changed(&json!({"claims": {"scope": ["GET /v1/builds"]}}));
    for status in [401, 403] {
        let (answer, seen) = ask(policy().out_of_scope(status), get(ASC, &mint.sign(&signer())));
        assert_eq!((answer.status, seen.verdict), (status, Verdict::Refused(Reason::ScopeMismatch)));
    }
    let mint = Mint::team(NOW).changed(&json!({"claims": {"scope": ["GET /v1/apps/6502847193"]}}));
    let url = "https://api.appstoreconnect.apple.com/v1/apps/6502847193";
    let (_, seen) = ask(policy(), request("PATCH", url, &mint.sign(&signer()), ""));
    assert_eq!(seen.verdict, Verdict::Refused(Reason::ScopeMismatch));
}

#[test]
fn each_rule_of_the_enterprise_and_notary_apis_accepts_and_refuses() {
    use Reason::*;
    let cases: &[Case] = &[
        ("the token as it is", r#"{"header":{"kid":"ENTERPRS23"}}"#, None),
        ("a team key", "{}", Some(KeyKind)),
        ("no iat", r#"{"header":{"kid":"ENTERPRS23"},"claims":{"iat":null}}"#, Some(IssuedAtMissing)),
        (
            "the audience of App Store Connect",
            r#"{"header":{"kid":"ENTERPRS23"},"claims":{"aud":"appstoreconnect-v1"}}"#,
            Some(AudienceWrong),
        ),
        (
            "a long life",
            r#"{"header":{"kid":"ENTERPRS23"},"claims":{"exp":2000003600,"scope":["GET /v1/ciProducts"]}}"#,
            Some(LifetimeTooLong),
        ),
    ];
    judged(ENTERPRISE, &Mint::enterprise(NOW), cases);

    let cases: &[Case] = &[
        ("the token as it is", "{}", None),
        ("the scope that tools send", r#"{"claims":{"scope":["/notary/v2"]}}"#, None),
        ("a scope as documented", r#"{"claims":{"scope":["GET /notary/v2/submissions"]}}"#, None),
        ("another scope", r#"{"claims":{"scope":["GET /v1/apps"]}}"#, Some(ScopeMismatch)),
        ("an hour", r#"{"claims":{"exp":2000003600}}"#, Some(LifetimeTooLong)),
        (
            "an individual key",
            r#"{"header":{"kid":"PERSON234567"},"claims":{"iss":null,"sub":"user"}}"#,
            Some(KeyKind),
        ),
    ];
    judged(NOTARY, &Mint::team(NOW), cases);

    let person = Mint::individual(NOW).changed(&json!({"header": {"kid": "PERSON234567"}})).sign(&signer());
    let (answer, _) = ask(policy().notary_takes_individual_keys(), get(NOTARY, &person));
    assert_eq!(answer.status, 200);
}

#[test]
fn a_token_is_read_strictly() {
    let mint = Mint::team(NOW);
    let (input, good) = (mint.input(), mint.sign(&signer()));
    let der = mint.with_signature(signer().sign_der(&input));
    let short = mint.with_signature(&signer().sign(&input)[..63]);
    let standard = good.replace('-', "+").replace('_', "/");
    assert_ne!(standard, good, "no letter that tells the alphabets apart");
    let cases = [
        (good.clone(), Verdict::Accepted),
        (der, Verdict::Refused(Reason::Signature)),
        (short, Verdict::Refused(Reason::Signature)),
        (mint.with_signature(""), Verdict::Refused(Reason::Signature)),
        (mint.sign(&Signer::new(2)), Verdict::Refused(Reason::Signature)),
        (format!("{good}="), Verdict::Refused(Reason::TokenMalformed)),
        (standard, Verdict::Refused(Reason::TokenMalformed)),
        (input, Verdict::Refused(Reason::TokenMalformed)),
        (format!("{good}.x"), Verdict::Refused(Reason::TokenMalformed)),
        ("a.b.c".to_owned(), Verdict::Refused(Reason::TokenMalformed)),
    ];
    for (token, verdict) in cases {
        let (answer, seen) = ask(policy(), get(ASC, &token));
        assert_eq!(seen.verdict, verdict, "{token}");
        assert_eq!(answer.status, if verdict == Verdict::Accepted { 200 } else { 401 });
    }
}

#[test]
fn authorization_is_one_scheme_and_one_token() {
    let token = Mint::team(NOW).sign(&signer());
    let ok = [format!("Bearer {token}"), format!("bearer {token}")];
    let bad = [
        token.clone(),
        format!("Bearer  {token}"),
        format!("Bearer Bearer {token}"),
        format!("Basic {token}"),
        "Bearer".to_owned(),
        format!("Bearer \"{token}\""),
    ];
    for (field, verdict) in ok
        .map(|it| (it, Verdict::Accepted))
        .into_iter()
        .chain(bad.map(|it| (it, Verdict::Refused(Reason::AuthorizationMalformed))))
    {
        let request = Request::get(ASC).header("authorization", &field).body(String::new()).unwrap();
        assert_eq!(ask(policy(), request).1.verdict, verdict, "{field}");
    }
    let twice = Request::get(ASC).header("authorization", format!("Bearer {token}"));
    let twice = twice.header("authorization", format!("Bearer {token}")).body(String::new()).unwrap();
    assert_eq!(ask(policy(), twice).1.verdict, Verdict::Refused(Reason::AuthorizationMalformed));
    let (answer, seen) = ask(policy(), Request::get(ASC).body(String::new()).unwrap());
    assert_eq!((answer.status, seen.verdict), (401, Verdict::Refused(Reason::AuthorizationMissing)));
    assert!(
        answer
            .text()
            .starts_with(r#"{"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"Authentication"#)
    );
    assert!(!seen.has_credential());
}
