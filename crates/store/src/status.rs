//! Presence as it is stored.

use roost_model::Id;
use roost_model::status::Status;

use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    LIST = "status/list";
    SAVE = "status/save";
}

/// The stored statuses of these users; who has none is left out.
pub async fn status_list(db: &Db, users: &[Id]) -> Result<Vec<Status>, StoreError> {
    let rows = db.query(LIST, &[&id_list(users)]).await?;
    let status = |row: &tokio_postgres::Row| Status {
        user_id: row.id(0),
        status: row.text(1),
        manual: row.flag(2),
        last_activity_at: row.int(3),
        dnd_end_time: row.int(4),
        prev_status: row.text(5),
    };
    Ok(rows.iter().map(status).collect())
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
