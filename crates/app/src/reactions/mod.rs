//! Reactions to posts.

mod add;
mod list;
mod remove;

pub(crate) use add::changed as reaction_changed;
pub use add::reaction_add;
pub use list::{reactions_of_post, reactions_of_posts};
pub use remove::reaction_remove;

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::errors::{channel as channel_errors, post as errors};
use roost_model::permission::Permission;
use roost_model::post::Post;
use roost_store::post_lists;

use crate::access::channel::{self, ChannelAction};
use crate::{AppError, Ctx};

/// A post that is not deleted, with its channel, in which the session's user may do `A`. Of a post that there is not,
/// only those learn who have `permission` everywhere.
async fn post_for<A: ChannelAction>(
    ctx: &Ctx,
    id: Id,
    permission: Permission,
) -> Result<(Post, Arc<Channel>), AppError> {
    let Some(post) = post_lists::post_get(ctx.db(), id).await?.filter(|post| post.delete_at == 0) else {
        ctx.require(permission)?;
        return Err(errors::NOT_FOUND.into());
    };
    let channel = channel::channel_find(ctx, post.channel_id).await?.ok_or(channel_errors::NOT_FOUND)?;
    let access = channel::of::<A>(ctx, channel).await?;
    Ok((post, access.channel))
}
