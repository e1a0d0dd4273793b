//! Checking the password of an account outside a log-in, with the same lock against guessing.

use roost_model::Id;
use roost_model::errors::{session, user as errors};
use roost_store::StoreError;
use roost_store::users as store;

use super::secrets;
use crate::password::Verdict;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// The limit of failed attempts in a row.
pub fn attempts_max(ctx: &Ctx) -> i32 {
    i32::try_from(ctx.config().service.maximum_login_attempts).unwrap_or(i32::MAX)
}

/// Refuses a wrong password, and counts it.
pub async fn check_password(ctx: &Ctx, id: Id, password: &str) -> Result<(), AppError> {
    let found = store::user_login_get_by_id(ctx.db(), id).await?.ok_or(errors::MISSING_ACCOUNT)?;
    let attempts_max = attempts_max(ctx);
    if found.failed_attempts >= attempts_max {
        return Err(session::LOGIN_ATTEMPTS.into());
    }
    let right = !found.secrets.password_hash.is_empty()
        && matches!(secrets::verify(ctx, password, &found.secrets.password_hash).await?, Verdict::Right { .. });
    if right && found.failed_attempts == 0 {
        return Ok(());
    }
    let mut tx = ctx.db().begin().await?;
    if right {
        store::change::user_password_right_in_tx(&mut tx, id, attempts_max);
    } else {
        store::user_attempt_failed_in_tx(&mut tx, id);
    }
    let mut record = Record::new();
    record.invalidate(Kind::User, id);
    match ctx.commit(tx, record).await {
        Err(error) if matches!(error.store(), Some(StoreError::Gone)) => Err(session::LOGIN_ATTEMPTS.into()),
        Err(error) => Err(error),
        Ok(()) if right => Ok(()),
        Ok(()) => Err(errors::PASSWORD_WRONG.into()),
    }
}
