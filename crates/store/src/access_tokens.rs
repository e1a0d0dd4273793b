//! Access tokens. A token acts through a session of its own, which is made at its first use.

use roost_model::Id;
use roost_model::session::UserAccessToken;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    BY_TOKEN = "access_tokens/by_token";
    DELETE = "access_tokens/delete";
    END_SESSION = "access_tokens/end_session";
    GET = "access_tokens/get";
    INSERT = "access_tokens/insert";
    LIST = "access_tokens/list";
    LIST_FOR_USER = "access_tokens/list_for_user";
    SEARCH = "access_tokens/search";
    SET_ACTIVE = "access_tokens/set_active";
}

fn token_from(row: &Row) -> UserAccessToken {
    UserAccessToken { id: row.id(0), user_id: row.id(1), description: row.text(2), is_active: row.flag(3) }
}

fn tokens_from(rows: &[Row]) -> Vec<UserAccessToken> {
    rows.iter().map(token_from).collect()
}

pub fn access_token_insert_in_tx(tx: &mut Tx, token: &UserAccessToken, secret: &str) {
    let (id, user) = (token.id.to_string(), token.user_id.to_string());
    tx.queue(INSERT, Rows::One, crate::params![id, secret.to_owned(), user, token.description.clone()]);
}

pub async fn access_token_get(db: &Db, id: &str) -> Result<Option<UserAccessToken>, StoreError> {
    Ok(db.query_opt(GET, &[&id]).await?.as_ref().map(token_from))
}

/// The active token with this secret, held until the transaction ends.
pub async fn access_token_lock_in_tx(tx: &mut Tx, secret: &str) -> Result<Option<UserAccessToken>, StoreError> {
    Ok(tx.query_opt(BY_TOKEN, &[&secret]).await?.as_ref().map(token_from))
}

pub async fn access_token_list(db: &Db, offset: i64, limit: i64) -> Result<Vec<UserAccessToken>, StoreError> {
    Ok(tokens_from(&db.query(LIST, &[&offset, &limit]).await?))
}

pub async fn access_token_list_for_user(
    db: &Db,
    user: Id,
    offset: i64,
    limit: i64,
) -> Result<Vec<UserAccessToken>, StoreError> {
    Ok(tokens_from(&db.query(LIST_FOR_USER, &[&user.as_str(), &offset, &limit]).await?))
}

/// Tokens whose id, user id or user name begins with `term`.
pub async fn access_token_search(db: &Db, term: &str, limit: i64) -> Result<Vec<UserAccessToken>, StoreError> {
    Ok(tokens_from(&db.query(SEARCH, &[&crate::query::prefix_pattern(term), &limit]).await?))
}

pub fn access_token_set_active_in_tx(tx: &mut Tx, id: Id, active: bool) {
    tx.queue(SET_ACTIVE, Rows::One, crate::params![id.to_string(), active]);
}

pub fn access_token_delete_in_tx(tx: &mut Tx, id: Id) {
    tx.queue(DELETE, Rows::One, crate::params![id.to_string()]);
}

/// Ends the session of a token, and says which one it was.
pub async fn access_token_end_session_in_tx(tx: &mut Tx, id: Id) -> Result<Vec<Id>, StoreError> {
    Ok(tx.query(END_SESSION, &[&id.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}
