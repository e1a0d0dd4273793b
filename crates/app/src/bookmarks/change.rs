//! Changing bookmarks.

use roost_model::Id;
use roost_model::bookmark::{BookmarkPatch, BookmarkUpdated, ChannelBookmark};
use roost_model::errors::bookmark as errors;
use roost_model::ws::bookmark::BookmarksChanged;
use roost_model::ws::event;
use roost_store::bookmarks as store;

use super::{Act, bookmarks_of, lock, take_file, told};
use crate::{AppError, Ctx, Record};

/// Changes a bookmark. What somebody else wrote is kept as a deleted bookmark, and it is one's own from then on.
pub async fn bookmark_change(
    ctx: &Ctx,
    channel: Id,
    id: Id,
    patch: BookmarkPatch,
) -> Result<BookmarkUpdated, AppError> {
    require_in(ctx, channel, id).await?;
    let channel = bookmarks_of(ctx, channel, Act::Change).await?;
    let mut tx = ctx.db().begin().await?;
    let all = lock(&mut tx, channel.id, Act::Change).await?;
    let before = all.into_iter().find(|one| one.id == id).ok_or(errors::NOT_FOUND)?;
    let mut updated = before.clone();
    updated.patch(patch)?;
    if updated.file_id != before.file_id {
        take_file(&mut tx, &mut updated).await?;
    }
    updated.update_at = ctx.now_ms();
    let mut deleted = None;
    if before.owner_id != ctx.user_id() {
        let kept = ChannelBookmark { id: ctx.new_id(), update_at: ctx.now_ms(), delete_at: ctx.now_ms(), ..before };
        store::bookmark_save_in_tx(&mut tx, &kept);
        updated.owner_id = ctx.user_id();
        deleted = Some(kept);
    }
    store::bookmark_save_in_tx(&mut tx, &updated);
    // Told, but not kept, as in the original.
    updated.original_id = deleted.as_ref().map_or(Id::EMPTY, |kept| kept.id);
    let changed = BookmarkUpdated { updated, deleted };
    let mut record = Record::new();
    record.event(told(ctx, event::CHANNEL_BOOKMARK_UPDATED, &BookmarksChanged::updated(&changed), channel.id));
    ctx.commit(tx, record).await?;
    Ok(changed)
}

/// 404 unless there is such a bookmark, and 400 when it is another channel's.
pub(super) async fn require_in(ctx: &Ctx, channel: Id, id: Id) -> Result<(), AppError> {
    let found = store::bookmark_channel(ctx.db(), id).await?.ok_or(errors::NOT_FOUND)?;
    if found == channel { Ok(()) } else { Err(AppError::invalid_body("channel_id")) }
}
