//! Uploads in parts that are not complete yet.

use roost_model::Id;
use roost_model::file::UploadSession;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    ADVANCE = "uploads/advance";
    DELETE = "uploads/delete";
    GET = "uploads/get";
    INSERT = "uploads/insert";
    OF_USER = "uploads/of_user";
}

fn upload_from(row: &Row) -> UploadSession {
    UploadSession {
        id: row.id(0),
        upload_type: row.text(1),
        create_at: row.int(2),
        user_id: row.id(3),
        channel_id: row.id(4),
        filename: row.text(5),
        path: row.text(6),
        file_size: row.int(7),
        file_offset: row.int(8),
        remote_id: row.id(9),
        req_file_id: row.id(10),
    }
}

pub async fn upload_get(db: &Db, id: Id) -> Result<Option<UploadSession>, StoreError> {
    Ok(db.query_opt(GET, &[&id.as_str()]).await?.as_ref().map(upload_from))
}

/// Those of one user, oldest first.
pub async fn upload_list_of_user(db: &Db, user: Id) -> Result<Vec<UploadSession>, StoreError> {
    Ok(db.query(OF_USER, &[&user.as_str()]).await?.iter().map(upload_from).collect())
}

pub fn upload_insert_in_tx(tx: &mut Tx, upload: &UploadSession) {
    tx.queue(
        INSERT,
        Rows::One,
        crate::params![
            upload.id.to_string(),
            upload.upload_type.clone(),
            upload.create_at,
            upload.user_id.to_string(),
            upload.channel_id.to_string(),
            upload.filename.clone(),
            upload.path.clone(),
            upload.file_size,
            upload.remote_id.to_string(),
            upload.req_file_id.to_string(),
        ],
    );
}

/// Moves the position from one byte to another. [`StoreError::Gone`] at commit when it is not there any more.
pub fn upload_advance_in_tx(tx: &mut Tx, id: Id, from: i64, to: i64) {
    tx.queue(ADVANCE, Rows::One, crate::params![id.to_string(), from, to]);
}

/// Removes an upload. [`StoreError::Gone`] at commit when there is none.
pub fn upload_delete_in_tx(tx: &mut Tx, id: Id) {
    tx.queue(DELETE, Rows::One, crate::params![id.to_string()]);
}
