//! Short-lived tokens with a purpose: password recovery, e-mail verification, invitations.

use roost_model::Id;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    DELETE = "tokens/delete";
    DELETE_BY_PURPOSE = "tokens/delete_by_purpose";
    DELETE_FOR_USER = "tokens/delete_for_user";
    DESKTOP_TAKE = "tokens/desktop_take";
    GET = "tokens/get";
    INSERT = "tokens/insert";
}

/// One token. The time is Unix milliseconds, `extra` JSON or free text by purpose.
#[derive(Clone)]
pub struct Token {
    pub token: String,
    pub create_at: i64,
    pub purpose: String,
    pub extra: String,
}

pub fn token_insert_in_tx(tx: &mut Tx, token: Token) {
    tx.queue(INSERT, Rows::One, crate::params![token.token, token.create_at, token.purpose, token.extra]);
}

pub async fn token_get(db: &Db, token: &str) -> Result<Option<Token>, StoreError> {
    Ok(db.query_opt(GET, &[&token]).await?.map(|row| Token {
        token: row.text(0),
        create_at: row.int(1),
        purpose: row.text(2),
        extra: row.text(3),
    }))
}

/// Uses a token up; [`StoreError::Gone`] when somebody else did.
pub fn token_delete_in_tx(tx: &mut Tx, token: &str) {
    tx.queue(DELETE, Rows::One, crate::params![token.to_owned()]);
}

/// Makes all tokens for these purposes void.
pub fn token_delete_by_purpose_in_tx(tx: &mut Tx, purposes: &[&str]) {
    let purposes: Vec<String> = purposes.iter().map(|purpose| (*purpose).to_owned()).collect();
    tx.queue(DELETE_BY_PURPOSE, Rows::Any, crate::params![purposes]);
}

/// Forgets the user's earlier tokens for this purpose.
pub fn token_delete_for_user_in_tx(tx: &mut Tx, purpose: &str, user: Id) {
    tx.queue(DELETE_FOR_USER, Rows::Any, crate::params![purpose.to_owned(), user.to_string()]);
}

/// Uses up a token of a log-in of the desktop app that is not older than this, and says whose it is.
pub async fn desktop_token_take_in_tx(tx: &mut Tx, token: &str, oldest_s: i64) -> Result<Option<Id>, StoreError> {
    Ok(tx.query(DESKTOP_TAKE, &[&token, &oldest_s]).await?.first().map(|row| row.id(0)))
}
