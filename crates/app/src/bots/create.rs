//! Making bots.

use std::sync::Arc;

use roost_model::Id;
use roost_model::bot::{Bot, BotPatch};
use roost_model::errors::bot as errors;
use roost_model::permission::Permission;
use roost_model::post::kind;
use roost_model::user::{ROLE_SYSTEM_USER, User, UserSecrets, default_notify_props, default_timezone};
use roost_store::bots as store;
use roost_store::users::{change, user_insert_in_tx};

use crate::channels::channel_direct_of;
use crate::posts::{SystemPost, audience_of, system_post_in_tx};
use crate::users::patch::taken;
use crate::users::{events, own_user, user_get};
use crate::{AppError, Ctx, Record};

/// A bot with an account of its own, owned by the session's user.
pub async fn bot_create(ctx: &Ctx, patch: &BotPatch) -> Result<Bot, AppError> {
    ctx.require(Permission::CreateBot)?;
    if own_user(ctx).await?.is_bot {
        return Err(AppError::no_permission().because("a bot makes no bots"));
    }
    if !ctx.config().service.enable_bot_account_creation {
        return Err(errors::CREATION_OFF.into());
    }
    let mut bot = Bot {
        user_id: ctx.new_id(),
        owner_id: ctx.user_id().to_string(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        ..Bot::default()
    };
    bot.apply(patch);
    bot.validate()?;
    let user = account(ctx, &bot);
    user.validate()?;
    let mut tx = ctx.db().begin().await?;
    user_insert_in_tx(&mut tx, &user, &UserSecrets::default());
    change::user_first_preferences_in_tx(&mut tx, user.id);
    store::bot_insert_in_tx(&mut tx, &bot);
    let mut record = Record::new();
    record.event(events::new_user(user.id));
    ctx.commit(tx, record).await.map_err(taken)?;
    if let Err(error) = greet(ctx, bot.user_id).await {
        // The bot is there; that it could not write to its owner is no reason to say otherwise.
        tracing::warn!(%error, "a new bot could not write to its owner");
    }
    Ok(bot)
}

/// Mail address of the account of a bot, which nobody reads.
pub(super) fn address(username: &str) -> String {
    format!("{username}@localhost")
}

fn account(ctx: &Ctx, bot: &Bot) -> User {
    User {
        id: bot.user_id,
        create_at: bot.create_at,
        update_at: bot.create_at,
        username: bot.username.clone(),
        email: address(&bot.username),
        first_name: bot.display_name.clone(),
        roles: ROLE_SYSTEM_USER.to_owned(),
        notify_props: default_notify_props(),
        last_password_update: bot.create_at,
        locale: ctx.config().localization.default_client_locale.clone(),
        timezone: Some(default_timezone()),
        ..User::default()
    }
}

/// The bot says to its owner what to do next.
async fn greet(ctx: &Ctx, bot: Id) -> Result<(), AppError> {
    let channel = Arc::new(channel_direct_of(ctx, bot, ctx.user_id()).await?);
    let post = SystemPost {
        author: user_get(ctx, bot).await?,
        kind: kind::ADD_BOT_TEAMS_CHANNELS,
        message: "Add me to the teams and channels in which I am to work.".to_owned(),
        props: serde_json::Map::from_iter([("from_bot".to_owned(), "true".into())]),
        mentioned: Vec::new(),
        root_id: Id::EMPTY,
        files: Vec::new(),
        audience: audience_of(ctx, channel.id).await?,
        set_online: true,
        channel,
    };
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    system_post_in_tx(ctx, &mut tx, &mut record, post).await?;
    ctx.commit(tx, record).await
}
