//! A program posts at the address of an incoming webhook.

use std::sync::Arc;

use roost_model::ErrorId;
use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::webhook as errors;
use roost_model::permission::Permission;
use roost_model::webhook::{IncomingCall, IncomingWebhook};
use roost_store::channels::channel_get_by_name;
use roost_store::users::user_list_by_usernames;
use roost_store::webhooks as store;
use serde_json::Value;

use crate::access::channel::{can_in_channel, channel_find};
use crate::channels::channel_direct_of;
use crate::posts::integration::{IntegrationPost, in_the_name_of, integration_post};
use crate::users::user_find;
use crate::{AppError, Ctx};

/// Posts what the call says. Callers are told one error whatever is wrong, with the status of what it was.
pub async fn incoming_fire(ctx: &Ctx, id: Id, call: IncomingCall) -> Result<(), AppError> {
    fired(ctx, id, call).await.map_err(|error| {
        if error.id.status >= 500 && error.id != *errors::FIRE_OFF {
            return error;
        }
        let told = ErrorId { status: error.id.status, ..*errors::FIRE_GENERAL };
        AppError::of(told).because(error)
    })
}

async fn fired(ctx: &Ctx, id: Id, call: IncomingCall) -> Result<(), AppError> {
    if !ctx.config().service.enable_incoming_webhooks {
        return Err(errors::FIRE_OFF.into());
    }
    let hook = store::incoming_get(ctx.db(), id).await?.ok_or(errors::FIRE_INVALID)?;
    if call.text.is_empty() && call.attachments.is_null() {
        return Err(errors::FIRE_TEXT.into());
    }
    let user = user_find(ctx, hook.user_id).await?.ok_or(errors::FIRE_USER)?;
    let ctx = in_the_name_of(ctx, &user);
    let channel = channel_of(&ctx, &hook, &call.channel).await?;
    if hook.channel_locked && channel.id != hook.channel_id {
        return Err(errors::FIRE_LOCKED.into());
    }
    let hidden = channel.channel_type != ChannelType::Open;
    if hidden && !can_in_channel(&ctx, channel.id, Permission::ReadChannelContent).await? {
        return Err(errors::FIRE_PERMISSIONS.into());
    }
    let mut props = call.props;
    props.insert("webhook_display_name".to_owned(), Value::from(hook.display_name));
    let post = IntegrationPost {
        text: call.text,
        username: first([call.username, hook.username]),
        icon_url: first([call.icon_url, hook.icon_url]),
        icon_emoji: call.icon_emoji,
        props,
        attachments: call.attachments,
        post_type: call.call_type,
        priority: call.priority,
        ..IntegrationPost::default()
    };
    integration_post(&ctx, channel, &user, post).await?;
    ctx.app().metrics.post_webhooks.inc();
    Ok(())
}

/// The first of these that is not empty.
pub(super) fn first(texts: [String; 2]) -> String {
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// Where it goes: to a channel of the team by name, to a person, or into the webhook's own channel.
async fn channel_of(ctx: &Ctx, hook: &IncomingWebhook, name: &str) -> Result<Arc<Channel>, AppError> {
    if name.is_empty() {
        return channel_find(ctx, hook.channel_id).await?.ok_or_else(|| errors::FIRE_CHANNEL.into());
    }
    if let Some(username) = name.strip_prefix('@') {
        let found = user_list_by_usernames(ctx.db(), &[username.to_lowercase()]).await?;
        let other = found.first().ok_or(errors::FIRE_NO_USER)?.id;
        return Ok(Arc::new(channel_direct_of(ctx, hook.user_id, other).await?));
    }
    let name = name.strip_prefix('#').unwrap_or(name);
    let found = channel_get_by_name(ctx.db(), hook.team_id, name).await?;
    found.filter(|channel| !channel.is_deleted()).map(Arc::new).ok_or_else(|| errors::FIRE_CHANNEL.into())
}
