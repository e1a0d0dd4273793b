//! The keys that gossip is sealed with: a ring, of which the first one seals and all of them open.

use aws_lc_rs::aead::{CHACHA20_POLY1305, LessSafeKey, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};

/// Keys of a ring at most. Two are enough to change one for another.
pub const KEYS_LEN_MAX: usize = 4;

/// Bytes of a key, and half as many as the digits of its line.
const KEY_LEN: usize = 32;

/// What tells keys of a ring apart. It tells nothing of the key.
pub type KeyId = [u8; 4];

/// A ring of keys. Not to be logged; its ids may be.
#[derive(Clone)]
pub struct KeyRing(Vec<Key>);

#[derive(Clone)]
struct Key {
    id: KeyId,
    secret: [u8; KEY_LEN],
}

/// A list of keys that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("line {0} is no key: 64 hexadecimal digits are, as `openssl rand -hex 32` writes them")]
    Malformed(usize),
    #[error("line {0} is a key that stands above it already")]
    Twice(usize),
    #[error("it holds no key")]
    Empty,
    #[error("it holds more than {KEYS_LEN_MAX} keys")]
    TooMany,
    #[error("a key could not be derived")]
    Derive,
}

/// So many bytes of key material.
struct Len(usize);

impl KeyType for Len {
    fn len(&self) -> usize {
        self.0
    }
}

fn derive(salt: &[u8], secret: &[u8], info: &[&[u8]], out: &mut [u8]) -> Result<(), KeyError> {
    let derived = Salt::new(HKDF_SHA256, salt).extract(secret);
    let len = out.len();
    derived.expand(info, Len(len)).and_then(|key| key.fill(out)).map_err(|_| KeyError::Derive)
}

impl Key {
    fn new(secret: [u8; KEY_LEN]) -> Result<Self, KeyError> {
        let mut id = KeyId::default();
        derive(b"roost gossip v1", &secret, &[b"id"], &mut id)?;
        Ok(Self { id, secret })
    }
}

impl KeyRing {
    /// One key, the same for the same secret.
    pub fn from_secret(secret: &[u8]) -> Result<Self, KeyError> {
        let mut key = [0; KEY_LEN];
        derive(b"roost gossip v1", secret, &[b"key"], &mut key)?;
        Ok(Self(vec![Key::new(key)?]))
    }

    /// One key per line, the one that seals first. Blank lines and those that begin with `#` say nothing.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut keys: Vec<Key> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let key = Key::new(hexadecimal(line).ok_or(KeyError::Malformed(number))?)?;
            if keys.iter().any(|other| other.id == key.id) {
                return Err(KeyError::Twice(number));
            }
            keys.push(key);
        }
        match keys.len() {
            0 => Err(KeyError::Empty),
            1..=KEYS_LEN_MAX => Ok(Self(keys)),
            _ => Err(KeyError::TooMany),
        }
    }

    /// The ids of all keys as text, the one that seals first: nodes compare them.
    pub fn ids(&self) -> Vec<String> {
        self.0.iter().map(|key| format!("{:08x}", u32::from_be_bytes(key.id))).collect()
    }

    /// The id of the key that seals.
    pub(super) fn sealing(&self) -> KeyId {
        self.0.first().map(|key| key.id).unwrap_or_default()
    }

    /// Whether a key of this id is in the ring.
    pub(super) fn holds(&self, id: KeyId) -> bool {
        self.0.iter().any(|key| key.id == id)
    }

    /// The key of one session of one sender, which no other session has: its frames are counted from 0, and a number under
    /// one key must never come twice. `None`: the ring has no key of this id.
    pub(super) fn of_session(&self, id: KeyId, sender: i64, session: &[u8]) -> Option<LessSafeKey> {
        let key = self.0.iter().find(|key| key.id == id)?;
        let derived = Salt::new(HKDF_SHA256, session).extract(&key.secret);
        let sender = sender.to_le_bytes();
        let info: [&[u8]; 2] = [b"frame", &sender];
        let unbound = UnboundKey::from(derived.expand(&info, &CHACHA20_POLY1305).ok()?);
        Some(LessSafeKey::new(unbound))
    }
}

/// Whether nodes with these rings, by the ids of their keys, read one another. Nothing is known of an empty one.
pub fn rings_agree(one: &[String], other: &[String]) -> bool {
    let reads = |reader: &[String], writer: &[String]| writer.first().is_none_or(|sealing| reader.contains(sealing));
    one.is_empty() || other.is_empty() || (reads(one, other) && reads(other, one))
}

fn hexadecimal(line: &str) -> Option<[u8; KEY_LEN]> {
    let mut key = [0; KEY_LEN];
    if line.len() != KEY_LEN * 2 || !line.is_ascii() {
        return None;
    }
    for (byte, digits) in key.iter_mut().zip(line.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(byte: u8) -> String {
        format!("{byte:02x}").repeat(KEY_LEN)
    }

    #[test]
    fn a_file_holds_one_key_per_line_and_the_first_one_seals() {
        let ring = KeyRing::parse(&format!("# of May\n\n  {}  \n{}\n", line(1), line(2).to_uppercase())).unwrap();
        let (one, two) = (KeyRing::parse(&line(1)).unwrap(), KeyRing::parse(&line(2)).unwrap());
        assert_eq!(ring.ids(), [one.ids(), two.ids()].concat());
        assert_eq!(ring.sealing(), one.sealing());
    }

    #[test]
    fn a_file_that_cannot_be_used_says_why() {
        let refused = |text: &str| KeyRing::parse(text).err();
        assert_eq!(refused("# nothing\n"), Some(KeyError::Empty));
        assert_eq!(refused(&format!("{}\nabc", line(1))), Some(KeyError::Malformed(2)));
        assert_eq!(refused(&"+1".repeat(KEY_LEN)), Some(KeyError::Malformed(1)));
        assert_eq!(refused(&"ä".repeat(KEY_LEN)), Some(KeyError::Malformed(1)));
        assert_eq!(refused(&format!("{0}\n{0}", line(1))), Some(KeyError::Twice(2)));
        let many: Vec<String> = (0..5).map(line).collect();
        assert_eq!(refused(&many.join("\n")), Some(KeyError::TooMany));
    }

    #[test]
    fn the_same_secret_gives_the_same_key_and_another_another() {
        let ids = |secret: &str| KeyRing::from_secret(secret.as_bytes()).unwrap().ids();
        assert_eq!(ids("secret"), ids("secret"));
        assert_ne!(ids("secret"), ids("another"));
    }

    #[test]
    fn rings_agree_at_every_step_of_a_change_of_keys() {
        let ring = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
        let steps = [ring(&["old"]), ring(&["old", "new"]), ring(&["new", "old"]), ring(&["new"])];
        for pair in steps.windows(2) {
            assert!(rings_agree(&pair[0], &pair[1]), "{pair:?}");
        }
        assert!(!rings_agree(&steps[0], &steps[2]), "a step was left out: one does not open what the other seals");
        assert!(!rings_agree(&steps[0], &steps[3]));
        assert!(rings_agree(&[], &steps[3]), "a node of an older version tells no keys");
    }
}
