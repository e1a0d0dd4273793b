//! Logging in and out.

use std::sync::Arc;

use roost_model::errors::session as errors;
use roost_model::session::{Blanked, Session, SessionToken, SessionWithToken, props};
use roost_model::user::{LoginRequest, StringMap, User};
use roost_model::{Id, error as ids};
use roost_store::{Tx, sessions as store, users};

use crate::password::Verdict;
use crate::record::Kind;
use crate::users::{secrets, user_find};
use crate::{AppError, Ctx, Record};

/// A log-in that worked.
pub struct LoggedIn {
    pub user: Arc<User>,
    pub session: SessionWithToken,
}

/// Logs in by id, user name or e-mail address and password.
pub async fn login(ctx: &Ctx, request: &LoginRequest) -> Result<LoggedIn, AppError> {
    if request.password.is_empty() {
        return Err(errors::LOGIN_BLANK_PASSWORD.into());
    }
    let found = match Id::parse(&request.id) {
        Some(id) => users::user_login_get_by_id(ctx.db(), id).await?,
        None => users::user_login_get(ctx.db(), &request.login_id.to_lowercase()).await?,
    };
    let found = found.ok_or(errors::LOGIN_INVALID)?;
    let attempts_max = ctx.config().service.maximum_login_attempts;
    if i64::from(found.failed_attempts) >= attempts_max {
        return Err(errors::LOGIN_ATTEMPTS.into());
    }
    let stored = found.secrets.password_hash;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    record.invalidate(Kind::User, found.user_id);
    match secrets::verify(ctx, &request.password, &stored).await? {
        Verdict::Wrong => {
            users::user_attempt_failed_in_tx(&mut tx, found.user_id);
            ctx.commit(tx, record).await?;
            return Err(errors::LOGIN_INVALID.into());
        }
        Verdict::Right { needs_rehash: true } => {
            let new = secrets::hash(ctx, &request.password).await?;
            users::user_rehash_in_tx(&mut tx, found.user_id, new, stored);
        }
        Verdict::Right { needs_rehash: false } => {}
    }
    // The account as it was before: the answer tells how many log-ins had failed.
    let user = user_find(ctx, found.user_id).await?.ok_or(errors::LOGIN_INVALID)?;
    if user.delete_at != 0 {
        return Err(errors::LOGIN_INACTIVE.into());
    }
    users::user_logged_in_in_tx(&mut tx, user.id, ctx.now_ms());
    let session = session_create_in_tx(ctx, &mut tx, &user, &request.device_id);
    ctx.commit(tx, record).await?;
    Ok(LoggedIn { user, session })
}

/// A new session of `user`; it lasts as long as the settings say for its kind of device.
pub fn session_create_in_tx(ctx: &Ctx, tx: &mut Tx, user: &User, device_id: &str) -> SessionWithToken {
    let config = ctx.config();
    let hours = if device_id.is_empty() {
        config.service.session_length_web_in_hours
    } else {
        config.service.session_length_mobile_in_hours
    };
    let flag = |on: bool| on.to_string();
    let all: StringMap = [
        (props::CSRF, ctx.new_id().to_string()),
        (props::PLATFORM, "Unknown".to_owned()),
        (props::OS, String::new()),
        (props::BROWSER, "Unknown/0.0".to_owned()),
        (props::IS_MOBILE, flag(false)),
        (props::IS_SAML, flag(false)),
        (props::IS_OAUTH_USER, flag(false)),
        (props::IS_GUEST, flag(user.is_guest())),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    let session = Session {
        id: ctx.new_id(),
        token: Blanked,
        create_at: ctx.now_ms(),
        expires_at: ctx.now_ms() + hours * 3_600_000,
        last_activity_at: ctx.now_ms(),
        user_id: user.id,
        device_id: device_id.to_owned(),
        roles: user.roles.clone(),
        props: all,
        ..Session::default()
    };
    let new = SessionWithToken { session, token: SessionToken(ctx.new_id().to_string()) };
    store::session_insert_in_tx(tx, &new);
    new
}

/// Ends the session of the request, with its sockets. Without a session there is nothing to do.
pub async fn logout(ctx: &Ctx) -> Result<(), AppError> {
    let Some(session) = ctx.session() else { return Ok(()) };
    let mut tx = ctx.db().begin().await?;
    store::session_delete_in_tx(&mut tx, session.id);
    let mut record = Record::new();
    record.invalidate(Kind::Session, session.id).invalidate(Kind::EndSessionSockets, session.id);
    ctx.commit(tx, record).await
}

/// The session of the request; 401 without one.
pub fn own_session(ctx: &Ctx) -> Result<&Arc<Session>, AppError> {
    ctx.session().ok_or_else(|| ids::SESSION_EXPIRED.into())
}
