use crate::catalog::context::Context;
use crate::catalog::lint::Check::{Found, Passed};
use crate::catalog::lint::{Check, Group, Lint, Severity};
use crate::model::signature::{Form, Half, RangeFault};

pub(super) static LINT: Lint = Lint {
    name: "signature-range",
    group: Group::Signature,
    severity: Severity::Error,
    summary: "a half of the signature is zero or too large",
    explanation: EXPLANATION,
    bad: r#"{"signature": "zero"}"#,
    good: r#"{"signature": null}"#,
    source: "https://www.rfc-editor.org/rfc/rfc7518#section-3.4",
    causes: &["signature-invalid"],
    explained_by: &["header-alg-not-es256"],
    check,
};

const EXPLANATION: &str = "\
The two numbers of an ES256 signature, r and s, are at least 1 and below the order of the curve
P-256. Outside of that no key in the world verifies the signature: it was not made by signing. Zeros
are a placeholder, or a buffer that was never filled.

Sign with a JWT library, or check the code that puts r and s together: each is 32 bytes, big-endian,
padded on the left.";

fn check(cx: &Context) -> Option<Check> {
    let bytes = cx.token?.signature.as_ref()?;
    let (half, fault) = match Form::of(bytes) {
        Form::Raw(_) => return Some(Passed),
        Form::Range { half, fault } => (half, fault),
        Form::Der { .. } | Form::Length(_) => return None,
    };
    let (half, place) = match half {
        Half::R => ("r", "first"),
        Half::S => ("s", "last"),
    };
    let is = match fault {
        _ if bytes.iter().all(|byte| *byte == 0) => {
            return Some(found("all 64 bytes of the signature are zero"));
        }
        RangeFault::Zero => "zero, expected at least 1",
        RangeFault::TooLarge => "not below the order of P-256",
    };
    Some(found(&format!("{half}, the {place} 32 bytes of the signature, is {is}")))
}

fn found(message: &str) -> Check {
    Found(LINT.finding("/signature", message).help(
        "sign with a JWT library; where r and s are put together by hand, pad each on the left to 32 bytes",
    ))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::catalog::lint::example::{findings, is_found};

    fn message(r: &str, s: &str) -> String {
        findings(&LINT, &format!(r#"{{"signature": "{}{}"}}"#, r.repeat(32), s.repeat(32)))[0].message.clone()
    }

    #[test]
    fn the_half_and_its_fault_are_told() {
        assert_eq!(message("00", "00"), "all 64 bytes of the signature are zero");
        assert_eq!(
            message("00", "01"),
            "r, the first 32 bytes of the signature, is zero, expected at least 1"
        );
        assert_eq!(
            message("01", "ff"),
            "s, the last 32 bytes of the signature, is not below the order of P-256"
        );
    }

    #[test]
    fn a_signature_in_range_is_left_to_verification() {
        assert!(!is_found(&LINT, &format!(r#"{{"signature": "{}"}}"#, "01".repeat(64))));
        let patch = format!(r#"{{"signature": "{}", "key": null}}"#, "01".repeat(64));
        assert!(!is_found(&LINT, &patch), "without a key nothing is known");
    }
}
