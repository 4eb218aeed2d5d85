//! The one kind of key that Apple's tokens are verified with: a point on P-256.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::elliptic_curve::point::AffineCoordinates;

use super::thumbprint::Members;

/// A point on P-256, other than the one at infinity, uncompressed as SEC 1 §2.3.3 has it.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey([u8; 65]);

impl PublicKey {
    /// Reads a compressed or uncompressed point; `None` when it is neither or not on the curve.
    pub fn from_sec1(point: &[u8]) -> Option<Self> {
        // SEC 1 knows of `0` (infinity), and p256 of `5` (no sign of y), which nobody publishes.
        if !matches!(point.first(), Some(2..=4)) {
            return None;
        }
        p256::PublicKey::from_sec1_bytes(point).ok().map(|key| Self::from(&key))
    }

    /// Joins coordinates, big-endian; `None` when they are not on the curve.
    pub fn from_coordinates(x: &[u8; 32], y: &[u8; 32]) -> Option<Self> {
        Self::from_sec1(&Self::join(x, y).0)
    }

    /// `04`, x, y.
    pub fn as_sec1(&self) -> &[u8; 65] {
        &self.0
    }

    /// The key's RFC 7638 thumbprint.
    pub fn thumbprint(&self) -> String {
        let (x, y) = self.coordinates();
        let [x, y] = [x, y].map(|coordinate| URL_SAFE_NO_PAD.encode(coordinate));
        Members::Ec { crv: "P-256", x: &x, y: &y }.thumbprint().unwrap_or_default()
    }

    fn join(x: &[u8], y: &[u8]) -> Self {
        let mut point = [4; 65];
        for (to, from) in point.iter_mut().skip(1).zip(x.iter().chain(y)) {
            *to = *from;
        }
        Self(point)
    }

    fn coordinates(&self) -> (&[u8], &[u8]) {
        let [_, coordinates @ ..] = &self.0;
        coordinates.split_at(32)
    }
}

impl From<&p256::PublicKey> for PublicKey {
    fn from(key: &p256::PublicKey) -> Self {
        Self::join(&key.as_affine().x(), &key.as_affine().y())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PublicKey").field(&self.thumbprint()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The base point, SEC 2 §2.4.2.
    const X: [u8; 32] =
        *b"\x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2\x77\x03\x7d\x81\x2d\
        \xeb\x33\xa0\xf4\xa1\x39\x45\xd8\x98\xc2\x96";
    const Y: [u8; 32] =
        *b"\x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c\x0f\x9e\x16\x2b\xce\x33\x57\x6b\
        \x31\x5e\xce\xcb\xb6\x40\x68\x37\xbf\x51\xf5";

    #[test]
    fn a_compressed_point_is_the_same_key_as_the_uncompressed_one() {
        let key = PublicKey::from_coordinates(&X, &Y).unwrap();
        let compressed = [&[3], X.as_slice()].concat();
        assert_eq!(PublicKey::from_sec1(&compressed), Some(key.clone()));
        assert_eq!(PublicKey::from_sec1(key.as_sec1()), Some(key));
    }

    #[test]
    fn the_other_sign_of_y_is_another_key() {
        let compressed = [&[2], X.as_slice()].concat();
        assert_ne!(PublicKey::from_sec1(&compressed), PublicKey::from_coordinates(&X, &Y));
    }

    #[test]
    fn a_point_off_the_curve_is_no_key() {
        assert_eq!(PublicKey::from_coordinates(&Y, &X), None);
        assert_eq!(PublicKey::from_coordinates(&[0; 32], &[0; 32]), None);
        assert_eq!(PublicKey::from_coordinates(&[255; 32], &[255; 32]), None);
    }

    #[test]
    fn infinity_hybrid_compact_and_cut_points_are_no_keys() {
        for point in [
            &[][..],
            &[0],
            &[4],
            &[2],
            &[4; 65],
            &[[5].as_slice(), &X].concat(),
            &[[6].as_slice(), &X, &Y].concat(),
        ] {
            assert_eq!(PublicKey::from_sec1(point), None, "{point:?}");
        }
    }

    #[test]
    fn debug_names_the_key_by_its_thumbprint() {
        let key = PublicKey::from_coordinates(&X, &Y).unwrap();
        assert_eq!(format!("{key:?}"), format!("PublicKey({:?})", key.thumbprint()));
        assert_eq!(key.thumbprint().len(), 43);
    }
}
