//! Posts that burn when they are read. What they say stands in a table of its own: the row of the post is empty, so that
//! whatever reads posts (lists, threads, search, exports) has nothing to give away. Only [`fill`] puts it in, for the author
//! and for those who have opened the post.

mod burn;
mod expire;
mod fill;
mod new;
mod reveal;

pub(super) use burn::erase;
pub use burn::post_burn;
pub use expire::burn_next;
pub(crate) use fill::secret_require;
pub(super) use fill::{fill, shown};
pub(super) use new::{EXPIRE_AT, prepare};
pub use reveal::post_reveal;

use roost_model::errors::post as errors;
use roost_model::post::{Post, PostMetadata, kind};
use roost_model::{ErrorId, Id};

use super::get;
use crate::access::channel;
use crate::{AppError, Ctx};

/// Whether it is such a post.
pub(crate) fn burns(post: &Post) -> bool {
    post.post_type == kind::BURN_ON_READ
}

/// The post without what it says: how it is stored, and what everybody sees who has not opened it.
pub(super) fn blank(post: &Post) -> Post {
    let priority = post.metadata.as_ref().and_then(|metadata| metadata.priority.clone());
    Post {
        message: String::new(),
        hashtags: String::new(),
        file_ids: Some(Vec::new()),
        metadata: Some(PostMetadata { priority, ..PostMetadata::default() }),
        ..post.clone()
    }
}

fn enabled(ctx: &Ctx) -> bool {
    let config = ctx.config();
    config.feature_flags.burn_on_read && config.service.enable_burn_on_read
}

/// A post in a channel that the session's user reads as a member; `elsewhere` is the refusal for others who may read it.
async fn in_own_channel(ctx: &Ctx, id: Id, elsewhere: &'static ErrorId) -> Result<Post, AppError> {
    if !enabled(ctx) {
        return Err(errors::REVEAL_DISABLED.into());
    }
    let (post, access) = get::readable(ctx, id).await?;
    if !channel::channel_perms(ctx, &access.channel).await?.member {
        return Err(elsewhere.into());
    }
    Ok(post)
}
