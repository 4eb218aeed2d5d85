//! A header field, as every kind of capture has it.

use crate::model::exchange::Field;

/// `name: value`; names are tokens (RFC 9110 §5.6.2), in HTTP/2 dumps after a colon.
pub(super) fn field(line: &str) -> Option<Field> {
    let start = usize::from(line.starts_with(':'));
    let (name, value) = line.get(start..)?.split_once(':')?;
    let is_token = !name.is_empty()
        && name.len() <= 128
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
    let name = line.get(..start + name.len())?;
    is_token.then(|| Field { name: name.to_owned(), value: value.trim().to_owned() })
}
