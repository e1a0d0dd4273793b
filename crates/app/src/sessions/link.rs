//! Signing in by a link.

use std::sync::Arc;

use roost_model::Id;
use roost_model::errors::session as errors;
use roost_model::user::User;
use roost_store::users;
use roost_store::{Tx, sessions as store, tokens};

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
    if matches!(bearer, Bearer::Known(_)) {
        tokens::token_delete_in_tx(&mut tx, token);
    }
    session_begin(ctx, tx, Record::new(), user, "", "authenticated by link").await.map_err(used_up)
}

/// Begins a session for somebody who has proved in another way than by a password who they are, and commits.
pub(super) async fn session_begin(
    ctx: &Ctx,
    mut tx: Tx,
    mut record: Record,
    user: &User,
    device_id: &str,
    how: &str,
) -> Result<LoggedIn, AppError> {
    users::user_logged_in_in_tx(&mut tx, user.id, ctx.now_ms(), attempts_max(ctx));
    let mut ended = Vec::new();
    if !device_id.is_empty() {
        ended = store::session_delete_for_device_in_tx(&mut tx, user.id, device_id, Id::EMPTY).await?;
    }
    ended.extend(store::session_trim_in_tx(&mut tx, user.id, SESSIONS_PER_USER_MAX - 1).await?);
    for session in ended {
        record.invalidate(Kind::Session, session).invalidate(Kind::EndSessionSockets, session);
    }
    let session = session_create_in_tx(ctx, &mut tx, user, device_id);
    let after = ctx.with_session(Arc::new(session.session.clone()));
    audit::note_in_tx(&after, &mut tx, user.id, &[how, "success"]);
    ctx.commit(tx, record).await?;
    Ok(LoggedIn { user: user.clone(), session })
}
