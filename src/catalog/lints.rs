//! All lints. A new one is its own file and two lines here, its `mod` and its entry: a macro that made one line of the
//! two would hide the file from rustfmt.
//!
//! Its check returns `None` where it has nothing to look at, else `Some(Passed)` or `Some(Found(…))`; `good`
//! has to pass and `bad` to be found. No test of another lint sees it, as long as it finds nothing in the
//! examples of `testdata/lints.jsonl` and in those of other lints; where it does, one of the two names the
//! other in `explained_by`. `SNAPSHOTS=overwrite cargo test --lib docs` writes `src/catalog/lints/README.md`.

mod claims_aud_array;
mod claims_aud_missing;
mod claims_aud_wrong;
mod claims_bid_mismatch;
mod claims_bid_missing;
mod claims_bid_unexpected;
mod claims_exp_before_iat;
mod claims_exp_missing;
mod claims_exp_relative;
mod claims_exp_too_far;
mod claims_expired;
mod claims_iat_in_future;
mod claims_iat_missing;
mod claims_iat_too_old;
mod claims_iss_forbidden;
mod claims_iss_malformed;
mod claims_iss_mismatch;
mod claims_iss_missing;
mod claims_lifetime_at_limit;
mod claims_lifetime_too_long;
mod claims_nbf_in_future;
mod claims_origin_malformed;
mod claims_remaining_too_short;
mod claims_required_missing;
mod claims_sample_value;
mod claims_scope_malformed;
mod claims_scope_method;
mod claims_scope_mismatch;
mod claims_scope_unknown;
mod claims_sub_missing;
mod claims_sub_wrong;
mod claims_time_type;
mod claims_time_unit;
mod claims_time_zone;
mod claims_unexpected;
mod credentials_conflict;
mod credentials_incomplete;
mod credentials_name_unread;
mod header_alg_missing;
mod header_alg_not_es256;
mod header_crit_unsupported;
mod header_id_malformed;
mod header_id_missing;
mod header_kid_malformed;
mod header_kid_mismatch;
mod header_kid_missing;
mod header_typ_unexpected;
mod identifier_whitespace;
mod ids_swapped;
mod issuer_id_malformed;
mod jwks_key_unsuitable;
mod jwks_kid_missing;
mod jwks_private_member;
mod key_armor_missing;
mod key_base64_wrapped;
mod key_curve;
mod key_encrypted;
mod key_format_sec1;
mod key_id_malformed;
mod key_in_repository;
mod key_kind_mismatch;
mod key_label_mismatch;
mod key_looks_like_path;
mod key_missing;
mod key_multiple;
mod key_newlines_escaped;
mod key_not_ec;
mod key_not_pem;
mod key_not_private;
mod key_permissions;
mod key_public_mismatch;
mod key_text_whitespace;
mod key_truncated;
mod key_unconfirmed;
mod request_authorization_malformed;
mod request_authorization_missing;
mod request_host_wrong;
mod request_individual_key_restricted;
mod request_path_unknown;
mod request_role_insufficient;
mod signature_der;
mod signature_invalid;
mod signature_length;
mod signature_missing;
mod signature_range;
mod token_base64_alphabet;
mod token_base64_invalid;
mod token_base64_padding;
mod token_is_private_key;
mod token_json_invalid;
mod token_member_duplicate;
mod token_missing;
mod token_part_count;
mod token_scheme_included;
mod token_too_large;
mod token_whitespace;

use crate::catalog::lint::Lint;

/// Every lint, by name.
pub static LINTS: &[&Lint] = &[
    &claims_aud_array::LINT,
    &claims_aud_missing::LINT,
    &claims_aud_wrong::LINT,
    &claims_bid_mismatch::LINT,
    &claims_bid_missing::LINT,
    &claims_bid_unexpected::LINT,
    &claims_exp_before_iat::LINT,
    &claims_exp_missing::LINT,
    &claims_exp_relative::LINT,
    &claims_exp_too_far::LINT,
    &claims_expired::LINT,
    &claims_iat_in_future::LINT,
    &claims_iat_missing::LINT,
    &claims_iat_too_old::LINT,
    &claims_iss_forbidden::LINT,
    &claims_iss_malformed::LINT,
    &claims_iss_mismatch::LINT,
    &claims_iss_missing::LINT,
    &claims_lifetime_at_limit::LINT,
    &claims_lifetime_too_long::LINT,
    &claims_nbf_in_future::LINT,
    &claims_origin_malformed::LINT,
    &claims_remaining_too_short::LINT,
    &claims_required_missing::LINT,
    &claims_sample_value::LINT,
    &claims_scope_malformed::LINT,
    &claims_scope_method::LINT,
    &claims_scope_mismatch::LINT,
    &claims_scope_unknown::LINT,
    &claims_sub_missing::LINT,
    &claims_sub_wrong::LINT,
    &claims_time_type::LINT,
    &claims_time_unit::LINT,
    &claims_time_zone::LINT,
    &claims_unexpected::LINT,
    &credentials_conflict::LINT,
    &credentials_incomplete::LINT,
    &credentials_name_unread::LINT,
    &header_alg_missing::LINT,
    &header_alg_not_es256::LINT,
    &header_crit_unsupported::LINT,
    &header_id_malformed::LINT,
    &header_id_missing::LINT,
    &header_kid_malformed::LINT,
    &header_kid_mismatch::LINT,
    &header_kid_missing::LINT,
    &header_typ_unexpected::LINT,
    &identifier_whitespace::LINT,
    &ids_swapped::LINT,
    &issuer_id_malformed::LINT,
    &jwks_key_unsuitable::LINT,
    &jwks_kid_missing::LINT,
    &jwks_private_member::LINT,
    &key_armor_missing::LINT,
    &key_base64_wrapped::LINT,
    &key_curve::LINT,
    &key_encrypted::LINT,
    &key_format_sec1::LINT,
    &key_id_malformed::LINT,
    &key_in_repository::LINT,
    &key_kind_mismatch::LINT,
    &key_label_mismatch::LINT,
    &key_looks_like_path::LINT,
    &key_missing::LINT,
    &key_multiple::LINT,
    &key_newlines_escaped::LINT,
    &key_not_ec::LINT,
    &key_not_pem::LINT,
    &key_not_private::LINT,
    &key_permissions::LINT,
    &key_public_mismatch::LINT,
    &key_text_whitespace::LINT,
    &key_truncated::LINT,
    &key_unconfirmed::LINT,
    &request_authorization_malformed::LINT,
    &request_authorization_missing::LINT,
    &request_host_wrong::LINT,
    &request_individual_key_restricted::LINT,
    &request_path_unknown::LINT,
    &request_role_insufficient::LINT,
    &signature_der::LINT,
    &signature_invalid::LINT,
    &signature_length::LINT,
    &signature_missing::LINT,
    &signature_range::LINT,
    &token_base64_alphabet::LINT,
    &token_base64_invalid::LINT,
    &token_base64_padding::LINT,
    &token_is_private_key::LINT,
    &token_json_invalid::LINT,
    &token_member_duplicate::LINT,
    &token_missing::LINT,
    &token_part_count::LINT,
    &token_scheme_included::LINT,
    &token_too_large::LINT,
    &token_whitespace::LINT,
];

/// The lint of that name.
pub fn find(name: &str) -> Option<&'static Lint> {
    LINTS.iter().copied().find(|lint| lint.name == name)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::catalog::cause;
    use crate::catalog::lint::Group;
    use crate::catalog::lint::example::{checks, findings};

    /// A lint that stands beside the finding it accounts for.
    const BESIDE: &[(&str, &str)] = &[("claims-time-zone", "claims-iat-in-future")];

    /// What all lints together report of an example.
    fn reported(patch: &str) -> Vec<&'static str> {
        checks(LINTS, patch).findings.iter().map(|finding| finding.lint.name).collect()
    }

    /// Whether the lint has nothing to look at in its good example after `change`.
    fn is_inapplicable_without(lint: &'static Lint, change: &Value) -> bool {
        let mut example: Value = serde_json::from_str(lint.good).unwrap();
        for (member, value) in change.as_object().unwrap() {
            match (&mut example[member], value) {
                (Value::Object(inside), Value::Object(changed)) => inside.extend(changed.clone()),
                (whole, value) => *whole = value.clone(),
            }
        }
        !checks(&[lint], &example.to_string()).inapplicable.is_empty()
    }

    #[test]
    fn a_bad_example_is_found() {
        for lint in LINTS {
            let found = findings(lint, lint.bad);
            assert_eq!(found.len(), 1, "{}: {}", lint.name, lint.bad);
        }
    }

    #[test]
    fn a_good_example_passes() {
        let passes = |lint: &&&'static Lint| checks(&[**lint], lint.good).passed.len() == 1;
        let others: Vec<_> =
            LINTS.iter().filter(|lint| !passes(lint)).map(|lint| (lint.name, lint.good)).collect();
        assert!(others.is_empty(), "{others:#?}");
    }

    #[test]
    fn nothing_applies_where_there_is_nothing() {
        let nothing =
            r#"{"token": null, "key": null, "key_file": null, "file": {"git": "unknown", "mode": null}}"#;
        let checks = checks(LINTS, nothing);
        let applied: Vec<_> = checks.passed.iter().chain(&checks.withheld).map(|lint| lint.name).collect();
        assert!(applied.is_empty() && checks.findings.is_empty(), "{applied:?} {:?}", checks.findings);
        assert_eq!(checks.inapplicable.len(), LINTS.len());
    }

    #[test]
    fn a_lint_does_not_apply_where_what_it_checks_is_missing() {
        for lint in LINTS {
            let nothing = json!({"token": null, "key": null, "key_file": null, "exchange": null});
            let change = match lint.group {
                Group::TokenText => json!({"token": null, "exchange": null}),
                Group::KeyText => json!({"key": null}),
                Group::Credentials => {
                    assert!(
                        is_inapplicable_without(
                            lint,
                            &json!({"credentials": null, "token": null,
                        "key_file": null})
                        ),
                        "{}",
                        lint.name
                    );
                    continue;
                }
                Group::Jwks => json!({"jwks": null}),
                Group::Header => json!({"header": "no JSON"}),
                // What fastlane's file says of the lifetime counts without a token.
                Group::Claims | Group::Time => json!({"claims": "no JSON", "header": "no JSON"}),
                Group::Signature => json!({"token": "{header}.{payload}"}),
                Group::Request => json!({"request": null, "exchange": null}),
            };
            assert!(is_inapplicable_without(lint, &change), "{} without {change}", lint.name);
            let is_about_token = !matches!(lint.group, Group::KeyText | Group::Credentials | Group::Jwks);
            if is_about_token {
                assert!(
                    lint.group == Group::Request || is_inapplicable_without(lint, &nothing),
                    "{}",
                    lint.name
                );
            }
        }
    }

    /// Only that a claim is there, or is there without need, can be said without it.
    #[test]
    fn a_lint_of_a_claim_does_not_apply_without_the_claim() {
        const ABSENCE: [&str; 4] = ["-missing", "-unexpected", "-forbidden", "claims-sample-value"];
        for lint in LINTS.iter().filter(|lint| !ABSENCE.iter().any(|end| lint.name.ends_with(end))) {
            let claims = match lint.group {
                Group::Time => json!({"iat": null, "exp": null, "nbf": null}),
                Group::Claims => {
                    let claim = lint.name.split('-').nth(1).unwrap();
                    json!({ claim: null })
                }
                _ => continue,
            };
            assert!(is_inapplicable_without(lint, &json!({ "claims": claims })), "{}", lint.name);
        }
    }

    #[test]
    fn a_comparison_does_not_apply_without_what_it_compares_with() {
        for (name, change) in [
            ("claims-bid-mismatch", json!({"credentials": null})),
            ("claims-iss-mismatch", json!({"credentials": null})),
            ("claims-remaining-too-short", json!({"min_remaining": null})),
            ("claims-scope-mismatch", json!({"request": null})),
            ("claims-time-zone", json!({"at_is_known": false, "claims": {"iat": 1_795_168_800}})),
            ("header-kid-mismatch", json!({"credentials": null, "key_file": null})),
            ("key-in-repository", json!({"file": {"git": "unknown"}})),
            ("request-role-insufficient", json!({"role": null})),
            ("signature-invalid", json!({"key": null})),
        ] {
            assert!(is_inapplicable_without(find(name).unwrap(), &change), "{name} without {change}");
        }
    }

    #[test]
    fn the_baseline_is_clean() {
        assert_eq!(reported("{}"), [""; 0]);
    }

    #[test]
    fn a_bad_example_is_reported_by_its_lint_alone() {
        for lint in LINTS {
            let others = |name: &&str| !BESIDE.contains(&(lint.name, name));
            let names: Vec<_> = reported(lint.bad).into_iter().filter(others).collect();
            assert_eq!(names, [lint.name], "{}", lint.bad);
        }
    }

    #[test]
    fn a_good_example_is_clean() {
        for lint in LINTS {
            assert_eq!(reported(lint.good), [""; 0], "{}: {}", lint.name, lint.good);
        }
    }

    /// What is reported where several lints have an opinion: one explains another, or leaves it to that one.
    #[test]
    fn lints_agree_on_who_reports_what() {
        let lines = include_str!("../../testdata/lints.jsonl").lines();
        for line in lines {
            let example: Value = serde_json::from_str(line).unwrap();
            let names = reported(&example["patch"].to_string());
            assert_eq!(json!(names), example["found"], "{}", example["patch"]);
        }
    }

    #[test]
    fn names_are_sorted_and_unique() {
        for pair in LINTS.windows(2) {
            assert!(pair[0].name < pair[1].name, "{} is listed before {}", pair[0].name, pair[1].name);
        }
    }

    #[test]
    fn every_file_is_listed_under_its_name() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/lints");
        let entries =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<_> =
            entries.filter_map(|name| Some(name.strip_suffix(".rs")?.replace('_', "-"))).collect();
        files.sort();
        assert_eq!(files, LINTS.iter().map(|lint| lint.name).collect::<Vec<_>>());
    }

    #[test]
    fn messages_begin_lower_case_and_end_without_a_full_stop() {
        for lint in LINTS {
            let found = findings(lint, lint.bad);
            let texts = found.iter().flat_map(|f| [Some(f.message.as_str()), f.help.as_deref()]).flatten();
            for text in texts.chain([lint.summary]) {
                let first = text.chars().next().unwrap_or('A');
                assert!(!first.is_uppercase() || is_name(text), "{}: {text}", lint.name);
                assert!(!text.ends_with('.') && !text.is_empty(), "{}: {text}", lint.name);
            }
        }
    }

    /// Whether a text begins with a name that is always written in capitals.
    fn is_name(text: &str) -> bool {
        text.split(' ')
            .next()
            .is_some_and(|word| word.chars().nth(1).is_some_and(char::is_uppercase) || word == "Apple")
    }

    #[test]
    fn every_lint_is_documented_and_names_what_exists() {
        for lint in LINTS {
            assert!(lint.explanation.len() > 80, "{} needs an explanation", lint.name);
            assert!(lint.source.starts_with("https://"), "{} needs a source", lint.name);
            assert!(lint.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            for id in lint.causes {
                assert!(cause::find(id).is_some(), "{} speaks for the unknown cause {id}", lint.name);
            }
            for name in lint.explained_by {
                let other =
                    find(name).unwrap_or_else(|| panic!("{} is explained by unknown {name}", lint.name));
                assert!(
                    !other.explained_by.contains(&lint.name),
                    "{} and {name} explain each other",
                    lint.name
                );
            }
        }
    }
}
