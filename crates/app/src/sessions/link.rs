//! Signing in by a link.

use std::sync::Arc;

use roost_model::errors::session as errors;
use roost_store::users;
use roost_store::{sessions as store, tokens};

use super::create::session_create_in_tx;
use super::login::{LoggedIn, SESSIONS_PER_USER_MAX};
use crate::record::Kind;
use crate::users::check::attempts_max;
use crate::users::link::{Bearer, bearer, used_up};
use crate::{AppError, Ctx, Record, audit};

/// Begins a session for the guest whom the link was sent to. A link is good once.
pub async fn login_by_link(ctx: &Ctx, token: &str) -> Result<LoggedIn, AppError> {
    let outcome = attempt(ctx, token).await;
    let metrics = &ctx.app().metrics;
    let counter = if outcome.is_ok() { &metrics.logins } else { &metrics.logins_failed };
    counter.inc();
    outcome
}

async fn attempt(ctx: &Ctx, token: &str) -> Result<LoggedIn, AppError> {
    let bearer = bearer(ctx, token).await?;
    let (Bearer::Known(user) | Bearer::Joined(user)) = &bearer;
    if user.delete_at != 0 {
        return Err(errors::LOGIN_INACTIVE.into());
    }
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    if matches!(bearer, Bearer::Known(_)) {
        tokens::token_delete_in_tx(&mut tx, token);
    }
    users::user_logged_in_in_tx(&mut tx, user.id, ctx.now_ms(), attempts_max(ctx));
    for session in store::session_trim_in_tx(&mut tx, user.id, SESSIONS_PER_USER_MAX - 1).await? {
        record.invalidate(Kind::Session, session).invalidate(Kind::EndSessionSockets, session);
    }
    let session = session_create_in_tx(ctx, &mut tx, user, "");
    let after = ctx.with_session(Arc::new(session.session.clone()));
    audit::note_in_tx(&after, &mut tx, user.id, &["authenticated by link", "success"]);
    ctx.commit(tx, record).await.map_err(used_up)?;
    Ok(LoggedIn { user: (**user).clone(), session })
}
