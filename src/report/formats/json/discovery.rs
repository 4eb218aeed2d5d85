//! Where discovered credentials were found, in JSON: names of places, never a value.

use serde::Serialize;

use crate::redact::Foreign;
use crate::report::view::Discovery;

#[derive(Serialize)]
pub(super) struct DiscoveryV1<'a> {
    values: Vec<ValueV1<'a>>,
    opened: usize,
    variables: usize,
    files: Vec<Foreign<'a>>,
    absent: Vec<Foreign<'a>>,
}

#[derive(Serialize)]
struct ValueV1<'a> {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_from: Option<Foreign<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also_seen: Vec<OtherV1<'a>>,
}

#[derive(Serialize)]
struct OtherV1<'a> {
    name: Foreign<'a>,
    why_not: Foreign<'a>,
}

impl<'a> DiscoveryV1<'a> {
    pub(super) fn of(discovery: Discovery<'a>) -> Self {
        let mut values: Vec<ValueV1> = Vec::new();
        for line in discovery.lines() {
            if line.is_first {
                values.push(ValueV1 { value: line.value, taken_from: line.taken, also_seen: Vec::new() });
            }
            if let (Some(value), Some((name, why_not))) = (values.last_mut(), line.other) {
                value.also_seen.push(OtherV1 { name, why_not });
            }
        }
        let (opened, variables) = discovery.variables();
        Self {
            values,
            opened,
            variables,
            files: discovery.files().collect(),
            absent: discovery.absent().collect(),
        }
    }
}
