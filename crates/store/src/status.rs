//! Presence as it is stored.

use std::sync::Arc;

use roost_model::Id;
use roost_model::status::Status;
use tokio_postgres::Row;

use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    EXPIRE = "status/expire";
    LIST = "status/list";
    SAVE = "status/save";
    SAVE_AUTOMATIC = "status/save_automatic";
}

/// The stored statuses of these users; who has none is left out.
pub async fn status_list(db: &Db, users: &[Id]) -> Result<Vec<Status>, StoreError> {
    let rows = db.primary().query(LIST, &[&id_list(users)]).await?;
    Ok(rows.iter().map(status).collect())
}

fn status(row: &Row) -> Status {
    Status {
        user_id: row.id(0),
        status: row.text(1),
        manual: row.flag(2),
        last_activity_at: row.int(3),
        dnd_end_time: row.int(4),
        prev_status: row.text(5),
    }
}

/// Writes the status of a user.
pub fn status_save_in_tx(tx: &mut Tx, status: &Status) {
    tx.queue(
        SAVE,
        Rows::One,
        crate::params![
            status.user_id.to_string(),
            status.status.clone(),
            status.manual,
            status.last_activity_at,
            status.dnd_end_time,
            status.prev_status.clone(),
        ],
    );
}

/// Writes statuses that followed by themselves, each user once. What a person chose meanwhile stays.
pub fn status_save_automatic_in_tx(tx: &mut Tx, all: &[Arc<Status>]) {
    let texts = |of: fn(&Status) -> String| all.iter().map(|one| of(one)).collect::<Vec<String>>();
    let numbers = |of: fn(&Status) -> i64| all.iter().map(|one| of(one)).collect::<Vec<i64>>();
    tx.queue(
        SAVE_AUTOMATIC,
        Rows::Any,
        crate::params![
            texts(|one| one.user_id.to_string()),
            texts(|one| one.status.clone()),
            all.iter().map(|one| one.manual).collect::<Vec<bool>>(),
            numbers(|one| one.last_activity_at),
            numbers(|one| one.dnd_end_time),
            texts(|one| one.prev_status.clone()),
        ],
    );
}

/// Ends every "do not disturb" whose time is over at `now_s`; returns what those users are now.
pub async fn status_expire_in_tx(tx: &mut Tx, now_s: i64) -> Result<Vec<Status>, StoreError> {
    Ok(tx.query(EXPIRE, &[&now_s]).await?.iter().map(status).collect())
}
