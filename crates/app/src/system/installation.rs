//! Facts about the installation that never change while it runs.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roost_model::Id;
use roost_store::systems::{migration_list, system_list};
use roost_store::users;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::notify::push::KeyParts;
use crate::{AppError, Db};

/// Read from table `systems` at start.
#[derive(Default)]
pub struct Installation {
    /// 26 characters that stay the same for the life of the database.
    pub id: String,
    /// Unix milliseconds.
    pub installed_at_ms: Option<i64>,
    /// DER in base64; empty when the stored key cannot be read.
    pub signing_public_key: String,
    /// The key that goes with it: the secret number and the point.
    pub signing_key: Option<KeyParts>,
    /// Number of the newest migration of the original.
    pub schema_version: i64,
    /// Whether anybody has signed up; once true it stays so.
    has_accounts: AtomicBool,
}

impl Installation {
    pub async fn load(db: &Db) -> Result<Self, AppError> {
        let mut found = Self::from_rows(&system_list(db).await?);
        found.schema_version = migration_list(db).await?.first().map_or(0, |newest| newest.version);
        Ok(found)
    }

    /// Whether nobody has signed up yet. Asks the database only until somebody has.
    pub async fn no_accounts(&self, db: &Db) -> Result<bool, AppError> {
        if self.has_accounts.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let any = users::user_any(db).await?;
        self.has_accounts.store(any, Ordering::Relaxed);
        Ok(!any)
    }

    fn from_rows(rows: &HashMap<String, String>) -> Self {
        let text = |name: &str| rows.get(name).map_or("", String::as_str);
        Self {
            id: text("DiagnosticId").to_owned(),
            installed_at_ms: text("InstallationDate").parse().ok(),
            signing_public_key: public_key(text("AsymmetricSigningKey")).unwrap_or_default(),
            signing_key: key_parts(text("AsymmetricSigningKey")),
            ..Self::default()
        }
    }

    /// [`Installation::id`] where an id is wanted.
    pub fn as_id(&self) -> Id {
        Id::parse_or_empty(&self.id)
    }
}

/// `{"ecdsa_key":{"curve":"P-256","x":…,"y":…,"d":…}}`, the numbers in decimal.
#[derive(Deserialize)]
struct SigningKey<'a> {
    #[serde(borrow)]
    ecdsa_key: EcdsaKey<'a>,
}

#[derive(Deserialize)]
struct EcdsaKey<'a> {
    #[serde(borrow)]
    x: &'a RawValue,
    #[serde(borrow)]
    y: &'a RawValue,
    #[serde(borrow)]
    d: &'a RawValue,
}

/// What stands before the point in the DER form of a P-256 public key.
const P256_HEADER: [u8; 27] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
];

fn key_parts(json: &str) -> Option<KeyParts> {
    let SigningKey { ecdsa_key: key } = serde_json::from_str(json).ok()?;
    Some([from_decimal(key.d.get())?, from_decimal(key.x.get())?, from_decimal(key.y.get())?])
}

fn public_key(json: &str) -> Option<String> {
    let [_, x, y] = key_parts(json)?;
    Some(STANDARD.encode([&P256_HEADER[..], &x, &y].concat()))
}

/// A decimal number below 2^256 as 32 bytes, highest first.
fn from_decimal(text: &str) -> Option<[u8; 32]> {
    let mut out = [0u8; 32];
    for digit in text.chars() {
        let mut carry = digit.to_digit(10)?;
        for byte in out.iter_mut().rev() {
            let value = u32::from(*byte) * 10 + carry;
            *byte = u8::try_from(value & 0xff).ok()?;
            carry = value >> 8;
        }
        if carry != 0 {
            return None;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_become_bytes() {
        assert_eq!(from_decimal("258").unwrap()[30..], [1, 2]);
        assert_eq!(from_decimal(&"9".repeat(90)), None);
        assert_eq!(from_decimal("12a"), None);
    }

    #[test]
    fn a_key_is_shown_as_der_and_a_broken_one_not_at_all() {
        let key = public_key(r#"{"ecdsa_key":{"curve":"P-256","x":1,"y":2,"d":3}}"#).unwrap();
        assert_eq!(STANDARD.decode(key).unwrap().len(), 27 + 64);
        assert_eq!(public_key("nonsense"), None);
    }
}
