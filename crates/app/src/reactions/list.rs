//! Reading reactions.

use std::collections::BTreeMap;

use roost_model::Id;
use roost_model::permission::Permission;
use roost_model::reaction::Reaction;
use roost_store::{post_lists, reactions as store};

use crate::access::channel::{self, ReadContent};
use crate::{AppError, Ctx};

/// The reactions to a post, oldest first.
pub async fn reactions_of_post(ctx: &Ctx, post: Id) -> Result<Vec<Reaction>, AppError> {
    require_readable(ctx, &[post]).await?;
    Ok(store::reaction_list(ctx.db(), &[post]).await?)
}

/// The reactions to several posts, each post with a list.
pub async fn reactions_of_posts(ctx: &Ctx, ids: &[Id]) -> Result<BTreeMap<Id, Vec<Reaction>>, AppError> {
    require_readable(ctx, ids).await?;
    let mut out: BTreeMap<Id, Vec<Reaction>> = ids.iter().map(|id| (*id, Vec::new())).collect();
    for reaction in store::reaction_list(ctx.db(), ids).await? {
        out.entry(reaction.post_id).or_default().push(reaction);
    }
    Ok(out)
}

/// 403 unless the session's user may read all these posts. Of posts that there are not, only those may ask who may
/// read everything.
async fn require_readable(ctx: &Ctx, ids: &[Id]) -> Result<(), AppError> {
    let found = post_lists::post_list(ctx.db(), ids).await?;
    if ids.iter().any(|id| !found.iter().any(|post| post.id == *id)) {
        ctx.require(Permission::ReadChannelContent)?;
    }
    let mut channels: Vec<Id> = found.iter().map(|post| post.channel_id).collect();
    channels.sort_unstable();
    channels.dedup();
    for id in channels {
        channel::channel::<ReadContent>(ctx, id).await?;
    }
    Ok(())
}
