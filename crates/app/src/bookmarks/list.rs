//! Reading bookmarks.

use roost_model::Id;
use roost_model::bookmark::ChannelBookmark;
use roost_store::bookmarks as store;

use crate::access::channel::{self, ReadContent};
use crate::{AppError, Ctx};

/// The bookmarks of a channel from first to last. With `since_ms` above 0 those that changed since, deleted ones too.
pub async fn bookmark_list(ctx: &Ctx, channel: Id, since_ms: i64) -> Result<Vec<ChannelBookmark>, AppError> {
    let access = channel::channel_or_404::<ReadContent>(ctx, channel).await?;
    Ok(store::bookmark_list(ctx.db(), access.channel.id, since_ms).await?)
}
