//! Deleting bookmarks.

use roost_model::Id;
use roost_model::bookmark::ChannelBookmark;
use roost_model::errors::bookmark as errors;
use roost_model::ws::bookmark::BookmarkChanged;
use roost_model::ws::event;
use roost_store::bookmarks as store;

use super::change::require_in;
use super::{Act, bookmarks_of, lock, told};
use crate::{AppError, Ctx, Record};

/// Deletes a bookmark, and its file with it.
pub async fn bookmark_remove(ctx: &Ctx, channel: Id, id: Id) -> Result<ChannelBookmark, AppError> {
    let channel = bookmarks_of(ctx, channel, Act::Remove).await?;
    require_in(ctx, channel.id, id).await?;
    let mut tx = ctx.db().begin().await?;
    let all = lock(&mut tx, channel.id, Act::Remove).await?;
    let mut bookmark = all.into_iter().find(|one| one.id == id).ok_or(errors::NOT_FOUND)?;
    (bookmark.update_at, bookmark.delete_at) = (ctx.now_ms(), ctx.now_ms());
    store::bookmark_save_in_tx(&mut tx, &bookmark);
    if !bookmark.file_id.is_empty() {
        store::bookmark_file_delete_in_tx(&mut tx, bookmark.file_id, ctx.now_ms());
    }
    let mut record = Record::new();
    record.event(told(ctx, event::CHANNEL_BOOKMARK_DELETED, &BookmarkChanged::new(&bookmark), channel.id));
    ctx.commit(tx, record).await?;
    Ok(bookmark)
}
