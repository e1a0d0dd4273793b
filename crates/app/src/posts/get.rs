//! Reading one post.

use roost_model::errors::post as errors;
use roost_model::permission::Permission;
use roost_model::post::Post;
use roost_model::{Id, errors::channel as channel_errors};
use roost_store::post_lists as store;

use super::metadata;
use crate::access::ChannelAccess;
use crate::access::channel::{self, ReadContent};
use crate::{AppError, Ctx};

/// The post if there is one, a deleted one too.
pub(super) async fn post_find(ctx: &Ctx, id: Id) -> Result<Option<Post>, AppError> {
    if id.is_empty() { Ok(None) } else { Ok(store::post_get(ctx.db(), id).await?) }
}

/// A post that is not deleted, with the proof that the session's user may read its channel.
pub(crate) async fn readable(ctx: &Ctx, id: Id) -> Result<(Post, ChannelAccess<ReadContent>), AppError> {
    let post = post_find(ctx, id).await?.filter(|post| post.delete_at == 0).ok_or(errors::NOT_FOUND)?;
    let access = of(ctx, &post).await?;
    Ok((post, access))
}

/// As [`readable`], but for who may not read everything an unknown post is 403, so that ids cannot be probed.
pub(crate) async fn readable_or_denied(ctx: &Ctx, id: Id) -> Result<(Post, ChannelAccess<ReadContent>), AppError> {
    let Some(post) = post_find(ctx, id).await? else {
        let all = ctx.can(Permission::ReadChannelContent);
        return Err(if all { errors::NOT_FOUND.into() } else { AppError::no_permission() });
    };
    let access = of(ctx, &post).await?;
    if post.delete_at > 0 {
        return Err(errors::NOT_FOUND.into());
    }
    Ok((post, access))
}

/// The proof that the session's user may read the channel of this post.
pub(super) async fn of(ctx: &Ctx, post: &Post) -> Result<ChannelAccess<ReadContent>, AppError> {
    let channel = channel::channel_find(ctx, post.channel_id).await?.ok_or(channel_errors::NOT_FOUND)?;
    channel::of(ctx, channel).await
}

/// One post as clients see it. Deleted posts are for those who may read them.
pub async fn post_get(ctx: &Ctx, id: Id, include_deleted: bool) -> Result<Post, AppError> {
    if include_deleted {
        ctx.require(Permission::ReadDeletedPosts)?;
    }
    let post =
        post_find(ctx, id).await?.filter(|post| include_deleted || post.delete_at == 0).ok_or(errors::NOT_FOUND)?;
    of(ctx, &post).await?;
    metadata::one(ctx, post).await
}
