//! Conversations and posts.

use roost_model::Id;
use roost_model::channel::Channel;
use serde_json::Value;

use super::copy::CopyText;
use super::{
    CHANNELS_COUNT, DIRECT_HEADER, DIRECT_INSERT, FILES_OF_POSTS, FOLLOWERS_SAVE, POSTS_ATTACH, POSTS_FOUND,
    POSTS_UPDATE, REACTIONS_INSERT, SESSION, THREAD_GROW,
};
use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{StoreError, Tx};

/// Settings of a transaction that fills tables.
pub fn session_in_tx(tx: &mut Tx) {
    tx.queue(SESSION, Rows::Any, Vec::new());
}

/// Makes direct and group channels; the ids of those that nobody made meanwhile.
pub async fn direct_insert_in_tx(tx: &mut Tx, channels: &[Channel], now_ms: i64) -> Result<Vec<Id>, StoreError> {
    let text = |of: fn(&Channel) -> &str| channels.iter().map(of).collect::<Vec<_>>();
    let rows = tx
        .query(
            DIRECT_INSERT,
            &[
                &text(|c| c.id.as_str()),
                &text(|c| c.channel_type.as_str()),
                &text(|c| &c.display_name),
                &text(|c| &c.name),
                &text(|c| &c.header),
                &text(|c| c.creator_id.as_str()),
                &now_ms,
            ],
        )
        .await?;
    Ok(rows.iter().map(|row| row.id(0)).collect())
}

pub fn direct_header_in_tx(tx: &mut Tx, channel: Id, header: &str, now_ms: i64) {
    tx.queue(DIRECT_HEADER, Rows::One, crate::params![channel.to_string(), header.to_owned(), now_ms]);
}

/// A post that is there.
#[derive(Clone, Debug)]
pub struct FoundPost {
    pub id: Id,
    pub channel_id: Id,
    pub create_at: i64,
    pub user_id: Id,
    pub root_id: Id,
    /// Deleted, or the old text of an edited one.
    pub gone: bool,
    pub message: String,
}

/// Posts of these channels at these times, deleted and edited ones too.
pub async fn post_list_in_tx(tx: &mut Tx, places: &[(Id, i64)]) -> Result<Vec<FoundPost>, StoreError> {
    let channels: Vec<&str> = places.iter().map(|(channel, _)| channel.as_str()).collect();
    let times: Vec<i64> = places.iter().map(|(_, at)| *at).collect();
    let rows = tx.query(POSTS_FOUND, &[&channels, &times]).await?;
    let found = |row: &tokio_postgres::Row| FoundPost {
        id: row.id(0),
        channel_id: row.id(1),
        create_at: row.int(2),
        user_id: row.id(3),
        root_id: row.id(4),
        gone: row.int(5) > 0 || !row.id(6).is_empty(),
        message: row.text(7),
    };
    Ok(rows.iter().map(found).collect())
}

/// What a line says of a post that is there. `None` keeps it.
#[derive(Clone, Debug)]
pub struct PostChange {
    pub id: Id,
    pub edit_at: Option<i64>,
    pub pinned: Option<bool>,
    pub props: Option<Value>,
}

/// Changes posts; how many needed it.
pub async fn posts_update_in_tx(tx: &mut Tx, changes: &[PostChange], now_ms: i64) -> Result<usize, StoreError> {
    let ids: Vec<Id> = changes.iter().map(|change| change.id).collect();
    let edited: Vec<Option<i64>> = changes.iter().map(|change| change.edit_at).collect();
    let pinned: Vec<Option<bool>> = changes.iter().map(|change| change.pinned).collect();
    let props: Vec<Option<&Value>> = changes.iter().map(|change| change.props.as_ref()).collect();
    Ok(tx.query(POSTS_UPDATE, &[&id_list(&ids), &edited, &pinned, &props, &now_ms]).await?.len())
}

/// Adds files to a post that is there.
pub fn post_attach_in_tx(tx: &mut Tx, post: Id, files: &[Id], now_ms: i64) {
    let ids: Vec<String> = files.iter().map(Id::to_string).collect();
    tx.queue(POSTS_ATTACH, Rows::One, crate::params![post.to_string(), serde_json::json!(ids), now_ms]);
}

/// A reaction.
#[derive(Clone, Debug)]
pub struct ReactionRow {
    pub user_id: Id,
    pub post_id: Id,
    pub channel_id: Id,
    pub emoji_name: String,
    pub create_at: i64,
}

/// Adds reactions to posts that are there; how many were new.
pub async fn reactions_insert_in_tx(tx: &mut Tx, rows: &[ReactionRow], now_ms: i64) -> Result<usize, StoreError> {
    if rows.is_empty() {
        return Ok(0);
    }
    let text = |of: fn(&ReactionRow) -> &str| rows.iter().map(of).collect::<Vec<_>>();
    let times: Vec<i64> = rows.iter().map(|row| row.create_at).collect();
    let added = tx
        .query_opt(
            REACTIONS_INSERT,
            &[
                &text(|r| r.user_id.as_str()),
                &text(|r| r.post_id.as_str()),
                &text(|r| &r.emoji_name),
                &times,
                &text(|r| r.channel_id.as_str()),
                &now_ms,
            ],
        )
        .await?;
    Ok(added.map_or(0, |row| usize::try_from(row.int(0)).unwrap_or(0)))
}

/// Replies of one thread in this load: how many, when the last one, and by whom, who wrote last at the end.
#[derive(Clone, Debug)]
pub struct ThreadRow {
    pub root_id: Id,
    pub channel_id: Id,
    pub team_id: Id,
    pub reply_count: i64,
    pub last_reply_at: i64,
    pub participants: Vec<Id>,
}

/// Adds replies to a thread whose root was there.
pub fn thread_grow_in_tx(tx: &mut Tx, thread: &ThreadRow) {
    let participants: Vec<String> = thread.participants.iter().map(Id::to_string).collect();
    let values = crate::params![
        thread.root_id.to_string(),
        thread.reply_count,
        thread.last_reply_at,
        participants,
        thread.channel_id.to_string(),
        thread.team_id.to_string(),
    ];
    tx.queue(THREAD_GROW, Rows::One, values);
}

/// Somebody who follows a thread.
#[derive(Clone, Debug)]
pub struct FollowerRow {
    pub root_id: Id,
    pub user_id: Id,
    pub last_viewed_at: i64,
    pub unread_mentions: i64,
}

/// Makes users follow threads; how many did not, or differently.
pub async fn followers_save_in_tx(tx: &mut Tx, rows: &[FollowerRow], now_ms: i64) -> Result<usize, StoreError> {
    if rows.is_empty() {
        return Ok(0);
    }
    let posts: Vec<&str> = rows.iter().map(|row| row.root_id.as_str()).collect();
    let users: Vec<&str> = rows.iter().map(|row| row.user_id.as_str()).collect();
    let viewed: Vec<i64> = rows.iter().map(|row| row.last_viewed_at).collect();
    let mentions: Vec<i64> = rows.iter().map(|row| row.unread_mentions).collect();
    Ok(tx.query(FOLLOWERS_SAVE, &[&posts, &users, &viewed, &mentions, &now_ms]).await?.len())
}

/// Post, name and size of the live files of posts.
pub async fn file_list_in_tx(tx: &mut Tx, posts: &[Id]) -> Result<Vec<(Id, String, i64)>, StoreError> {
    let rows = tx.query(FILES_OF_POSTS, &[&id_list(posts)]).await?;
    Ok(rows.iter().map(|row| (row.id(0), row.text(1), row.int(2))).collect())
}

/// Posts that were added to a channel.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChannelCount {
    pub total: i64,
    pub roots: i64,
    pub last_post_at: i64,
    pub last_root_post_at: i64,
}

/// Counts added posts.
pub async fn channels_count_in_tx(tx: &mut Tx, counts: &[(Id, ChannelCount)]) -> Result<(), StoreError> {
    let ids: Vec<Id> = counts.iter().map(|(id, _)| *id).collect();
    let number = |of: fn(&ChannelCount) -> i64| counts.iter().map(|(_, count)| of(count)).collect::<Vec<_>>();
    let (total, roots) = (number(|c| c.total), number(|c| c.roots));
    let (last, last_root) = (number(|c| c.last_post_at), number(|c| c.last_root_post_at));
    tx.execute(CHANNELS_COUNT, &[&id_list(&ids), &total, &roots, &last, &last_root]).await?;
    Ok(())
}

const COPY_POSTS: &str = "copy posts (id, createat, updateat, deleteat, userid, channelid, rootid, originalid, message, \
     type, props, hashtags, filenames, fileids, hasreactions, editat, ispinned, remoteid) from stdin";
const COPY_REACTIONS: &str = "copy reactions (userid, postid, emojiname, createat, updateat, deleteat, remoteid, \
     channelid) from stdin";
const COPY_THREADS: &str =
    "copy threads (postid, replycount, lastreplyat, participants, channelid, threadteamid) from stdin";
const COPY_FILES: &str = "copy fileinfo (id, creatorid, postid, channelid, createat, updateat, deleteat, path, \
     thumbnailpath, previewpath, name, extension, size, mimetype, width, height, haspreviewimage, minipreview, content, \
     remoteid, archived) from stdin";

/// A new post.
#[derive(Clone, Debug)]
pub struct PostRow<'a> {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub edit_at: i64,
    pub user_id: Id,
    pub channel_id: Id,
    pub root_id: Id,
    pub message: &'a str,
    pub post_type: &'a str,
    /// JSON text.
    pub props: &'a str,
    pub hashtags: &'a str,
    pub file_ids: &'a [Id],
    pub has_reactions: bool,
    pub pinned: bool,
}

/// A new file of a post.
#[derive(Clone, Debug)]
pub struct FileRow {
    pub id: Id,
    pub user_id: Id,
    pub post_id: Id,
    pub channel_id: Id,
    pub create_at: i64,
    pub path: String,
    pub thumbnail_path: String,
    pub preview_path: String,
    pub name: String,
    pub extension: String,
    pub size: i64,
    pub mime_type: String,
    pub width: i64,
    pub height: i64,
    pub has_preview_image: bool,
    pub mini_preview: Option<Vec<u8>>,
    pub content: String,
}

/// Rows that are copied in together. Reused for every batch.
#[derive(Debug, Default)]
pub struct PostCopy {
    posts: CopyText,
    reactions: CopyText,
    threads: CopyText,
    files: CopyText,
}

impl PostCopy {
    pub fn post(&mut self, post: &PostRow<'_>) {
        let file_ids = json_list(post.file_ids);
        let copy = &mut self.posts;
        copy.text(post.id.as_str()).int(post.create_at).int(post.update_at).int(0);
        copy.text(post.user_id.as_str()).text(post.channel_id.as_str()).text(post.root_id.as_str()).text("");
        copy.text(post.message).text(post.post_type).text(post.props).text(post.hashtags).text("[]").text(&file_ids);
        copy.flag(post.has_reactions).int(post.edit_at).flag(post.pinned).null();
        copy.end_row();
    }

    pub fn reaction(&mut self, reaction: &ReactionRow, now_ms: i64) {
        let copy = &mut self.reactions;
        copy.text(reaction.user_id.as_str()).text(reaction.post_id.as_str()).text(&reaction.emoji_name);
        copy.int(reaction.create_at).int(now_ms).int(0).text("").text(reaction.channel_id.as_str());
        copy.end_row();
    }

    pub fn thread(&mut self, thread: &ThreadRow) {
        let copy = &mut self.threads;
        copy.text(thread.root_id.as_str()).int(thread.reply_count).int(thread.last_reply_at);
        copy.text(&json_list(&thread.participants)).text(thread.channel_id.as_str()).text(thread.team_id.as_str());
        copy.end_row();
    }

    pub fn file(&mut self, file: &FileRow) {
        let copy = &mut self.files;
        copy.text(file.id.as_str()).text(file.user_id.as_str()).text(file.post_id.as_str());
        copy.text(file.channel_id.as_str()).int(file.create_at).int(file.create_at).int(0).text(&file.path);
        copy.text(&file.thumbnail_path).text(&file.preview_path).text(&file.name).text(&file.extension);
        copy.int(file.size).text(&file.mime_type).int(file.width).int(file.height).flag(file.has_preview_image);
        match &file.mini_preview {
            Some(bytes) => copy.bytes(bytes),
            None => copy.null(),
        };
        copy.text(&file.content).text("").flag(false);
        copy.end_row();
    }

    /// Copies everything in, which leaves nothing.
    pub async fn write_in_tx(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let copies = [
            (COPY_POSTS, &mut self.posts),
            (COPY_REACTIONS, &mut self.reactions),
            (COPY_THREADS, &mut self.threads),
            (COPY_FILES, &mut self.files),
        ];
        for (sql, copy) in copies {
            if copy.rows() > 0 {
                tx.copy_in(sql, copy.take()).await?;
            }
        }
        Ok(())
    }
}

/// A JSON list of ids, which need no escapes.
fn json_list(ids: &[Id]) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    format!("[{}]", quoted.join(","))
}
