//! Drafts.

use roost_model::Id;
use roost_model::draft::Draft;
use roost_model::file::FileInfo;
use serde_json::{Map, Value};
use tokio_postgres::Row;

use crate::posts::file_from;
use crate::row::{RowExt, id_list};
use crate::{Db, StoreError, Tx};

crate::statements! {
    DELETE = "drafts/delete";
    FILES = "drafts/files";
    LIST = "drafts/list";
    SAVE = "drafts/save";
}

/// Reads the columns of `drafts/list.sql`, in that order, from column `at` on.
pub(crate) fn draft_from(row: &Row, at: usize) -> Draft {
    Draft {
        create_at: row.int(at),
        update_at: row.int(at + 1),
        delete_at: row.int(at + 2),
        user_id: row.id(at + 3),
        channel_id: row.id(at + 4),
        root_id: row.id(at + 5),
        message: row.text(at + 6),
        draft_type: row.text(at + 7),
        props: map_from(&row.text(at + 8)),
        file_ids: serde_json::from_str(&row.text(at + 9)).unwrap_or_default(),
        metadata: None,
        priority: map_from(&row.text(at + 10)),
    }
}

/// The columns hold JSON as text; whatever is no object reads as an empty one.
fn map_from(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}

/// The JSON texts of props, file ids and priority, as their columns hold them.
pub(crate) fn texts(draft: &Draft) -> [String; 3] {
    let file_ids: Vec<Value> = draft.file_ids.iter().map(|id| Value::from(id.as_str())).collect();
    let map = |map: &Map<String, Value>| Value::Object(map.clone()).to_string();
    [map(&draft.props), Value::Array(file_ids).to_string(), map(&draft.priority)]
}

/// Writes a draft, and answers since when there has been one in its place.
pub async fn draft_save_in_tx(tx: &mut Tx, draft: &Draft) -> Result<i64, StoreError> {
    let [props, file_ids, priority] = texts(draft);
    let (user, channel, root) = (draft.user_id.as_str(), draft.channel_id.as_str(), draft.root_id.as_str());
    let saved = tx
        .query_opt(
            SAVE,
            &[
                &draft.create_at,
                &draft.update_at,
                &user,
                &channel,
                &root,
                &draft.message,
                &draft.draft_type,
                &props,
                &file_ids,
                &priority,
            ],
        )
        .await?;
    Ok(saved.ok_or(StoreError::Gone)?.int(0))
}

/// Takes a draft away. `root` is empty for one outside a thread.
pub async fn draft_delete_in_tx(tx: &mut Tx, user: Id, channel: Id, root: Id) -> Result<Option<Draft>, StoreError> {
    let row = tx.query_opt(DELETE, &[&user.as_str(), &channel.as_str(), &root.as_str()]).await?;
    Ok(row.map(|row| draft_from(&row, 0)))
}

/// The drafts of a user in a team and in conversations, newest first.
pub async fn draft_list(db: &Db, user: Id, team: Id) -> Result<Vec<Draft>, StoreError> {
    let rows = db.query(LIST, &[&user.as_str(), &team.as_str()]).await?;
    Ok(rows.iter().map(|row| draft_from(row, 0)).collect())
}

/// Those of these files that the user has uploaded and not sent.
pub async fn draft_files(db: &Db, user: Id, files: &[Id]) -> Result<Vec<FileInfo>, StoreError> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    Ok(db.query(FILES, &[&id_list(files), &user.as_str()]).await?.iter().map(file_from).collect())
}
