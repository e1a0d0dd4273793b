//! Facts about the installation, by name.

use std::collections::HashMap;

use roost_model::Id;
use roost_model::system::AppliedMigration;
use serde::Serialize;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    GET = "systems/get";
    LIST = "systems/list";
    MIGRATIONS = "systems/migrations";
    NOTICES_VIEWED = "systems/notices_viewed";
    PING = "systems/ping";
    PUT = "systems/put";
    WISH_INSERT = "systems/wish_insert";
    WISH_TAKE = "systems/wish_take";
}

/// Every row.
pub async fn system_list(db: &Db) -> Result<HashMap<String, String>, StoreError> {
    Ok(db.query(LIST, &[]).await?.iter().map(|row| (row.text(0), row.text(1))).collect())
}

/// Succeeds when the database answers.
pub async fn answers(db: &Db) -> Result<(), StoreError> {
    db.primary().query(PING, &[]).await.map(drop)
}

/// The value of one row.
pub async fn system_get(db: &Db, name: &str) -> Result<Option<String>, StoreError> {
    Ok(db.query_opt(GET, &[&name]).await?.map(|row| row.text(0)))
}

/// Sets the value of one row.
pub fn system_put_in_tx(tx: &mut Tx, name: &str, value: &str) {
    tx.queue(PUT, Rows::One, crate::params![name.to_owned(), value.to_owned()]);
}

/// The original's migrations that this database has, newest first.
pub async fn migration_list(db: &Db) -> Result<Vec<AppliedMigration>, StoreError> {
    let rows = db.query(MIGRATIONS, &[]).await?;
    Ok(rows.iter().map(|row| AppliedMigration { version: row.int(0), name: row.text(1) }).collect())
}

/// A user has seen notices, each named once.
pub fn notices_viewed_in_tx(tx: &mut Tx, user: Id, notices: Vec<String>, now_s: i64) {
    tx.queue(NOTICES_VIEWED, Rows::Any, crate::params![user.to_string(), notices, now_s]);
}

/// A feature that somebody asks administrators for.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    pub user_id: Id,
    /// Unix milliseconds.
    pub create_at: i64,
    /// At most 100 characters.
    pub plan: &'a str,
    /// At most 255 characters.
    pub feature: &'a str,
    pub trial: bool,
}

/// Keeps a wish. False when the user has wished for the same before.
pub async fn wish_insert_in_tx(tx: &mut Tx, wish: Wish<'_>) -> Result<bool, StoreError> {
    Ok(tx
        .execute(WISH_INSERT, &[&wish.user_id.as_str(), &wish.create_at, &wish.plan, &wish.feature, &wish.trial])
        .await?
        == 1)
}

/// A wish that administrators are to be told of. The names are those of clients.
#[derive(Clone, Debug, Serialize)]
pub struct KeptWish {
    pub user_id: Id,
    pub create_at: i64,
    pub required_plan: String,
    pub required_feature: String,
    pub trial: bool,
}

/// Takes the wishes: whoever gets them tells of them.
pub async fn wish_take_in_tx(tx: &mut Tx, trial: bool) -> Result<Vec<KeptWish>, StoreError> {
    let rows = tx.query(WISH_TAKE, &[&trial]).await?;
    let wish = |row: &Row| KeptWish {
        user_id: row.id(0),
        create_at: row.int(1),
        required_plan: row.text(2),
        required_feature: row.text(3),
        trial: row.flag(4),
    };
    Ok(rows.iter().map(wish).collect())
}
