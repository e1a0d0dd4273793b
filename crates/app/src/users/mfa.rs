//! The second factor: a secret in the user's authenticator, and codes made of it and the time.

use roost_model::Id;
use roost_model::errors::{session as errors, user as user_errors};
use roost_store::StoreError;
use roost_store::users as store;
use roost_store::users::change;
use serde::Serialize;
use totp_rs::{Builder, Secret, Totp};

use super::access::require_self_or_edit;
use super::user_get;
use crate::mail::{Mail, Topic};
use crate::record::Kind;
use crate::{AppError, Ctx, Record, audit};

const SECRET_LEN: usize = 20;
/// A code is good for this long.
const STEP_S: u64 = 30;
/// Steps before and after now whose codes are taken, for clocks that are off.
const STEPS_OFF_MAX: u16 = 1;

/// What an authenticator needs. The only time that the secret is shown.
#[derive(Serialize)]
pub struct MfaSecret {
    /// Base 32.
    pub secret: String,
    /// A PNG picture in base 64.
    pub qr_code: String,
}

/// Makes a new secret for the account; it is in force once a code of it has been given.
pub async fn mfa_generate(ctx: &Ctx, id: Id) -> Result<MfaSecret, AppError> {
    refuse_oauth(ctx)?;
    require_self_or_edit(ctx, id)?;
    let user = user_get(ctx, id).await?;
    if !ctx.config().service.enable_multifactor_authentication {
        return Err(errors::MFA_OFF.into());
    }
    let mut bytes = [0; SECRET_LEN];
    ctx.app().random.fill(&mut bytes);
    let secret = Secret::from(bytes);
    let text = secret.to_base32();
    let config = ctx.config();
    let issuer = issuer(&config.service.site_url);
    let factor = builder(secret).with_account_name(user.email.as_str()).with_issuer(Some(issuer));
    let qr_code = factor.build().and_then(|totp| totp.to_qr_base64()).map_err(AppError::internal)?;
    let mut tx = ctx.db().begin().await?;
    change::user_set_mfa_secret_in_tx(&mut tx, id, &text, ctx.now_ms());
    let mut record = Record::new();
    record.invalidate(Kind::User, id);
    ctx.commit(tx, record).await?;
    Ok(MfaSecret { secret: text, qr_code })
}

/// Switches the second factor on, proved by `code`, or off.
pub async fn mfa_set(ctx: &Ctx, id: Id, active: bool, code: &str) -> Result<(), AppError> {
    let user = user_get(ctx, id).await?;
    let mut used = Vec::new();
    if active {
        if !matches!(user.auth_service.as_str(), "" | "ldap") {
            return Err(errors::MFA_OF_SERVICE.into());
        }
        if !ctx.config().service.enable_multifactor_authentication {
            return Err(errors::MFA_OFF.into());
        }
        let found = store::user_login_get_by_id(ctx.db(), id).await?.ok_or(user_errors::MISSING_ACCOUNT)?;
        let step = accepted_step(&found.secrets.mfa_secret, code, ctx.now_ms(), &[]).ok_or(errors::MFA_BAD_CODE)?;
        used.push(step);
    }
    let mut tx = ctx.db().begin().await?;
    change::user_set_mfa_in_tx(&mut tx, id, active, &used, ctx.now_ms());
    audit::note_in_tx(
        ctx,
        &mut tx,
        ctx.user_id(),
        &["attempt", if active { "success - activated" } else { "success - deactivated" }],
    );
    ctx.mail(Mail::to_user(&user, if active { Topic::MfaOn } else { Topic::MfaOff }));
    let mut record = Record::new();
    record.invalidate(Kind::User, id);
    record.invalidate(Kind::RefreshSockets, id);
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        Some(StoreError::Gone) => user_errors::MISSING_ACCOUNT.into(),
        _ => error,
    })
}

/// 403 for sessions of connected applications, and for whoever may not change the account.
pub fn require_mfa_change(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    refuse_oauth(ctx)?;
    require_self_or_edit(ctx, id)
}

fn refuse_oauth(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.session().is_some_and(|session| session.is_oauth) { Err(AppError::no_permission()) } else { Ok(()) }
}

/// The time step whose code this is, if it is near `now_ms` and not used yet.
pub fn accepted_step(secret: &str, code: &str, now_ms: i64, used: &[i64]) -> Option<i64> {
    let now_s = u64::try_from(now_ms / 1_000).ok()?;
    let step = factor(secret)?.check(code.trim(), now_s).and_then(|step| i64::try_from(step).ok())?;
    (!used.contains(&step)).then_some(step)
}

/// The used steps that still matter, with `step`.
pub fn with_used(used: &[i64], step: i64) -> Vec<i64> {
    let oldest = step - 2 * i64::from(STEPS_OFF_MAX);
    used.iter().copied().filter(|old| *old >= oldest).chain([step]).collect()
}

fn factor(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok().filter(|secret| !secret.as_bytes().is_empty())?;
    // Imported secrets may be shorter than those that the standard asks for.
    Some(builder(secret).build_noncompliant())
}

fn builder(secret: Secret) -> Builder {
    Builder::new().with_step_duration(STEP_S).with_skew(STEPS_OFF_MAX).with_secret(secret)
}

/// Names the server in an authenticator. A colon would end the name there.
fn issuer(site_url: &str) -> &str {
    let host = site_url.split_once("://").map_or(site_url, |(_, rest)| rest);
    let host = host.split([':', '/']).next().unwrap_or_default();
    if host.is_empty() { "Roost" } else { host }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Base 32 of `12345678901234567890`, the key of RFC 6238, appendix B.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert!(accepted_step(SECRET, code, seconds * 1_000, &[]).is_some(), "{seconds}");
        }
    }

    #[test]
    fn a_code_is_taken_once_and_near_its_time() {
        let code = "287082";
        let step = accepted_step(SECRET, code, 59_000, &[]).unwrap();
        assert_eq!(accepted_step(SECRET, code, 59_000 + 30_000, &[]), Some(step));
        assert_eq!(accepted_step(SECRET, code, 59_000 + 90_000, &[]), None);
        assert_eq!(accepted_step(SECRET, code, 59_000, &with_used(&[], step)), None);
        for (secret, code) in [("", "000000"), ("not base 32!", "287082"), (SECRET, ""), (SECRET, "287083")] {
            assert_eq!(accepted_step(secret, code, 59_000, &[]), None, "{secret} {code}");
        }
    }

    #[test]
    fn the_issuer_is_the_host() {
        assert_eq!(issuer("https://chat.example.com:8443/team"), "chat.example.com");
        assert_eq!(issuer(""), "Roost");
    }
}
