//! The 26-character identifier of every entity.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Length of every identifier in bytes; all of them ASCII letters and digits.
pub const ID_LEN: usize = 26;

/// The alphabet of freshly made identifiers (z-base-32).
const ALPHABET: &[u8; 32] = b"ybndrfg8ejkmcpqxot1uwisza345h769";

/// An identifier, or the empty value that the wire and the database write as `""`.
///
/// Text from a client is a `String` until [`Id::parse`] has accepted it: the answer to a malformed id differs from
/// operation to operation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Id([u8; ID_LEN]);

impl Id {
    /// "No such thing": written as `""`.
    pub const EMPTY: Self = Self([0; ID_LEN]);

    /// Accepts exactly 26 ASCII letters or digits.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; ID_LEN] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphanumeric).then_some(Self(bytes))
    }

    /// As [`Id::parse`], with the empty value for everything else.
    pub fn parse_or_empty(text: &str) -> Self {
        Self::parse(text).unwrap_or(Self::EMPTY)
    }

    /// Makes an identifier of 128 random bits.
    pub fn from_random(bits: u128) -> Self {
        let mut out = [0; ID_LEN];
        let mut rest = bits;
        for slot in out.iter_mut().rev() {
            let digit = usize::try_from(rest & 31).unwrap_or(0);
            *slot = ALPHABET.get(digit).copied().unwrap_or(b'y');
            rest >>= 5;
        }
        Self(out)
    }

    /// The 128 bits of [`Id::from_random`]; of an identifier that was made elsewhere some number.
    pub fn bits(&self) -> u128 {
        let digit = |c: &u8| ALPHABET.iter().position(|known| known == c).unwrap_or(0) as u128;
        self.0.iter().fold(0, |bits, c| (bits << 5) | digit(c))
    }

    pub fn is_empty(&self) -> bool {
        self.0.first() == Some(&0)
    }

    pub fn as_str(&self) -> &str {
        if self.is_empty() { "" } else { std::str::from_utf8(&self.0).unwrap_or("") }
    }

    /// `None` for the empty value.
    pub fn some(self) -> Option<Self> {
        (!self.is_empty()).then_some(self)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.as_str())
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Id;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a 26-character id or an empty string")
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<Id, E> {
                if v.is_empty() {
                    return Ok(Id::EMPTY);
                }
                Id::parse(v).ok_or_else(|| E::invalid_value(de::Unexpected::Str(v), &self))
            }
        }
        d.deserialize_str(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips_and_other_lengths_are_refused() {
        let text = "abcdefghijklmnopqrstuvwx12";
        assert_eq!(Id::parse(text).unwrap().as_str(), text);
        for bad in ["", "abc", "abcdefghijklmnopqrstuvwx1_", "abcdefghijklmnopqrstuvwx123"] {
            assert_eq!(Id::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn random_ids_use_the_alphabet_and_differ() {
        let a = Id::from_random(u128::MAX);
        let b = Id::from_random(1);
        assert_ne!(a, b);
        assert_eq!([a.bits(), b.bits(), Id::from_random(1 << 77).bits()], [u128::MAX, 1, 1 << 77]);
        assert!(Id::parse(a.as_str()).is_some() && Id::parse(b.as_str()).is_some());
    }

    #[test]
    fn the_empty_value_is_an_empty_string_in_json() {
        assert_eq!(serde_json::to_string(&Id::EMPTY).unwrap(), "\"\"");
        assert_eq!(serde_json::from_str::<Id>("\"\"").unwrap(), Id::EMPTY);
        assert!(serde_json::from_str::<Id>("\"x\"").is_err());
    }
}
