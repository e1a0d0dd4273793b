//! The end of a log-in by a service that the desktop app began: the browser hands it a token in the place of a password.

use roost_model::Id;
use roost_model::errors::session as errors;
use roost_store::tokens;

use super::link::session_begin;
use super::login::LoggedIn;
use crate::users::user_find;
use crate::{AppError, Ctx, Record};

/// How long a token is good, in seconds: as long as somebody needs to come back from the browser.
const GOOD_FOR_S: i64 = 180;

/// Begins a session for whom the token was made. It is good once, with all others that the same log-in left behind.
pub async fn login_by_desktop_token(ctx: &Ctx, token: &str, device_id: &str) -> Result<LoggedIn, AppError> {
    let outcome = attempt(ctx, token, device_id).await;
    let metrics = &ctx.app().metrics;
    let counter = if outcome.is_ok() { &metrics.logins } else { &metrics.logins_failed };
    counter.inc();
    outcome
}

async fn attempt(ctx: &Ctx, token: &str, device_id: &str) -> Result<LoggedIn, AppError> {
    let oldest_s = ctx.now_ms() / 1_000 - GOOD_FOR_S;
    let mut tx = ctx.db().begin().await?;
    let owner: Id =
        tokens::desktop_token_take_in_tx(&mut tx, token, oldest_s).await?.ok_or(errors::DESKTOP_TOKEN_INVALID)?;
    let user = user_find(ctx, owner).await?.ok_or(errors::DESKTOP_TOKEN_NO_USER)?;
    if !user.is_of_oauth() && !user.is_of_saml() {
        return Err(errors::DESKTOP_TOKEN_SERVICE.into());
    }
    if user.delete_at != 0 {
        return Err(errors::LOGIN_INACTIVE.into());
    }
    session_begin(ctx, tx, Record::new(), &user, device_id, "authenticated by desktop token").await
}
