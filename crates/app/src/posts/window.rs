//! The posts of a channel, page by page.

use roost_model::Id;
use roost_model::post::PostList;
use roost_store::post_lists as store;

use super::metadata;
use crate::access::channel::{self, ReadContent};
use crate::{AppError, Ctx};

/// Which posts of a channel are asked for.
#[derive(Clone, Debug, Default)]
pub struct Window {
    pub page: i64,
    pub per_page: i64,
}

/// The posts of a channel, newest first.
pub async fn channel_posts(ctx: &Ctx, channel: Id, window: &Window) -> Result<PostList, AppError> {
    let access = channel::channel_or_404::<ReadContent>(ctx, channel).await?;
    let posts = store::post_page(ctx.db(), access.channel.id, window.per_page, window.page * window.per_page).await?;
    let mut list = PostList::default();
    posts.into_iter().for_each(|post| list.push(post));
    metadata::list(ctx, list).await
}
