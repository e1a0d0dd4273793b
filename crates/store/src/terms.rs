//! Terms of service and who accepted them.

use roost_model::Id;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    ACCEPT = "terms/accept";
    GET = "terms/get";
    INSERT = "terms/insert";
    LATEST = "terms/latest";
    OF_USER = "terms/of_user";
    REFUSE = "terms/refuse";
}

/// One version of the terms. The time is Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub id: Id,
    pub create_at: i64,
    pub user_id: Id,
    pub text: String,
}

fn terms_from(row: &Row) -> Terms {
    Terms { id: row.id(0), create_at: row.int(1), user_id: row.id(2), text: row.text(3) }
}

pub async fn terms_latest(db: &Db) -> Result<Option<Terms>, StoreError> {
    Ok(db.query_opt(LATEST, &[]).await?.as_ref().map(terms_from))
}

pub async fn terms_get(db: &Db, id: &str) -> Result<Option<Terms>, StoreError> {
    Ok(db.query_opt(GET, &[&id]).await?.as_ref().map(terms_from))
}

pub fn terms_insert_in_tx(tx: &mut Tx, terms: &Terms) {
    let (id, user) = (terms.id.to_string(), terms.user_id.to_string());
    tx.queue(INSERT, Rows::One, crate::params![id, terms.create_at, user, terms.text.clone()]);
}

/// The version that the user accepted last, and when.
pub async fn terms_of_user(db: &Db, user: Id) -> Result<Option<(Id, i64)>, StoreError> {
    Ok(db.query_opt(OF_USER, &[&user.as_str()]).await?.map(|row| (row.id(0), row.int(1))))
}

pub fn terms_accept_in_tx(tx: &mut Tx, user: Id, terms: Id, now_ms: i64) {
    tx.queue(ACCEPT, Rows::One, crate::params![user.to_string(), terms.to_string(), now_ms]);
}

pub fn terms_refuse_in_tx(tx: &mut Tx, user: Id, terms: Id) {
    tx.queue(REFUSE, Rows::Any, crate::params![user.to_string(), terms.to_string()]);
}
