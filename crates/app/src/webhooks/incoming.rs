//! Setting up addresses at which programs post.

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::webhook as errors;
use roost_model::permission::Permission::{
    self, BypassIncomingWebhookChannelLock, ManageOthersIncomingWebhooks, ManageOwnIncomingWebhooks,
};
use roost_model::user::is_valid_username;
use roost_model::webhook::{IncomingDraft, IncomingPage, IncomingWebhook};
use roost_store::channel_lists::Page;
use roost_store::webhooks::{self as store, HookFilter};

use super::gone;
use crate::access::channel::{can_in_channel, channel_get};
use crate::access::team::{can_in_team, require_in_team};
use crate::users::user_get;
use crate::{AppError, Ctx, Record};

/// A webhook for a channel, in the session user's name or, by whoever manages those of others, in somebody else's.
pub async fn incoming_create(ctx: &Ctx, draft: IncomingDraft) -> Result<IncomingWebhook, AppError> {
    let channel = channel_get(ctx, Id::parse_or_empty(&draft.channel_id)).await?;
    require_in_team(ctx, channel.team_id, ManageOwnIncomingWebhooks).await?;
    require_channel(ctx, &channel).await?;
    let mut user_id = ctx.user_id();
    if !draft.user_id.is_empty() && draft.user_id != user_id.as_str() {
        require_in_team(ctx, channel.team_id, ManageOthersIncomingWebhooks).await?;
        user_id = user_get(ctx, Id::parse_or_empty(&draft.user_id)).await?.id;
    }
    require_on(ctx)?;
    if !draft.id.is_empty() {
        return Err(errors::IN_ID_GIVEN.into());
    }
    let mut hook = IncomingWebhook {
        id: ctx.new_id(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        user_id,
        team_id: channel.team_id,
        ..IncomingWebhook::default()
    };
    fill(ctx, &mut hook, draft, &channel).await?;
    let mut tx = ctx.db().begin().await?;
    store::incoming_insert_in_tx(&mut tx, &hook);
    ctx.commit(tx, Record::new()).await?;
    Ok(hook)
}

/// Replaces what may be changed. Owner and team stay.
pub async fn incoming_update(ctx: &Ctx, id: Id, draft: IncomingDraft) -> Result<IncomingWebhook, AppError> {
    if draft.id != id.as_str() {
        return Err(AppError::invalid_body("hook_id"));
    }
    let mut hook = found(ctx, id).await?;
    if !draft.team_id.is_empty() && draft.team_id != hook.team_id.as_str() {
        return Err(errors::TEAM_MISMATCH.into());
    }
    require_own(ctx, &hook).await?;
    let channel = channel_get(ctx, Id::parse_or_empty(&draft.channel_id)).await?;
    require_channel(ctx, &channel).await?;
    if channel.team_id != hook.team_id {
        return Err(errors::TEAM_MISMATCH.into());
    }
    hook.update_at = ctx.now_ms().max(hook.update_at + 1);
    fill(ctx, &mut hook, draft, &channel).await?;
    let mut tx = ctx.db().begin().await?;
    store::incoming_update_in_tx(&mut tx, &hook);
    ctx.commit(tx, Record::new()).await.map_err(|error| gone(error, errors::IN_NOT_FOUND))?;
    Ok(hook)
}

/// Takes over what a client may set, as far as the server's settings let it.
async fn fill(ctx: &Ctx, hook: &mut IncomingWebhook, draft: IncomingDraft, channel: &Channel) -> Result<(), AppError> {
    let config = ctx.config();
    let when = |on: bool, text: String| if on { text } else { String::new() };
    hook.channel_id = channel.id;
    hook.display_name = draft.display_name;
    hook.description = draft.description;
    hook.username = when(config.service.enable_post_username_override, draft.username);
    hook.icon_url = when(config.service.enable_post_icon_override, draft.icon_url);
    let bypasses = can_in_team(ctx, channel.team_id, BypassIncomingWebhookChannelLock).await?;
    hook.channel_locked = draft.channel_locked || !bypasses;
    if !hook.username.is_empty() && !is_valid_username(&hook.username) {
        return Err(errors::IN_BAD_USERNAME.into());
    }
    Ok(hook.validate()?)
}

/// One page: of one's own, or of everybody's for those who manage them.
pub async fn incoming_list(ctx: &Ctx, team: Id, page: Page) -> Result<Vec<IncomingWebhook>, AppError> {
    let filter = list_filter(ctx, team).await?;
    require_on(ctx)?;
    Ok(store::incoming_page(ctx.db(), &filter, page).await?)
}

/// As [`incoming_list`], with the number on all pages.
pub async fn incoming_list_counted(ctx: &Ctx, team: Id, page: Page) -> Result<IncomingPage, AppError> {
    let incoming_webhooks = incoming_list(ctx, team, page).await?;
    let total_count = store::incoming_count(ctx.db(), &list_filter(ctx, team).await?).await?;
    Ok(IncomingPage { incoming_webhooks, total_count })
}

async fn list_filter(ctx: &Ctx, team: Id) -> Result<HookFilter, AppError> {
    let may = async |permission: Permission| match team.some() {
        Some(team) => can_in_team(ctx, team, permission).await,
        None => Ok(ctx.can(permission)),
    };
    if !may(ManageOwnIncomingWebhooks).await? {
        return Err(AppError::no_permission().because(ManageOwnIncomingWebhooks.name()));
    }
    let everybody = may(ManageOthersIncomingWebhooks).await?;
    Ok(HookFilter { team: team.some(), creator: (!everybody).then(|| ctx.user_id()), ..HookFilter::default() })
}

/// One webhook, for those who may change it.
pub async fn incoming_get(ctx: &Ctx, id: Id) -> Result<IncomingWebhook, AppError> {
    let hook = found(ctx, id).await?;
    require_own(ctx, &hook).await?;
    let channel = channel_get(ctx, hook.channel_id).await?;
    require_channel(ctx, &channel).await?;
    Ok(hook)
}

/// Deletes it; the address is dead from then on.
pub async fn incoming_delete(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    incoming_get(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    store::incoming_delete_in_tx(&mut tx, id, ctx.now_ms());
    ctx.commit(tx, Record::new()).await.map_err(|error| gone(error, errors::IN_NOT_FOUND))
}

fn require_on(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().service.enable_incoming_webhooks { Ok(()) } else { Err(errors::IN_OFF.into()) }
}

async fn found(ctx: &Ctx, id: Id) -> Result<IncomingWebhook, AppError> {
    require_on(ctx)?;
    store::incoming_get(ctx.db(), id).await?.ok_or_else(|| errors::IN_NOT_FOUND.into())
}

async fn require_own(ctx: &Ctx, hook: &IncomingWebhook) -> Result<(), AppError> {
    require_in_team(ctx, hook.team_id, ManageOwnIncomingWebhooks).await?;
    if hook.user_id == ctx.user_id() {
        return Ok(());
    }
    require_in_team(ctx, hook.team_id, ManageOthersIncomingWebhooks).await
}

/// 403 for private channels that the session may not read.
async fn require_channel(ctx: &Ctx, channel: &Channel) -> Result<(), AppError> {
    let read = Permission::ReadChannelContent;
    if channel.channel_type == ChannelType::Open || can_in_channel(ctx, channel.id, read).await? {
        return Ok(());
    }
    Err(AppError::no_permission().because(read.name()))
}
