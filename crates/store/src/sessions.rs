//! Sessions.

use roost_model::Id;
use roost_model::session::{Blanked, Session, SessionToken, SessionWithToken};
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::{Quiet, Rows};
use crate::{Db, StoreError, Tx};

crate::statements! {
    BY_ID = "sessions/by_id";
    BY_TOKEN = "sessions/by_token";
    DELETE = "sessions/delete";
    INSERT = "sessions/insert";
    TOUCH = "sessions/touch";
}

/// Reads the columns `id, token, createat, expiresat, lastactivityat, userid, deviceid, roles, isoauth, expirednotify,
/// props`.
pub(crate) fn session_from(row: &Row) -> SessionWithToken {
    let session = Session {
        id: row.id(0),
        token: Blanked,
        create_at: row.int(2),
        expires_at: row.int(3),
        last_activity_at: row.int(4),
        user_id: row.id(5),
        device_id: row.text(6),
        roles: row.text(7),
        is_oauth: row.flag(8),
        expired_notify: row.flag(9),
        props: row.string_map(10),
        team_members: Vec::new(),
        local: false,
    };
    SessionWithToken { session, token: SessionToken(row.text(1)) }
}

/// The session behind `token`, expired ones too.
pub async fn session_by_token(db: &Db, token: &str) -> Result<Option<SessionWithToken>, StoreError> {
    Ok(db.query_opt(BY_TOKEN, &[&token]).await?.as_ref().map(session_from))
}

/// One session, expired ones too.
pub async fn session_by_id(db: &Db, id: Id) -> Result<Option<SessionWithToken>, StoreError> {
    Ok(db.query_opt(BY_ID, &[&id.as_str()]).await?.as_ref().map(session_from))
}

/// Notes that a session was used at `now_ms`. No cache and no connection depends on it.
pub async fn session_touch(db: &Db, id: &str, now_ms: i64, expires_ms: i64) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(TOUCH, &[&id, &now_ms, &expires_ms]).await?;
    tx.commit_quiet(Quiet::SessionActivity).await
}

/// Adds a session.
pub fn session_insert_in_tx(tx: &mut Tx, new: &SessionWithToken) {
    let session = &new.session;
    tx.queue(
        INSERT,
        Rows::One,
        crate::params![
            session.id.to_string(),
            new.token.0.clone(),
            session.create_at,
            session.expires_at,
            session.user_id.to_string(),
            session.device_id.clone(),
            session.roles.clone(),
            session.is_oauth,
            serde_json::json!(session.props),
        ],
    );
}

/// Ends a session, if it is still there.
pub fn session_delete_in_tx(tx: &mut Tx, id: Id) {
    tx.queue(DELETE, Rows::Any, crate::params![id.to_string()]);
}
