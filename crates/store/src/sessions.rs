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
    DELETE_ALL = "sessions/delete_all";
    DELETE_FOR_DEVICE = "sessions/delete_for_device";
    DELETE_FOR_USER = "sessions/delete_for_user";
    INSERT = "sessions/insert";
    LIST_FOR_USER = "sessions/list_for_user";
    SET_DEVICE = "sessions/set_device";
    SET_GUEST = "sessions/set_guest";
    SET_PROPS = "sessions/set_props";
    SET_ROLES = "sessions/set_roles";
    TEAM_MEMBERS = "sessions/team_members";
    TOUCH = "sessions/touch";
    TRIM = "sessions/trim";
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
    Ok(db.primary().query_opt(BY_TOKEN, &[&token]).await?.as_ref().map(session_from))
}

/// One session, expired ones too.
pub async fn session_by_id(db: &Db, id: Id) -> Result<Option<SessionWithToken>, StoreError> {
    Ok(db.primary().query_opt(BY_ID, &[&id.as_str()]).await?.as_ref().map(session_from))
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

/// As [`session_by_token`], inside a transaction.
pub async fn session_by_token_in_tx(tx: &mut Tx, token: &str) -> Result<Option<SessionWithToken>, StoreError> {
    Ok(tx.query_opt(BY_TOKEN, &[&token]).await?.as_ref().map(session_from))
}

/// A team membership beside the user's sessions: row and scheme of the team.
#[derive(Clone, Debug)]
pub struct SessionTeam {
    pub team_id: Id,
    pub explicit_roles: String,
    /// Guest, user, administrator.
    pub flags: [bool; 3],
    pub scheme_id: Id,
}

/// The sessions of a user, the most recently used first, and the user's team memberships, in one round trip.
pub async fn session_list_for_user(db: &Db, user: Id) -> Result<(Vec<Session>, Vec<SessionTeam>), StoreError> {
    let id = user.as_str();
    let mut answers = db.primary().query_many(&[(LIST_FOR_USER, &[&id]), (TEAM_MEMBERS, &[&id])]).await?.into_iter();
    let (sessions, teams) = (answers.next().unwrap_or_default(), answers.next().unwrap_or_default());
    let teams = teams.iter().map(|row| SessionTeam {
        team_id: row.id(0),
        explicit_roles: row.text(2),
        flags: [row.flag(3), row.flag(4), row.flag(5)],
        scheme_id: row.id(6),
    });
    Ok((sessions.iter().map(|row| session_from(row).session).collect(), teams.collect()))
}

/// Ends the sessions of a user, except `keep` (the empty id for none), and says which.
pub async fn session_delete_for_user_in_tx(tx: &mut Tx, user: Id, keep: Id) -> Result<Vec<Id>, StoreError> {
    Ok(tx.query(DELETE_FOR_USER, &[&user.as_str(), &keep.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}

/// Ends the other sessions of a user on the device, and says which.
pub async fn session_delete_for_device_in_tx(
    tx: &mut Tx,
    user: Id,
    device_id: &str,
    keep: Id,
) -> Result<Vec<Id>, StoreError> {
    let rows = tx.query(DELETE_FOR_DEVICE, &[&user.as_str(), &device_id, &keep.as_str()]).await?;
    Ok(rows.iter().map(|row| row.id(0)).collect())
}

/// Ends the least recently used sessions of a user beyond `keep`, and says which.
pub async fn session_trim_in_tx(tx: &mut Tx, user: Id, keep: i64) -> Result<Vec<Id>, StoreError> {
    Ok(tx.query(TRIM, &[&user.as_str(), &keep]).await?.iter().map(|row| row.id(0)).collect())
}

/// Ends every session on the server.
pub fn session_delete_all_in_tx(tx: &mut Tx) {
    tx.queue(DELETE_ALL, Rows::Any, Vec::new());
}

pub fn session_set_device_in_tx(tx: &mut Tx, id: Id, device_id: &str, expires_ms: i64) {
    tx.queue(SET_DEVICE, Rows::One, crate::params![id.to_string(), device_id.to_owned(), expires_ms]);
}

/// Adds `props` to what the session keeps.
pub fn session_set_props_in_tx(tx: &mut Tx, id: Id, props: &roost_model::user::StringMap) {
    tx.queue(SET_PROPS, Rows::One, crate::params![id.to_string(), serde_json::json!(props)]);
}

/// Writes a user's new roles into its sessions.
pub fn session_set_roles_in_tx(tx: &mut Tx, user: Id, roles: &str) {
    tx.queue(SET_ROLES, Rows::Any, crate::params![user.to_string(), roles.to_owned()]);
}

/// As [`session_set_roles_in_tx`], with whether the user is a guest.
pub fn session_set_guest_in_tx(tx: &mut Tx, user: Id, roles: &str, guest: bool) {
    tx.queue(SET_GUEST, Rows::Any, crate::params![user.to_string(), roles.to_owned(), guest.to_string()]);
}
