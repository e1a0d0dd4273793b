//! Reading bots. Who may not see a bot learns nothing of it: it is not there.

use roost_model::Id;
use roost_model::bot::Bot;
use roost_model::errors::bot as errors;
use roost_model::permission::Permission;
use roost_store::bots as store;
use roost_store::channel_lists::Page;

use crate::{AppError, Ctx};

/// Which bots somebody asks for.
#[derive(Clone, Copy, Debug)]
pub struct BotListing {
    pub include_deleted: bool,
    pub only_orphaned: bool,
    pub page: Page,
}

/// One bot that the session's user may see, or 404.
pub async fn bot_get(ctx: &Ctx, id: Id, include_deleted: bool) -> Result<Bot, AppError> {
    let found = store::bot_get(ctx.db(), id).await?;
    let bot = found.filter(|bot| include_deleted || bot.delete_at == 0).ok_or(errors::NOT_FOUND)?;
    let own = bot.owner_id == ctx.user_id().as_str();
    let seen = ctx.can(Permission::ReadOthersBots) || (own && ctx.can(Permission::ReadBots));
    if seen { Ok(bot) } else { Err(errors::NOT_FOUND.into()) }
}

/// One page of all bots, or of one's own for those who may not see others'.
pub async fn bot_list(ctx: &Ctx, listing: BotListing) -> Result<Vec<Bot>, AppError> {
    let BotListing { include_deleted, only_orphaned, page } = listing;
    let owner = if ctx.can(Permission::ReadOthersBots) {
        None
    } else {
        ctx.require(Permission::ReadBots)?;
        Some(ctx.user_id())
    };
    Ok(store::bot_page(ctx.db(), &store::BotFilter { owner, include_deleted, only_orphaned }, page).await?)
}
