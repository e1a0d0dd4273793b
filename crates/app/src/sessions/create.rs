//! Making and ending sessions.

use std::sync::Arc;

use roost_model::error as ids;
use roost_model::session::{Blanked, Session, SessionToken, SessionWithToken, props};
use roost_model::user::{StringMap, User};
use roost_store::{Tx, sessions as store};

use super::agent::{self, Agent};
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// How long a new session lasts, in milliseconds.
pub fn session_length_ms(ctx_config: &roost_config::Config, mobile: bool) -> i64 {
    let hours = if mobile {
        ctx_config.service.session_length_mobile_in_hours
    } else {
        ctx_config.service.session_length_web_in_hours
    };
    hours.saturating_mul(3_600_000)
}

/// A new session of `user`; it lasts as long as the settings say for its kind of device.
pub fn session_create_in_tx(ctx: &Ctx, tx: &mut Tx, user: &User, device_id: &str) -> SessionWithToken {
    let agent = Agent::parse(&ctx.client().user_agent);
    let mobile = agent::is_mobile(&ctx.client().user_agent);
    let length_ms = session_length_ms(&ctx.config(), mobile || !device_id.is_empty());
    let flag = |on: bool| on.to_string();
    let all: StringMap = [
        (props::CSRF, ctx.new_id().to_string()),
        (props::PLATFORM, agent.platform.to_owned()),
        (props::OS, agent.os),
        (props::BROWSER, agent.browser),
        (props::IS_MOBILE, flag(mobile)),
        (props::IS_SAML, flag(user.is_of_saml())),
        (props::IS_OAUTH_USER, flag(user.is_of_oauth())),
        (props::IS_GUEST, flag(user.is_guest())),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    let session = Session {
        id: ctx.new_id(),
        token: Blanked,
        create_at: ctx.now_ms(),
        expires_at: ctx.now_ms() + length_ms,
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
