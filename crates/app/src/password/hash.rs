use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// Longest password in bytes, for both formats: bcrypt would silently ignore what comes after.
pub const PASSWORD_LEN_MAX: usize = 72;
/// Bytes of salt in a new hash.
pub const SALT_LEN: usize = 16;
/// Iterations of a new hash unless configured otherwise.
pub const WORK_FACTOR: NonZeroU32 = NonZeroU32::new(600_000).expect("600000 is not zero");

const KEY_LEN: usize = 32;
/// A stored hash asking for a longer key than this is damaged.
const KEY_LEN_MAX: usize = 128;

/// The password has more than [`PASSWORD_LEN_MAX`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password is longer than {PASSWORD_LEN_MAX} bytes")]
pub struct TooLong;

/// What [`verify`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    /// The password is right. `needs_rehash`: the stored form is not what [`hash`] would make today.
    Right {
        needs_rehash: bool,
    },
}

/// Makes the stored form of a password: `$pbkdf2$f=SHA256,w=600000,l=32$SALT$KEY`. The salt is fresh random bytes.
pub fn hash(password: &str, work_factor: NonZeroU32, salt: &[u8; SALT_LEN]) -> Result<String, TooLong> {
    if password.len() > PASSWORD_LEN_MAX {
        return Err(TooLong);
    }
    let mut key = [0; KEY_LEN];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, work_factor, salt, password.as_bytes(), &mut key);
    let (salt, key) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(key));
    Ok(format!("$pbkdf2$f=SHA256,w={work_factor},l={KEY_LEN}${salt}${key}"))
}

/// Compares a password with its stored form, of any work factor or key length, or bcrypt (`$2a$`, `$2b$`, `$2y$`).
pub fn verify(password: &str, stored: &str, work_factor: NonZeroU32) -> Verdict {
    if password.len() > PASSWORD_LEN_MAX {
        return Verdict::Wrong;
    }
    let Some(stored) = Pbkdf2Hash::parse(stored) else {
        return match bcrypt::verify(password, stored) {
            Ok(true) => Verdict::Right { needs_rehash: true },
            // An error means that it is no bcrypt hash either (empty for single sign-on accounts): no password fits.
            Ok(false) | Err(_) => Verdict::Wrong,
        };
    };
    // Compares in constant time.
    let same =
        pbkdf2::verify(pbkdf2::PBKDF2_HMAC_SHA256, stored.work_factor, &stored.salt, password.as_bytes(), &stored.key);
    match same {
        Ok(()) => Verdict::Right {
            needs_rehash: stored.work_factor != work_factor
                || stored.key.len() != KEY_LEN
                || stored.salt.len() != SALT_LEN,
        },
        Err(_) => Verdict::Wrong,
    }
}

struct Pbkdf2Hash {
    work_factor: NonZeroU32,
    salt: Vec<u8>,
    key: Vec<u8>,
}

impl Pbkdf2Hash {
    fn parse(stored: &str) -> Option<Self> {
        let mut parts = stored.strip_prefix("$pbkdf2$")?.split('$');
        let (settings, salt, key) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let (mut function, mut work_factor, mut key_len) = (None, None, None);
        for setting in settings.split(',') {
            match setting.split_once('=')? {
                ("f", value) => function = Some(value),
                ("w", value) => work_factor = Some(value.parse().ok()?),
                ("l", value) => key_len = Some(value.parse::<usize>().ok()?),
                _ => return None,
            }
        }
        let key = STANDARD_NO_PAD.decode(key).ok()?;
        let whole = function? == "SHA256" && key_len? == key.len() && (1..=KEY_LEN_MAX).contains(&key.len());
        whole.then_some(Self { work_factor: work_factor?, salt: STANDARD_NO_PAD.decode(salt).ok()?, key })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAST: NonZeroU32 = NonZeroU32::new(10).unwrap();
    const SALT: &[u8; SALT_LEN] = b"0123456789abcdef";
    const RIGHT: Verdict = Verdict::Right { needs_rehash: false };
    const RIGHT_BUT_OLD: Verdict = Verdict::Right { needs_rehash: true };

    #[test]
    fn round_trip() {
        let stored = hash("Password-1234", FAST, SALT).unwrap();
        assert!(stored.starts_with("$pbkdf2$f=SHA256,w=10,l=32$MDEyMzQ1Njc4OWFiY2RlZg$"), "{stored}");
        assert!(!stored.ends_with('='));
        assert_eq!(verify("Password-1234", &stored, FAST), RIGHT);
        assert_eq!(verify("password-1234", &stored, FAST), Verdict::Wrong);
        assert_eq!(verify("", &stored, FAST), Verdict::Wrong);
    }

    #[test]
    fn matches_the_published_vector() {
        // RFC 7914, section 11: PBKDF2-HMAC-SHA-256, P="passwd", S="salt", c=1, dkLen=64.
        let key = "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc\
                   49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783";
        let bytes: Vec<u8> = (0..64).map(|i| u8::from_str_radix(&key[i * 2..i * 2 + 2], 16).unwrap()).collect();
        let stored =
            format!("$pbkdf2$f=SHA256,w=1,l=64${}${}", STANDARD_NO_PAD.encode("salt"), STANDARD_NO_PAD.encode(bytes));
        assert_eq!(verify("passwd", &stored, FAST), RIGHT_BUT_OLD);
        assert_eq!(verify("passwe", &stored, FAST), Verdict::Wrong);
    }

    #[test]
    fn real_work_factor() {
        let stored = hash("Password-1234", WORK_FACTOR, SALT).unwrap();
        assert!(stored.starts_with("$pbkdf2$f=SHA256,w=600000,l=32$"));
        assert_eq!(verify("Password-1234", &stored, WORK_FACTOR), RIGHT);
    }

    #[test]
    fn another_work_factor_is_right_but_old() {
        let stored = hash("x", NonZeroU32::new(7).unwrap(), SALT).unwrap();
        assert_eq!(verify("x", &stored, FAST), RIGHT_BUT_OLD);
    }

    #[test]
    fn bcrypt_of_other_servers() {
        // Made by libxcrypt; all but the first are published vectors.
        for (password, stored) in [
            ("Password-1234", "$2a$04$abcdefghijklmnopqrstuuSRVmuyieORQjUfaHwPG5vt87crYCS52"),
            ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            ("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
            ("", "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s."),
        ] {
            assert_eq!(verify(password, stored, FAST), RIGHT_BUT_OLD, "{password}");
            assert_eq!(verify("other", stored, FAST), Verdict::Wrong);
        }
        let made = bcrypt::hash("Password-1234", 4).unwrap();
        assert!(made.starts_with("$2b$"));
        assert_eq!(verify("Password-1234", &made, FAST), RIGHT_BUT_OLD);
    }

    #[test]
    fn more_than_72_bytes_never_fit() {
        let (longest, longer) = ("ä".repeat(36), "ä".repeat(36) + "x");
        assert_eq!(hash(&longer, FAST, SALT), Err(TooLong));
        let stored = hash(&longest, FAST, SALT).unwrap();
        assert_eq!(verify(&longest, &stored, FAST), RIGHT);
        let bcrypted = bcrypt::hash(&longest, 4).unwrap();
        assert_eq!(verify(&longest, &bcrypted, FAST), RIGHT_BUT_OLD);
        assert_eq!(verify(&longer, &bcrypted, FAST), Verdict::Wrong);
    }

    #[test]
    fn damaged_hashes_fit_nothing() {
        let good = hash("x", FAST, SALT).unwrap();
        let damaged = [
            String::new(),
            "x".into(),
            "$".into(),
            "$pbkdf2$".into(),
            "$pbkdf2$f=SHA256,w=0,l=32$MDEy$MDEy".into(),
            "$pbkdf2$f=SHA256,w=10,l=0$MDEy$".into(),
            good.replace("SHA256", "SHA1"),
            good.replace("l=32", "l=33"),
            good.replace("w=10", "w=-1"),
            good.replace("w=10", "w=99999999999"),
            good.replace("w=10,", ""),
            good.replace("$pbkdf2$", "$scrypt$"),
            format!("{good}$"),
            format!("{good}="),
            good[..good.len() - 2].into(),
            "$2a$99$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW".into(),
        ];
        for stored in damaged {
            assert_eq!(verify("x", &stored, FAST), Verdict::Wrong, "{stored}");
        }
    }
}
