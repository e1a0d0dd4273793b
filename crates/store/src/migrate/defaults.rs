//! The rows that an 11.6 server writes by itself when it starts on an empty database.

use aws_lc_rs::encoding::AsBigEndian as _;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use serde_json::{Map, Value, json};
use tokio_postgres::Transaction;

const ROLES: &str = include_str!("../../../../migrations/defaults/roles.json");
const SYSTEMS: &str = include_str!("../../../../migrations/defaults/systems.json");
const FIELDS: &str = include_str!("../../../../migrations/defaults/content_flagging_fields.json");
const PROPERTY_GROUPS: [&str; 2] = ["custom_profile_attributes", "content_flagging"];

const INSERT_ROLES: &str = include_str!("../../../../migrations/defaults/roles.sql");
const INSERT_SYSTEMS: &str = include_str!("../../../../migrations/defaults/systems.sql");
const INSERT_GROUPS: &str = include_str!("../../../../migrations/defaults/property_groups.sql");
const INSERT_FIELDS: &str = include_str!("../../../../migrations/defaults/content_flagging_fields.sql");
const INSERT_MIGRATIONS: &str = include_str!("../../../../migrations/defaults/finished_migrations.sql");

/// All texts of this module, for the fingerprint.
pub(super) const TEXTS: [&str; 8] =
    [ROLES, SYSTEMS, FIELDS, INSERT_ROLES, INSERT_SYSTEMS, INSERT_GROUPS, INSERT_FIELDS, INSERT_MIGRATIONS];

/// Rows ready to be inserted where they are missing. Made anew for each start; what the database has already wins.
/// It holds freshly made secrets, hence no `Debug`.
pub struct Defaults {
    roles: Value,
    systems: Value,
    groups: Value,
    fields: Value,
    migration_id: String,
    now_ms: i64,
}

impl Defaults {
    /// `new_id` gives 26-character ids, `now_ms` is the time of the server's first start.
    pub fn generate(new_id: &mut dyn FnMut() -> String, now_ms: i64) -> Self {
        let mut roles = objects(ROLES);
        for role in &mut roles {
            let names: Vec<&str> = role
                .get("permissions")
                .and_then(Value::as_array)
                .map_or_else(Vec::new, |list| list.iter().filter_map(Value::as_str).collect());
            // The original stores a blank before each name.
            let text = if names.is_empty() { String::new() } else { format!(" {}", names.join(" ")) };
            role.insert("permissions".to_owned(), text.into());
            role.insert("id".to_owned(), new_id().into());
        }
        let mut fields = objects(FIELDS);
        for field in &mut fields {
            for option in
                field.get_mut("attrs").and_then(|attrs| attrs.get_mut("options")?.as_array_mut()).into_iter().flatten()
            {
                option["id"] = new_id().into();
            }
            field.insert("id".to_owned(), new_id().into());
        }
        let mut systems: Map<String, Value> =
            serde_json::from_str(SYSTEMS).expect("the embedded systems are an object");
        for value in systems.values_mut() {
            match value.as_str() {
                Some("{{id}}") => *value = new_id().into(),
                Some("{{ms}}") => *value = now_ms.to_string().into(),
                Some("{{ecdsa_p256_key}}") => *value = signing_key().into(),
                Some("{{secret_32_bytes}}") => *value = cookie_secret().into(),
                _ => {}
            }
        }
        let groups = PROPERTY_GROUPS.map(|name| json!({"id": new_id(), "name": name})).to_vec();
        Self {
            roles: json!(roles),
            systems: systems.into(),
            groups: groups.into(),
            fields: json!(fields),
            migration_id: new_id(),
            now_ms,
        }
    }

    /// Inserts what is missing and returns how many rows that were.
    pub(super) async fn seed(&self, tx: &Transaction<'_>) -> Result<u64, tokio_postgres::Error> {
        Ok(tx.execute(INSERT_ROLES, &[&self.roles, &self.now_ms]).await?
            + tx.execute(INSERT_GROUPS, &[&self.groups]).await?
            + tx.execute(INSERT_FIELDS, &[&self.fields, &self.now_ms]).await?
            + tx.execute(INSERT_SYSTEMS, &[&self.systems]).await?
            + tx.execute(INSERT_MIGRATIONS, &[&self.migration_id, &self.now_ms]).await?)
    }
}

fn objects(text: &str) -> Vec<Map<String, Value>> {
    serde_json::from_str(text).expect("the embedded defaults are lists of objects")
}

/// A new key for signing post actions, in the form in which the original stores it.
fn signing_key() -> String {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("the system's random source works");
    let private = pair.private_key().as_be_bytes().expect("a P-256 key has a private number");
    let public = pair.public_key().as_ref();
    let (x, y) =
        public.get(1..).and_then(|point| point.split_at_checked(32)).expect("a P-256 point is 1 + 32 + 32 bytes");
    signing_key_json(x, y, private.as_ref())
}

/// The numbers are JSON numbers of up to 78 digits, which no value type of ours holds: hence text.
fn signing_key_json(x: &[u8], y: &[u8], d: &[u8]) -> String {
    let (x, y, d) = (decimal(x), decimal(y), decimal(d));
    format!(r#"{{"ecdsa_key":{{"curve":"P-256","x":{x},"y":{y},"d":{d}}}}}"#)
}

/// A new key for the cookies of interactive posts.
fn cookie_secret() -> String {
    let mut key = [0; 32];
    aws_lc_rs::rand::fill(&mut key).expect("the system's random source works");
    json!({"key": base64::engine::general_purpose::STANDARD.encode(key)}).to_string()
}

/// A big-endian number in decimal.
fn decimal(bytes: &[u8]) -> String {
    // Digits from the lowest; each byte multiplies what is there by 256 and adds itself.
    let mut digits: Vec<u8> = vec![0];
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            let value = u32::from(*digit) * 256 + carry;
            *digit = u8::try_from(value % 10).expect("a remainder of 10 fits");
            carry = value / 10;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 10).expect("a remainder of 10 fits"));
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn big_numbers_are_written_in_decimal() {
        assert_eq!(decimal(&[]), "0");
        assert_eq!(decimal(&[0, 0]), "0");
        assert_eq!(decimal(&[0, 1, 0]), "256");
        assert_eq!(decimal(&u128::MAX.to_be_bytes()), u128::MAX.to_string());
        assert_eq!(
            decimal(&[0xff; 32]),
            "115792089237316195423570985008687907853269984665640564039457584007913129639935"
        );
    }

    #[test]
    fn the_signing_key_has_the_stored_form() {
        assert_eq!(signing_key_json(&[1], &[2, 0], &[3]), r#"{"ecdsa_key":{"curve":"P-256","x":1,"y":512,"d":3}}"#);
        let key = signing_key();
        assert_ne!(key, signing_key());
        assert!(serde_json::from_str::<Value>(&key).unwrap()["ecdsa_key"]["d"].is_number());
    }

    #[test]
    fn every_placeholder_is_filled_and_every_id_is_used_once() {
        let mut count = 0;
        let mut new_id = || {
            count += 1;
            format!("{count:026}")
        };
        let defaults = Defaults::generate(&mut new_id, 1_700_000_000_000);
        let Defaults { roles, systems, groups, fields, migration_id, .. } = &defaults;
        let text = format!("{roles}{systems}{groups}{fields}{migration_id}");
        assert!(!text.contains("{{"), "{text}");
        assert_eq!(count, 25 + 11 + 4 + 1 + 2 + 1);
        for id in 1..=count {
            assert_eq!(text.matches(&format!("{id:026}")).count(), 1, "id {id}");
        }
        assert_eq!(defaults.systems["InstallationDate"], "1700000000000");
        assert_eq!(base64_len(&defaults.systems["PostActionCookieSecret"]), 32);
    }

    fn base64_len(secret: &Value) -> usize {
        let secret: Value = serde_json::from_str(secret.as_str().unwrap()).unwrap();
        base64::engine::general_purpose::STANDARD.decode(secret["key"].as_str().unwrap()).unwrap().len()
    }
}
