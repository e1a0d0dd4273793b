//! Adding bookmarks.

use std::sync::Arc;

use roost_model::bookmark::{BookmarkDraft, ChannelBookmark};
use roost_model::channel::Channel;
use roost_model::file::FileInfo;
use roost_model::limits::BOOKMARKS_MAX;
use roost_model::ws::bookmark::BookmarkChanged;
use roost_model::ws::event;
use roost_store::bookmarks as store;

use super::{Act, lock, take_file, told};
use crate::{AppError, Ctx, Record};

/// Adds a bookmark behind the others. `channel` comes from [`super::bookmarks_of`].
pub async fn bookmark_add(ctx: &Ctx, channel: Arc<Channel>, draft: BookmarkDraft) -> Result<ChannelBookmark, AppError> {
    let mut bookmark = draft.bookmark()?;
    bookmark.id = ctx.new_id();
    bookmark.owner_id = ctx.user_id();
    bookmark.channel_id = channel.id;
    (bookmark.create_at, bookmark.update_at) = (ctx.now_ms(), ctx.now_ms());
    let mut tx = ctx.db().begin().await?;
    let others = lock(&mut tx, channel.id, Act::Add).await?;
    if others.len() >= BOOKMARKS_MAX {
        return Err(AppError::invalid_body("channelBookmark").because("the channel has as many as it may have"));
    }
    bookmark.sort_order = others.iter().map(|other| other.sort_order + 1).max().unwrap_or(0);
    take_file(&mut tx, &mut bookmark).await?;
    bookmark.file = bookmark.file.map(shown);
    store::bookmark_save_in_tx(&mut tx, &bookmark);
    let mut record = Record::new();
    record.event(told(ctx, event::CHANNEL_BOOKMARK_CREATED, &BookmarkChanged::new(&bookmark), channel.id));
    ctx.commit(tx, record).await?;
    Ok(bookmark)
}

/// What lists tell of a file.
fn shown(file: FileInfo) -> FileInfo {
    FileInfo {
        id: file.id,
        name: file.name,
        extension: file.extension,
        size: file.size,
        mime_type: file.mime_type,
        width: file.width,
        height: file.height,
        has_preview_image: file.has_preview_image,
        mini_preview: file.mini_preview,
        ..FileInfo::default()
    }
}
