//! Changing and deleting posts.

use roost_model::Id;
use roost_model::post::{Post, PostAcknowledgement};
use roost_model::reaction::Reaction;
use serde_json::Value;

use crate::post_parts::acknowledgement_from;
use crate::posts::{file_ids_text, post_from};
use crate::reactions::reaction_from;
use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{StoreError, Tx};

crate::statements! {
    ACKNOWLEDGE = "post_change/acknowledge";
    ATTACH = "post_change/attach";
    COPY_REACTIONS = "post_change/copy_reactions";
    DELETE = "post_change/delete";
    DELETE_FILES = "post_change/delete_files";
    DELETE_FLAGS = "post_change/delete_flags";
    DELETE_THREAD = "post_change/delete_thread";
    DETACH = "post_change/detach";
    ERASE = "post_change/erase";
    FREE_FILES = "post_change/free_files";
    KEEP_VERSION = "post_change/keep_version";
    LOCK_CHANNEL = "post_change/lock_channel";
    LOCK_CHANNELS = "post_change/lock_channels";
    LOCK_THREAD = "post_change/lock_thread";
    REATTACH = "post_change/reattach";
    REPLY_DELETED = "post_change/reply_deleted";
    TOUCH = "post_change/touch";
    TOUCH_ROOT = "post_change/touch_root";
    UNACKNOWLEDGE = "post_change/unacknowledge";
    UPDATE = "post_change/update";
}

/// A post that nobody else may change until the transaction ends, deleted ones too. The channel is taken first, as new
/// posts take it, so that thread counters stay right.
pub async fn post_lock_in_tx(tx: &mut Tx, id: Id, channel: Id) -> Result<Option<Post>, StoreError> {
    let (id, channel) = (id.as_str(), channel.as_str());
    let mut answers = tx.query_many(&[(LOCK_CHANNEL, &[&channel]), (crate::posts::LOCK, &[&id])]).await?;
    Ok(answers.pop().unwrap_or_default().first().map(|row| post_from(row, 0)))
}

/// Keeps the version that stands there under the id `version`, and writes the new one.
pub fn post_update_in_tx(tx: &mut Tx, post: &Post, version: Id) {
    tx.queue(KEEP_VERSION, Rows::Any, crate::params![post.id.to_string(), version.to_string(), post.update_at]);
    tx.queue(
        UPDATE,
        Rows::Any,
        crate::params![
            post.id.to_string(),
            post.update_at,
            post.edit_at,
            post.is_pinned,
            post.message.clone(),
            Value::Object(post.props.clone()),
            post.hashtags.clone(),
            file_ids_text(post),
            post.has_reactions,
        ],
    );
    if post.is_reply() {
        tx.queue(TOUCH_ROOT, Rows::Any, crate::params![post.root_id.to_string(), post.update_at]);
    }
}

/// Makes the files of a post those in `file_ids`: others go, earlier ones come back, uploads of `user` are added.
pub fn post_files_set_in_tx(tx: &mut Tx, post: &Post, user: Id, now_ms: i64) {
    let files: Vec<String> = post.files().iter().map(Id::to_string).collect();
    let (id, channel) = (|| post.id.to_string(), post.channel_id.to_string());
    tx.queue(DETACH, Rows::Any, crate::params![files.clone(), id(), now_ms]);
    tx.queue(REATTACH, Rows::Any, crate::params![files.clone(), id()]);
    tx.queue(ATTACH, Rows::Any, crate::params![files, id(), channel, user.to_string()]);
}

/// Deletes a post, with its replies when it begins a thread, at a time. Gives those who had it saved.
pub async fn post_delete_in_tx(tx: &mut Tx, post: &Post, now_ms: i64, by: Id) -> Result<Vec<Id>, StoreError> {
    post_hide_in_tx(tx, post, now_ms, by);
    Ok(tx.query(DELETE_FLAGS, &[&post.id.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}

/// As [`post_delete_in_tx`], but those who had it saved still have: it may come back.
pub fn post_hide_in_tx(tx: &mut Tx, post: &Post, now_ms: i64, by: Id) {
    let id = || post.id.to_string();
    tx.queue(DELETE_FILES, Rows::Any, crate::params![id(), now_ms]);
    tx.queue(DELETE, Rows::Any, crate::params![id(), now_ms, by.to_string()]);
    if post.is_reply() {
        let params = crate::params![post.root_id.to_string(), post.create_at, post.user_id.to_string()];
        tx.queue(REPLY_DELETED, Rows::Any, params);
        tx.queue(TOUCH_ROOT, Rows::Any, crate::params![post.root_id.to_string(), now_ms]);
    } else {
        tx.queue(DELETE_THREAD, Rows::Any, crate::params![id(), now_ms]);
    }
}

/// Removes a post, its replies and their versions for good. Gives the keys of their files' bytes.
pub async fn post_erase_in_tx(tx: &mut Tx, post: &Post) -> Result<Vec<String>, StoreError> {
    let rows = tx.query(ERASE, &[&post.id.as_str()]).await?;
    if post.is_reply() && post.delete_at == 0 {
        let params = crate::params![post.root_id.to_string(), post.create_at, post.user_id.to_string()];
        tx.queue(REPLY_DELETED, Rows::Any, params);
    }
    let keys = rows.iter().flat_map(|row| [row.text(0), row.text(1), row.text(2)]);
    Ok(keys.filter(|key| !key.is_empty()).collect())
}

/// Notes that a user has read a post; doing so twice keeps the first time. Also gives the post's new time of change.
pub async fn post_acknowledge_in_tx(
    tx: &mut Tx,
    post: &Post,
    user: Id,
    now_ms: i64,
) -> Result<(PostAcknowledgement, i64), StoreError> {
    let (post_id, user, channel) = (post.id.as_str(), user.as_str(), post.channel_id.as_str());
    let mut answers = tx
        .query_many(&[(ACKNOWLEDGE, &[&post_id, &user, &now_ms, &channel]), (TOUCH, &[&post_id, &now_ms])])
        .await?
        .into_iter();
    let (noted, touched) = (answers.next().unwrap_or_default(), answers.next().unwrap_or_default());
    let noted = noted.first().map(acknowledgement_from).unwrap_or_default();
    Ok((noted, touched.first().map_or(now_ms, |row| row.int(0))))
}

/// Notes that what a post brings along changed.
pub fn post_touch_in_tx(tx: &mut Tx, post: Id, now_ms: i64) {
    tx.queue(TOUCH, Rows::One, crate::params![post.to_string(), now_ms]);
}

/// Takes a confirmation back. `None`: there was none.
pub async fn post_unacknowledge_in_tx(
    tx: &mut Tx,
    post: Id,
    user: Id,
    now_ms: i64,
) -> Result<Option<(PostAcknowledgement, i64)>, StoreError> {
    let (post, user) = (post.as_str(), user.as_str());
    let mut answers = tx.query_many(&[(UNACKNOWLEDGE, &[&post, &user]), (TOUCH, &[&post, &now_ms])]).await?.into_iter();
    let (taken, touched) = (answers.next().unwrap_or_default(), answers.next().unwrap_or_default());
    let touched = touched.first().map_or(now_ms, |row| row.int(0));
    Ok(taken.first().map(|row| (acknowledgement_from(row), touched)))
}

/// Takes two channels and the live posts of a thread in one of them, until the transaction ends. Gives the ids of the
/// posts with the times of their last change, oldest first.
pub async fn thread_lock_in_tx(tx: &mut Tx, root: Id, channels: [Id; 2]) -> Result<Vec<(Id, i64)>, StoreError> {
    let (root, channels) = (root.as_str(), id_list(&channels));
    let mut answers = tx.query_many(&[(LOCK_CHANNELS, &[&channels]), (LOCK_THREAD, &[&root])]).await?;
    Ok(answers.pop().unwrap_or_default().iter().map(|row| (row.id(0), row.int(1))).collect())
}

/// Makes the files of a post uploads of its author for another channel, so that a post there can have them.
pub fn post_files_free_in_tx(tx: &mut Tx, post: &Post, channel: Id) {
    tx.queue(FREE_FILES, Rows::Any, crate::params![post.id.to_string(), channel.to_string(), post.user_id.to_string()]);
}

/// Puts the reactions to `from` to the post `to`, which is in `channel`. Gives them as they are there.
pub async fn reactions_copy_in_tx(tx: &mut Tx, from: Id, to: Id, channel: Id) -> Result<Vec<Reaction>, StoreError> {
    let rows = tx.query(COPY_REACTIONS, &[&from.as_str(), &to.as_str(), &channel.as_str()]).await?;
    Ok(rows.iter().map(reaction_from).collect())
}
