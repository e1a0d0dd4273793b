//! Bookmarks of channels. Whoever changes them has the channel's row, so that places are given one after another.

mod add;
mod change;
mod list;
mod remove;
mod rights;
mod sort;

pub use add::bookmark_add;
pub use change::bookmark_change;
pub use list::bookmark_list;
pub use remove::bookmark_remove;
pub use rights::{Act, bookmarks_of};
pub use sort::bookmark_sort;

use roost_model::Id;
use roost_model::bookmark::ChannelBookmark;
use roost_model::errors::{bookmark as errors, channel as channel_errors};
use roost_realtime::{Audience, Event};
use roost_store::{Tx, bookmarks as store, channels};
use serde::Serialize;

use crate::{AppError, Ctx};

/// A channel's bookmarks from first to last; nobody else changes them until the transaction ends.
async fn lock(tx: &mut Tx, channel: Id, act: Act) -> Result<Vec<ChannelBookmark>, AppError> {
    let locked = channels::channel_lock_in_tx(tx, channel).await?.ok_or(channel_errors::NOT_FOUND)?;
    if locked.is_deleted() {
        return Err(act.archived().into());
    }
    Ok(store::bookmark_list_in_tx(tx, channel).await?)
}

/// Gives a bookmark the file that it names.
async fn take_file(tx: &mut Tx, bookmark: &mut ChannelBookmark) -> Result<(), AppError> {
    if bookmark.file_id.is_empty() {
        bookmark.file = None;
        return Ok(());
    }
    let file = store::bookmark_file_take_in_tx(tx, bookmark.file_id, bookmark.channel_id).await?;
    bookmark.file = Some(file.ok_or(errors::INVALID_FILE)?);
    Ok(())
}

/// To everybody in the channel but the window that did it.
fn told(ctx: &Ctx, name: &str, data: &impl Serialize, channel: Id) -> Event {
    Event::new(name, data, Audience::channel(channel).omit_connection(&ctx.client().connection_id))
}
