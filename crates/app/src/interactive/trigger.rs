//! Trigger ids: for a moment after somebody clicked or typed, a program may open a dialog for them.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roost_model::Id;
use roost_model::errors::interactive as errors;

use crate::{AppError, Ctx};

/// A trigger id for the session's user; empty where the server has no secret to sign with.
pub(crate) fn issue(ctx: &Ctx) -> String {
    let Some(key) = key(ctx) else { return String::new() };
    let signed = format!("{}:{}:{}:", ctx.new_id(), ctx.user_id(), ctx.now_ms());
    let signature = STANDARD.encode(hmac::sign(&key, signed.as_bytes()));
    STANDARD.encode(format!("{signed}{signature}"))
}

/// The user whom a trigger id was made for, at most `life_ms` ago.
pub(super) fn verified(ctx: &Ctx, trigger: &str, life_ms: i64) -> Result<(String, Id), AppError> {
    let bytes = STANDARD.decode(trigger).map_err(|_| errors::TRIGGER_BASE64)?;
    let text = String::from_utf8(bytes).map_err(|_| errors::TRIGGER_PARTS)?;
    let parts: Vec<&str> = text.split(':').collect();
    let [id, user, at, signature] = parts.as_slice() else { return Err(errors::TRIGGER_PARTS.into()) };
    let at: i64 = at.parse().map_err(|_| errors::TRIGGER_PARTS)?;
    if ctx.now_ms().saturating_sub(at) > life_ms {
        return Err(errors::TRIGGER_EXPIRED.into());
    }
    let signature = STANDARD.decode(signature).map_err(|_| errors::TRIGGER_SIGNATURE_BASE64)?;
    let key = key(ctx).ok_or(errors::TRIGGER_SIGNATURE)?;
    let signed = format!("{id}:{user}:{at}:");
    hmac::verify(&key, signed.as_bytes(), &signature).map_err(|_| errors::TRIGGER_SIGNATURE)?;
    Ok(((*id).to_owned(), Id::parse_or_empty(user)))
}

/// Made of a secret that all nodes share, and used for nothing else.
fn key(ctx: &Ctx) -> Option<hmac::Key> {
    let salt = ctx.config().file.public_link_salt.clone();
    (!salt.is_empty()).then(|| hmac::Key::new(hmac::HMAC_SHA256, format!("trigger ids\0{salt}").as_bytes()))
}
