//! Putting bookmarks in another order.

use roost_model::Id;
use roost_model::bookmark::ChannelBookmark;
use roost_model::errors::bookmark as errors;
use roost_model::ws::bookmark::BookmarksChanged;
use roost_model::ws::event;
use roost_store::bookmarks as store;

use super::{Act, bookmarks_of, lock, told};
use crate::{AppError, Ctx, Record};

/// Puts a bookmark into a place, counted from 0, and gives all of the channel in their new order.
pub async fn bookmark_sort(ctx: &Ctx, channel: Id, id: Id, place: i64) -> Result<Vec<ChannelBookmark>, AppError> {
    if place < 0 {
        return Err(AppError::invalid_body("channelBookmarkSortOrder"));
    }
    let channel = bookmarks_of(ctx, channel, Act::Sort).await?;
    let mut tx = ctx.db().begin().await?;
    let mut all = lock(&mut tx, channel.id, Act::Sort).await?;
    let from = all.iter().position(|one| one.id == id).ok_or(errors::SORT_NOT_FOUND)?;
    let to = usize::try_from(place).ok().filter(|to| *to < all.len()).ok_or(errors::SORT_INVALID)?;
    let moved = all.remove(from);
    all.insert(to, moved);
    for (bookmark, order) in all.iter_mut().zip(0..) {
        if bookmark.sort_order != order {
            bookmark.sort_order = order;
            bookmark.update_at = ctx.now_ms();
            store::bookmark_save_in_tx(&mut tx, bookmark);
        }
    }
    let mut record = Record::new();
    record.event(told(ctx, event::CHANNEL_BOOKMARK_SORTED, &BookmarksChanged::sorted(&all), channel.id));
    ctx.commit(tx, record).await?;
    Ok(all)
}
