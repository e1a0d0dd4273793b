//! Changing bots: by their owners, or by whoever manages those of others.

use roost_model::Id;
use roost_model::bot::{Bot, BotPatch};
use roost_model::errors::bot as errors;
use roost_model::permission::Permission;
use roost_store::Tx;
use roost_store::bots as store;

use super::create::address;
use crate::record::Kind;
use crate::users::active::set_active;
use crate::users::patch::{taken, user_change_in_tx};
use crate::users::{events, user_find};
use crate::{AppError, Ctx, Record};

/// 404 for those who may not even see the bot, 403 for those who may not manage it.
async fn require_manage(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let bot = store::bot_get(ctx.db(), id).await?.ok_or(errors::NOT_FOUND)?;
    let (manage, read) = if bot.owner_id == ctx.user_id().as_str() {
        (Permission::ManageBots, Permission::ReadBots)
    } else {
        (Permission::ManageOthersBots, Permission::ReadOthersBots)
    };
    if ctx.can(manage) {
        return Ok(());
    }
    if ctx.can(read) { Err(AppError::no_permission().because(manage.name())) } else { Err(errors::NOT_FOUND.into()) }
}

/// Changes names and description. A bot that is switched off too.
pub async fn bot_patch(ctx: &Ctx, id: Id, patch: &BotPatch) -> Result<Bot, AppError> {
    require_manage(ctx, id).await?;
    let witnesses = events::witnesses(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let mut bot = locked(ctx, &mut tx, id).await?;
    bot.apply(patch);
    bot.validate()?;
    let rename = |user: &mut roost_model::user::User| {
        user.username.clone_from(&bot.username);
        user.first_name.clone_from(&bot.display_name);
        user.bot_description.clone_from(&bot.description);
        // Only what stands for an address follows the name: an account that was converted keeps its own.
        if user.email.ends_with("@localhost") {
            user.email = address(&bot.username);
        }
    };
    user_change_in_tx(ctx, &mut tx, &mut record, &witnesses, id, rename).await?;
    store::bot_update_in_tx(&mut tx, &bot);
    ctx.commit(tx, record).await.map_err(taken)?;
    Ok(bot)
}

/// Switches a bot on or off. One that is off has no sessions.
pub async fn bot_set_active(ctx: &Ctx, id: Id, active: bool) -> Result<Bot, AppError> {
    require_manage(ctx, id).await?;
    set_active(ctx, id, active, &[], false).await?;
    store::bot_get(ctx.db(), id).await?.ok_or_else(|| errors::NOT_FOUND.into())
}

/// Gives a bot to another owner, who need not exist but must be no bot.
pub async fn bot_assign(ctx: &Ctx, id: Id, owner: Id) -> Result<Bot, AppError> {
    require_manage(ctx, id).await?;
    if user_find(ctx, owner).await?.is_some_and(|user| user.is_bot) {
        return Err(AppError::no_permission().because("a bot owns no bots"));
    }
    let mut tx = ctx.db().begin().await?;
    let mut bot = locked(ctx, &mut tx, id).await?;
    bot.owner_id = owner.to_string();
    store::bot_update_in_tx(&mut tx, &bot);
    let mut record = Record::new();
    record.invalidate(Kind::User, id);
    ctx.commit(tx, record).await?;
    Ok(bot)
}

/// The bot as it is now, with a new time of change.
async fn locked(ctx: &Ctx, tx: &mut Tx, id: Id) -> Result<Bot, AppError> {
    let mut bot = store::bot_lock_in_tx(tx, id).await?.ok_or(errors::NOT_FOUND)?;
    bot.update_at = ctx.now_ms().max(bot.update_at + 1);
    Ok(bot)
}
