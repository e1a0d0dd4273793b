//! Files.

use roost_model::Id;
use roost_model::file::StoredFile;

use crate::posts::file_from;
use crate::row::RowExt;
use crate::tx::{Quiet, Rows};
use crate::{Db, StoreError, Tx};

crate::statements! {
    GET = "files/get";
    INSERT = "files/insert";
    READABLE = "files/readable";
    SET_CONTENT = "files/set_content";
}

/// A file, a deleted one too. Without its content.
pub async fn file_get(db: &Db, id: Id) -> Result<Option<StoredFile>, StoreError> {
    let row = db.query_opt(GET, &[&id.as_str()]).await?;
    Ok(row.map(|row| StoredFile {
        info: file_from(&row),
        path: row.text(17),
        thumbnail_path: row.text(18),
        preview_path: row.text(19),
        content: String::new(),
    }))
}

/// Adds a file that is no part of a post yet. `mini_preview` is what the info holds in base64.
pub fn file_insert_in_tx(tx: &mut Tx, file: &StoredFile) {
    use base64::Engine;
    let info = &file.info;
    let mini_preview = info.mini_preview.as_deref();
    let mini_preview = mini_preview.and_then(|text| base64::engine::general_purpose::STANDARD.decode(text).ok());
    let pixels = |side: i64| i32::try_from(side).unwrap_or(0);
    tx.queue(
        INSERT,
        Rows::One,
        crate::params![
            info.id.to_string(),
            info.user_id.clone(),
            info.create_at,
            info.update_at,
            file.path.clone(),
            file.thumbnail_path.clone(),
            file.preview_path.clone(),
            info.name.clone(),
            info.extension.clone(),
            info.size,
            info.mime_type.clone(),
            pixels(info.width),
            pixels(info.height),
            info.has_preview_image,
            mini_preview,
            file.content.clone(),
            info.remote_id.map(|id| id.to_string()),
            info.channel_id.to_string(),
        ],
    );
}

/// What is needed to read a file.
#[derive(Clone, Debug)]
pub struct Readable {
    pub id: Id,
    pub path: String,
    pub name: String,
    /// In bytes.
    pub size: i64,
    /// Unix milliseconds.
    pub create_at: i64,
    /// Whether its text is known already.
    pub is_read: bool,
}

/// The next files with one of these endings that were made between two times, both inclusive, Unix milliseconds. `after` is
/// the time and the id of the last file of the page before.
pub async fn readable_page(
    db: &Db,
    (from_ms, to_ms): (i64, i64),
    after: (i64, Id),
    extensions: &[&str],
) -> Result<Vec<Readable>, StoreError> {
    let rows = db.primary().query(READABLE, &[&from_ms, &to_ms, &after.0, &after.1.as_str(), &extensions]).await?;
    let readable = |row: &tokio_postgres::Row| Readable {
        id: row.id(0),
        path: row.text(1),
        name: row.text(2),
        size: row.int(3),
        create_at: row.int(4),
        is_read: row.flag(5),
    };
    Ok(rows.iter().map(readable).collect())
}

/// Keeps the text that was found in a file.
pub async fn file_set_content(db: &Db, id: Id, content: &str) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.execute(SET_CONTENT, &[&id.as_str(), &content]).await?;
    tx.commit_quiet(Quiet::FileContent).await?;
    Ok(())
}
