//! Bookmarks of channels.

use roost_model::Id;
use roost_model::bookmark::ChannelBookmark;
use roost_model::file::FileInfo;
use tokio_postgres::Row;

use crate::posts::file_from;
use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    FILE_DELETE = "bookmarks/file_delete";
    FILE_TAKE = "bookmarks/file_take";
    GET = "bookmarks/get";
    LIST = "bookmarks/list";
    SAVE = "bookmarks/save";
}

/// Reads the columns of `bookmarks/list.sql`.
fn bookmark_from(row: &Row) -> ChannelBookmark {
    ChannelBookmark {
        id: row.id(0),
        create_at: row.int(1),
        update_at: row.int(2),
        delete_at: row.int(3),
        channel_id: row.id(4),
        owner_id: row.id(5),
        file_id: row.id(6),
        display_name: row.text(7),
        sort_order: row.int4(8),
        link_url: row.text(9),
        image_url: row.text(10),
        emoji: row.text(11),
        bookmark_type: row.text(12),
        original_id: row.id(13),
        parent_id: row.id(14),
        file: row.id(15).some().map(|id| file_shown(row, id)),
    }
}

/// What a list tells of a file: enough to show it, nothing of where it came from.
fn file_shown(row: &Row, id: Id) -> FileInfo {
    use base64::Engine;
    let preview: Option<&[u8]> = row.get(23);
    FileInfo {
        id,
        name: row.text(16),
        extension: row.text(17),
        size: row.int(18),
        mime_type: row.text(19),
        width: i64::from(row.int4(20)),
        height: i64::from(row.int4(21)),
        has_preview_image: row.flag(22),
        mini_preview: preview.map(|bytes| base64::engine::general_purpose::STANDARD.encode(bytes)),
        ..FileInfo::default()
    }
}

/// The bookmarks of a channel from first to last. With `since_ms` above 0 those that changed since, deleted ones too.
pub async fn bookmark_list(db: &Db, channel: Id, since_ms: i64) -> Result<Vec<ChannelBookmark>, StoreError> {
    Ok(db.query(LIST, &[&channel.as_str(), &since_ms]).await?.iter().map(bookmark_from).collect())
}

/// As [`bookmark_list`] of those that are not deleted, in a transaction.
pub async fn bookmark_list_in_tx(tx: &mut Tx, channel: Id) -> Result<Vec<ChannelBookmark>, StoreError> {
    Ok(tx.query(LIST, &[&channel.as_str(), &0_i64]).await?.iter().map(bookmark_from).collect())
}

/// The channel of a bookmark that is not deleted.
pub async fn bookmark_channel(db: &Db, id: Id) -> Result<Option<Id>, StoreError> {
    Ok(db.query_opt(GET, &[&id.as_str()]).await?.map(|row| row.id(0)))
}

/// The file that a bookmark of the channel is to have, if it may have it.
pub async fn bookmark_file_take_in_tx(tx: &mut Tx, file: Id, channel: Id) -> Result<Option<FileInfo>, StoreError> {
    let row = tx.query_opt(FILE_TAKE, &[&file.as_str(), &channel.as_str()]).await?;
    Ok(row.as_ref().map(file_from))
}

/// Writes a bookmark, a new one or one that there is.
pub fn bookmark_save_in_tx(tx: &mut Tx, bookmark: &ChannelBookmark) {
    let id = |id: Id| id.some().map(|id| id.to_string());
    tx.queue(
        SAVE,
        Rows::One,
        crate::params![
            bookmark.id.to_string(),
            bookmark.create_at,
            bookmark.update_at,
            bookmark.delete_at,
            bookmark.channel_id.to_string(),
            bookmark.owner_id.to_string(),
            id(bookmark.file_id),
            bookmark.display_name.clone(),
            bookmark.sort_order,
            bookmark.link_url.clone(),
            bookmark.image_url.clone(),
            bookmark.emoji.clone(),
            bookmark.bookmark_type.clone(),
            id(bookmark.original_id),
            id(bookmark.parent_id),
        ],
    );
}

/// Deletes the file of a deleted bookmark.
pub fn bookmark_file_delete_in_tx(tx: &mut Tx, file: Id, now_ms: i64) {
    tx.queue(FILE_DELETE, Rows::Any, crate::params![file.to_string(), now_ms]);
}
