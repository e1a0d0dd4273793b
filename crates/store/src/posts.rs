//! Posts: one by one, and the statements that make a new one.

use roost_model::Id;
use roost_model::file::FileInfo;
use roost_model::post::Post;
use serde_json::Value;
use tokio_postgres::Row;

use crate::db::Params;
use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    CLAIM_AND_BUMP = "posts/claim_and_bump";
    CLAIMED = "posts/claimed";
    FILES_ATTACH = "posts/files_attach";
    FILES_LOCK = "posts/files_lock";
    INSERT = "posts/insert";
    LOCK = "posts/lock";
    MEMBERS_AFTER = "posts/members_after";
    OF_KIND_SINCE = "posts/of_kind_since";
    PRIORITY_INSERT = "posts/priority_insert";
}

/// Whether somebody has a post of a kind in a channel from a time on, Unix milliseconds.
pub async fn post_of_kind_since(db: &Db, channel: Id, user: Id, kind: &str, since_ms: i64) -> Result<bool, StoreError> {
    let params: Params<'_> = &[&channel.as_str(), &since_ms, &user.as_str(), &kind];
    Ok(db.query_opt(OF_KIND_SINCE, params).await?.is_some())
}

/// Number of columns that [`post_from`] reads.
pub(crate) const POST_COLUMNS: usize = 18;

/// Reads the columns of `posts/lock.sql`, in that order, from column `at` on.
pub(crate) fn post_from(row: &Row, at: usize) -> Post {
    let props = match row.json(at + 12) {
        Value::Object(map) => map,
        _ => serde_json::Map::new(),
    };
    Post {
        id: row.id(at),
        create_at: row.int(at + 1),
        update_at: row.int(at + 2),
        edit_at: row.int(at + 3),
        delete_at: row.int(at + 4),
        is_pinned: row.flag(at + 5),
        user_id: row.id(at + 6),
        channel_id: row.id(at + 7),
        root_id: row.id(at + 8),
        original_id: row.id(at + 9),
        message: row.text(at + 10),
        post_type: row.text(at + 11),
        props,
        hashtags: row.text(at + 13),
        file_ids: file_ids_from(row.get(at + 14)),
        has_reactions: row.flag(at + 15),
        remote_id: row.optional_id(at + 16),
        reply_count: row.int(at + 17),
        ..Post::default()
    }
}

/// The column holds a JSON list; empty and malformed texts read as an empty one.
fn file_ids_from(text: Option<&str>) -> Option<Vec<Id>> {
    match text {
        Some("null") => None,
        Some("" | "[]") | None => Some(Vec::new()),
        Some(json) => Some(serde_json::from_str(json).unwrap_or_default()),
    }
}

pub(crate) fn file_ids_text(post: &Post) -> String {
    serde_json::to_string(post.files()).unwrap_or_else(|_| "[]".to_owned())
}

/// Reads the columns of `posts/files_lock.sql`, in that order.
pub(crate) fn file_from(row: &Row) -> FileInfo {
    use base64::Engine;
    let preview: Option<&[u8]> = row.get(14);
    FileInfo {
        id: row.id(0),
        user_id: row.text(1),
        post_id: row.id(2),
        channel_id: row.id(3),
        create_at: row.int(4),
        update_at: row.int(5),
        delete_at: row.int(6),
        name: row.text(7),
        extension: row.text(8),
        size: row.int(9),
        mime_type: row.text(10),
        width: i64::from(row.int4(11)),
        height: i64::from(row.int4(12)),
        has_preview_image: row.flag(13),
        mini_preview: preview.map(|bytes| base64::engine::general_purpose::STANDARD.encode(bytes)),
        remote_id: row.optional_id(15),
        archived: row.flag(16),
    }
}

/// What the start of a post needs.
#[derive(Debug)]
pub struct Start<'a> {
    pub post_id: Id,
    pub channel_id: Id,
    pub user_id: Id,
    pub now_ms: i64,
    /// Asked for by an administrator; 0: none.
    pub create_at: i64,
    /// The client's own name for the post; empty: none.
    pub pending_id: &'a str,
    /// Whether it counts as a message: those about joining and leaving do not.
    pub counted: bool,
    /// The thread that it goes into; empty: none.
    pub root_id: Id,
    pub file_ids: &'a [Id],
}

/// The channel after a post was counted.
#[derive(Clone, Copy, Debug)]
pub struct Bumped {
    pub last_post_at: i64,
    pub total_msg_count: i64,
    pub total_msg_count_root: i64,
}

/// What the start of a post found.
#[derive(Debug)]
pub struct Started {
    /// `None`: the channel is deleted, or the pending id is taken.
    pub channel: Option<Bumped>,
    /// The thread, when the post is a reply and its root exists.
    pub thread: Option<crate::threads::ThreadState>,
    /// Those of the files that the user may attach.
    pub files: Vec<FileInfo>,
}

/// Claims the pending id, takes the channel, and reads thread and files under its lock, in one round trip.
pub async fn post_start_in_tx(tx: &mut Tx, start: &Start<'_>) -> Result<Started, StoreError> {
    let (channel, user, post) = (start.channel_id.as_str(), start.user_id.as_str(), start.post_id.as_str());
    let (root, is_root) = (start.root_id.as_str(), start.root_id.is_empty());
    let files = id_list(start.file_ids);
    let bump: crate::db::Params<'_> =
        &[&channel, &start.now_ms, &start.create_at, &user, &start.pending_id, &post, &start.counted, &is_root];
    let thread: crate::db::Params<'_> = &[&root];
    let lock: crate::db::Params<'_> = &[&files, &user, &channel];
    let mut calls = vec![(CLAIM_AND_BUMP, bump)];
    if !is_root {
        calls.push((crate::threads::LOCK, thread));
        calls.push((crate::threads::STATE, thread));
    }
    if !files.is_empty() {
        calls.push((FILES_LOCK, lock));
    }
    let mut answers = tx.query_many(&calls).await?.into_iter();
    let bumped = answers.next().unwrap_or_default();
    let thread = if is_root { Vec::new() } else { answers.nth(1).unwrap_or_default() };
    let locked = answers.next().unwrap_or_default();
    Ok(Started {
        channel: bumped.first().map(|row| Bumped {
            last_post_at: row.int(0),
            total_msg_count: row.int(1),
            total_msg_count_root: row.int(2),
        }),
        thread: thread.first().map(crate::threads::state_from),
        files: locked.iter().map(file_from).collect(),
    })
}

/// The post that a pending id became.
pub async fn post_claimed_in_tx(tx: &mut Tx, user: Id, pending_id: &str) -> Result<Option<Id>, StoreError> {
    Ok(tx.query_opt(CLAIMED, &[&user.as_str(), &pending_id]).await?.map(|row| row.id(0)))
}

/// Adds the post.
pub fn post_insert_in_tx(tx: &mut Tx, post: &Post) {
    tx.queue(
        INSERT,
        Rows::Any,
        crate::params![
            post.id.to_string(),
            post.create_at,
            post.update_at,
            post.is_pinned,
            post.user_id.to_string(),
            post.channel_id.to_string(),
            post.root_id.to_string(),
            post.message.clone(),
            post.post_type.clone(),
            Value::Object(post.props.clone()),
            post.hashtags.clone(),
            file_ids_text(post),
            post.remote_id.map(|id| id.to_string()),
        ],
    );
}

/// Gives uploads to a post.
pub fn post_files_attach_in_tx(tx: &mut Tx, post: &Post) {
    let files: Vec<String> = post.files().iter().map(Id::to_string).collect();
    tx.queue(FILES_ATTACH, Rows::Any, crate::params![files, post.id.to_string(), post.channel_id.to_string()]);
}

/// Adds the priority that stands in the metadata of a new post, if any.
pub fn post_priority_insert_in_tx(tx: &mut Tx, post: &Post) {
    let Some(priority) = post.metadata.as_ref().and_then(|metadata| metadata.priority.as_ref()) else { return };
    tx.queue(
        PRIORITY_INSERT,
        Rows::Any,
        crate::params![
            post.id.to_string(),
            post.channel_id.to_string(),
            priority.priority.clone().unwrap_or_default(),
            priority.requested_ack,
            priority.persistent_notifications,
        ],
    );
}

/// What a new post changes for members of its channel.
#[derive(Debug)]
pub struct MembersAfter<'a> {
    pub channel_id: Id,
    /// The author, when posting means having seen the channel; else empty.
    pub viewer: Id,
    pub mentioned: &'a [Id],
    pub channel: Bumped,
    pub is_root: bool,
    pub urgent: bool,
}

/// Marks the channel as seen by the author and counts mentions.
pub fn post_members_after_in_tx(tx: &mut Tx, after: &MembersAfter<'_>) {
    let users = after.mentioned.iter().copied().chain(after.viewer.some());
    let users: Vec<String> = users.map(|id| id.to_string()).collect();
    if users.is_empty() {
        return;
    }
    tx.queue(
        MEMBERS_AFTER,
        Rows::Any,
        crate::params![
            after.channel_id.to_string(),
            users,
            after.viewer.to_string(),
            after.channel.last_post_at,
            after.channel.total_msg_count,
            after.channel.total_msg_count_root,
            after.is_root,
            after.urgent,
        ],
    );
}
