//! From a token to its session.

use std::sync::Arc;

use roost_model::Id;
use roost_model::session::{Blanked, Session, SessionToken, SessionWithToken, props};
use roost_model::user::StringMap;
use roost_store::tx::Quiet;
use roost_store::{Db, access_tokens, sessions as store, users};

use crate::{App, AppError};

/// Sessions of access tokens last this long: for ever, as far as their owner is concerned.
const ACCESS_TOKEN_SESSION_MS: i64 = 100 * 365 * 24 * 3_600_000;

/// The live session behind `token`; `None` when there is none or its time is over.
pub async fn session_by_token(app: &App, db: &Db, token: &str) -> Result<Option<Arc<Session>>, AppError> {
    if token.is_empty() {
        return Ok(None);
    }
    let load = async || {
        if let Some(found) = store::session_by_token(db, token).await? {
            return Ok::<_, AppError>(Some(found.session));
        }
        session_of_access_token(app, db, token).await
    };
    let session = app.caches.sessions.get_or_load(&token.to_owned(), load).await?;
    Ok(session.filter(|session| !session.is_expired(app.clock.now_ms())))
}

/// The live session with this id, from the database.
pub async fn session_by_id(app: &App, db: &Db, id: Id) -> Result<Option<Session>, AppError> {
    let found = store::session_by_id(db, id).await?.map(|found| found.session);
    Ok(found.filter(|session| !session.is_expired(app.clock.now_ms())))
}

/// Makes the session of an access token at its first use. Two first uses at once make one: the token's row is locked.
async fn session_of_access_token(app: &App, db: &Db, secret: &str) -> Result<Option<Session>, AppError> {
    // Tokens are ids, so most strangers are told apart without the database.
    if Id::parse(secret).is_none() {
        return Ok(None);
    }
    let mut tx = db.begin().await?;
    let Some(token) = access_tokens::access_token_lock_in_tx(&mut tx, secret).await? else { return Ok(None) };
    if let Some(found) = store::session_by_token_in_tx(&mut tx, secret).await? {
        return Ok(Some(found.session));
    }
    let Some(user) = users::user_list_in_tx(&mut tx, &[token.user_id]).await?.pop() else { return Ok(None) };
    let offered = app.config.current().service.enable_user_access_tokens || user.is_bot;
    if user.delete_at != 0 || !offered {
        return Ok(None);
    }
    let mut all: StringMap = [
        (props::USER_ACCESS_TOKEN_ID, token.id.to_string()),
        (props::TYPE, props::TYPE_USER_ACCESS_TOKEN.to_owned()),
        (props::IS_GUEST, user.is_guest().to_string()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    if user.is_bot {
        all.insert(props::IS_BOT.to_owned(), "true".to_owned());
    }
    let now_ms = app.clock.now_ms();
    let session = Session {
        id: app.random.id(),
        token: Blanked,
        create_at: now_ms,
        expires_at: now_ms + ACCESS_TOKEN_SESSION_MS,
        last_activity_at: now_ms,
        user_id: user.id,
        roles: user.roles,
        props: all,
        ..Session::default()
    };
    let new = SessionWithToken { session, token: SessionToken(secret.to_owned()) };
    store::session_insert_in_tx(&mut tx, &new);
    // Nothing cached and no connection can have known it.
    tx.commit_quiet(Quiet::SessionActivity).await?;
    Ok(Some(new.session))
}
