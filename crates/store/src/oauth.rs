//! Applications that act for people, their codes and their tokens.

use roost_model::Id;
use roost_model::oauth::{AccessData, AuthCode, OAuthApp};
use tokio_postgres::Row;

use crate::channel_lists::Page;
use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    ACCESS_BY_REFRESH = "oauth/access_by_refresh";
    ACCESS_DELETE = "oauth/access_delete";
    ACCESS_GET = "oauth/access_get";
    ACCESS_SAVE = "oauth/access_save";
    APP_AUTHORIZED = "oauth/app_authorized";
    APP_DELETE = "oauth/app_delete";
    APP_GET = "oauth/app_get";
    APP_INSERT = "oauth/app_insert";
    APP_PAGE = "oauth/app_page";
    APP_UPDATE = "oauth/app_update";
    CODES_DELETE = "oauth/codes_delete";
    CODES_EXPIRED = "oauth/codes_expired";
    CODE_INSERT = "oauth/code_insert";
    CODE_REDEEM = "oauth/code_redeem";
    PREFERENCES_DELETE = "oauth/preferences_delete";
    SESSION_DELETE = "oauth/session_delete";
}

fn app_from(row: &Row) -> OAuthApp {
    OAuthApp {
        id: row.id(0),
        creator_id: row.id(1),
        create_at: row.int(2),
        update_at: row.int(3),
        client_secret: row.text(4),
        name: row.text(5),
        description: row.text(6),
        icon_url: row.text(7),
        // A JSON list in a text column.
        callback_urls: serde_json::from_str(&row.text(8)).unwrap_or_default(),
        homepage: row.text(9),
        is_trusted: row.flag(10),
        mattermost_app_id: row.text(11),
        is_dynamically_registered: row.flag(12),
    }
}

fn callback_text(app: &OAuthApp) -> String {
    serde_json::json!(app.callback_urls).to_string()
}

pub async fn oauth_app_get(db: &Db, id: Id) -> Result<Option<OAuthApp>, StoreError> {
    Ok(db.query_opt(APP_GET, &[&id.as_str()]).await?.as_ref().map(app_from))
}

/// Applications of whoever made them (the empty id for all), by id.
pub async fn oauth_app_page(db: &Db, creator: Id, page: Page) -> Result<Vec<OAuthApp>, StoreError> {
    let rows = db.query(APP_PAGE, &[&creator.as_str(), &page.limit, &page.offset]).await?;
    Ok(rows.iter().map(app_from).collect())
}

/// Applications that somebody lets act for them.
pub async fn oauth_app_authorized(db: &Db, user: Id, page: Page) -> Result<Vec<OAuthApp>, StoreError> {
    let rows = db.query(APP_AUTHORIZED, &[&user.as_str(), &page.limit, &page.offset]).await?;
    Ok(rows.iter().map(app_from).collect())
}

pub fn oauth_app_insert_in_tx(tx: &mut Tx, app: &OAuthApp) {
    let a = app.clone();
    let callbacks = callback_text(app);
    let params = crate::params![
        a.id.to_string(),
        a.creator_id.to_string(),
        a.create_at,
        a.client_secret,
        a.name,
        a.description,
        a.icon_url,
        callbacks,
        a.homepage,
        a.is_trusted,
        a.mattermost_app_id,
        a.is_dynamically_registered
    ];
    tx.queue(APP_INSERT, Rows::One, params);
}

pub fn oauth_app_update_in_tx(tx: &mut Tx, app: &OAuthApp) {
    let a = app.clone();
    let callbacks = callback_text(app);
    let params = crate::params![
        a.id.to_string(),
        a.update_at,
        a.client_secret,
        a.name,
        a.description,
        a.icon_url,
        callbacks,
        a.homepage,
        a.is_trusted,
        a.mattermost_app_id
    ];
    tx.queue(APP_UPDATE, Rows::One, params);
}

/// Takes an application away with its codes.
pub fn oauth_app_delete_in_tx(tx: &mut Tx, id: Id) {
    tx.queue(APP_DELETE, Rows::One, crate::params![id.to_string()]);
    oauth_codes_delete_in_tx(tx, id, Id::EMPTY);
}

/// Takes away the codes of an application for one person, or for all (the empty id).
pub fn oauth_codes_delete_in_tx(tx: &mut Tx, client: Id, user: Id) {
    tx.queue(CODES_DELETE, Rows::Any, crate::params![client.to_string(), user.to_string()]);
}

/// Takes what an application holds for one person (the empty id: for all) away, and says which sessions ended.
pub async fn oauth_access_delete_in_tx(tx: &mut Tx, client: Id, user: Id) -> Result<Vec<Id>, StoreError> {
    let rows = tx.query(ACCESS_DELETE, &[&client.as_str(), &user.as_str()]).await?;
    Ok(rows.iter().map(|row| row.id(0)).collect())
}

/// Forgets who lets an application act for them, and says who they were.
pub async fn oauth_preferences_delete_in_tx(tx: &mut Tx, client: Id) -> Result<Vec<Id>, StoreError> {
    Ok(tx.query(PREFERENCES_DELETE, &[&client.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}

/// A new code; those of the same person that are too old go.
pub fn oauth_code_insert_in_tx(tx: &mut Tx, code: &AuthCode) {
    let c = code.clone();
    tx.queue(CODES_EXPIRED, Rows::Any, crate::params![c.user_id.to_string(), c.create_at]);
    let params = crate::params![
        c.client_id.to_string(),
        c.user_id.to_string(),
        c.code,
        c.expires_in,
        c.create_at,
        c.redirect_uri,
        c.state,
        c.scope,
        c.code_challenge,
        c.code_challenge_method,
        c.resource
    ];
    tx.queue(CODE_INSERT, Rows::One, params);
}

/// Takes a code out; nobody else finds it afterwards, unless the transaction is given up.
pub async fn oauth_code_redeem_in_tx(tx: &mut Tx, code: &str) -> Result<Option<AuthCode>, StoreError> {
    let found = tx.query_opt(CODE_REDEEM, &[&code]).await?;
    Ok(found.map(|row| AuthCode {
        client_id: row.id(0),
        user_id: row.id(1),
        code: row.text(2),
        expires_in: row.int4(3),
        create_at: row.int(4),
        redirect_uri: row.text(5),
        state: row.text(6),
        scope: row.text(7),
        code_challenge: row.text(8),
        code_challenge_method: row.text(9),
        resource: row.text(10),
    }))
}

fn access_from(row: &Row) -> AccessData {
    AccessData {
        client_id: row.id(0),
        user_id: row.id(1),
        token: row.text(2),
        refresh_token: row.text(3),
        redirect_uri: row.text(4),
        expires_at: row.int(5),
        scope: row.text(6),
        audience: row.text(7),
    }
}

/// What an application holds for somebody, and whether the session is still there.
pub async fn oauth_access_get_in_tx(
    tx: &mut Tx,
    client: Id,
    user: Id,
) -> Result<Option<(AccessData, bool)>, StoreError> {
    let found = tx.query_opt(ACCESS_GET, &[&client.as_str(), &user.as_str()]).await?;
    Ok(found.map(|row| (access_from(&row), row.flag(8))))
}

/// What is renewed by a refresh token, held until the transaction ends.
pub async fn oauth_access_by_refresh_in_tx(tx: &mut Tx, token: &str) -> Result<Option<AccessData>, StoreError> {
    Ok(tx.query_opt(ACCESS_BY_REFRESH, &[&token]).await?.as_ref().map(access_from))
}

/// Writes what an application holds for somebody.
pub fn oauth_access_save_in_tx(tx: &mut Tx, access: &AccessData) {
    let a = access.clone();
    let params = crate::params![
        a.token,
        a.refresh_token,
        a.redirect_uri,
        a.client_id.to_string(),
        a.user_id.to_string(),
        a.expires_at,
        a.scope,
        a.audience
    ];
    tx.queue(ACCESS_SAVE, Rows::One, params);
}

/// Ends the session with this token, and says which that was.
pub async fn oauth_session_delete_in_tx(tx: &mut Tx, token: &str) -> Result<Option<Id>, StoreError> {
    Ok(tx.query_opt(SESSION_DELETE, &[&token]).await?.map(|row| row.id(0)))
}
