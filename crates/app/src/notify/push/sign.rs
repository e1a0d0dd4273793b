//! Signs what goes to phones: an app that knows its server's public key shows nothing that somebody else sent.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use roost_model::ws::json_text;
use serde_json::json;

/// A private key of the P-256 curve: the secret number and the point, 32 bytes each.
pub type KeyParts = [[u8; 32]; 3];

/// A JSON web token (ES256) over a message and its device; `None` when the key is none.
pub fn signature(key: &KeyParts, ack_id: &str, device_id: &str) -> Option<String> {
    let [secret, x, y] = key;
    let point = [&[4][..], x, y].concat();
    let pair = EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P256_SHA256_FIXED_SIGNING, secret, &point).ok()?;
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(json_text(&value));
    let head = part(json!({"alg": "ES256", "typ": "JWT"}));
    let claims = part(json!({"ack_id": ack_id, "device_id": device_id}));
    let text = format!("{head}.{claims}");
    let signed = pair.sign(&SystemRandom::new(), text.as_bytes()).ok()?;
    Some(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signed.as_ref())))
}
