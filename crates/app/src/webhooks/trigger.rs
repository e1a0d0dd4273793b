//! Somebody posts, and programs are told: outgoing webhooks, after the post is there.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::post::Post;
use roost_model::user::User;
use roost_model::webhook::{OutgoingAnswer, OutgoingCall, OutgoingWebhook};
use roost_model::wire;
use roost_store::webhooks as store;
use serde_json::Value;

use super::fire::first;
use crate::access::team::team_get;
use crate::oauth::call_proven;
use crate::outgoing::{CallAnswer, Request};
use crate::posts::burning::burns;
use crate::posts::integration::{IntegrationPost, in_the_name_of, integration_post};
use crate::users::user_find;
use crate::{AppError, Ctx};

const JSON: &str = "application/json";

/// Calls the webhooks that a new post sets off. Nobody waits for it: what goes wrong is in the log only.
pub fn hooks_trigger(ctx: &Ctx, channel: &Arc<Channel>, author: &Arc<User>, post: &Post) {
    // What burns is for people.
    if burns(post) {
        return;
    }
    if channel.channel_type != ChannelType::Open || !ctx.config().service.enable_outgoing_webhooks {
        return;
    }
    let known = ctx.app().caches.outgoing_hooks.get(&channel.team_id);
    if known.is_some_and(|hooks| hooks.is_empty()) {
        return;
    }
    let (own, channel, author, post) = (ctx.detached(), channel.clone(), author.clone(), post.clone());
    let started = ctx.app().outgoing.in_background(async move {
        if let Err(error) = trigger(&own, &channel, &author, &post).await {
            tracing::warn!(%error, post = %post.id, "outgoing webhooks could not be called");
        }
    });
    if !started {
        tracing::warn!("too many calls under way; the outgoing webhooks of a post are left out");
    }
}

/// The webhooks of a team, remembered: most posts set none off.
async fn hooks_of(ctx: &Ctx, team: Id) -> Result<Arc<Vec<OutgoingWebhook>>, AppError> {
    let db = ctx.db();
    let load = async || store::outgoing_of_team(db, team).await.map(Some);
    Ok(ctx.app().caches.outgoing_hooks.get_or_load(&team, load).await?.unwrap_or_default())
}

async fn trigger(ctx: &Ctx, channel: &Arc<Channel>, author: &User, post: &Post) -> Result<(), AppError> {
    let hooks = hooks_of(ctx, channel.team_id).await?;
    let first_word = post.message.split_whitespace().next().unwrap_or_default();
    for hook in hooks.iter() {
        let Some(word) = hook.triggered_by(channel.id, first_word) else { continue };
        let call = OutgoingCall {
            token: hook.token.clone(),
            team_id: channel.team_id,
            team_domain: team_get(ctx, channel.team_id).await?.name.clone(),
            channel_id: channel.id,
            channel_name: channel.name.clone(),
            timestamp: post.create_at,
            user_id: post.user_id,
            user_name: author.username.clone(),
            post_id: post.id,
            text: post.message.clone(),
            trigger_word: word.to_owned(),
            file_ids: post.files().iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        };
        for url in &hook.callback_urls {
            call_one(ctx, hook, channel, post, request(hook, url, &call));
        }
    }
    Ok(())
}

fn request(hook: &OutgoingWebhook, url: &str, call: &OutgoingCall) -> Request {
    if hook.content_type == JSON {
        return Request::json(url, call);
    }
    Request::form(url, &call.fields())
}

/// Each address by itself: one that is slow holds no other up.
fn call_one(ctx: &Ctx, hook: &OutgoingWebhook, channel: &Arc<Channel>, post: &Post, request: Request) {
    let (own, hook, channel) = (ctx.clone(), hook.clone(), channel.clone());
    let thread = post.thread_id();
    let started = ctx.app().outgoing.in_background(async move {
        let answered = match call_proven(&own, request).await {
            Ok(answer) => answered(&own, &hook, channel, thread, &answer).await,
            Err(error) => Err(error),
        };
        if let Err(error) = answered {
            tracing::warn!(%error, hook = %hook.id, "a call of an outgoing webhook failed");
        }
    });
    if !started {
        tracing::warn!(hook = %post.id, "too many calls under way; one of an outgoing webhook is left out");
    }
}

/// Posts what was answered, if it says anything.
async fn answered(
    ctx: &Ctx,
    hook: &OutgoingWebhook,
    channel: Arc<Channel>,
    thread: Id,
    answer: &CallAnswer,
) -> Result<(), AppError> {
    if !answer.is_ok() {
        return Err(AppError::internal(format!("status {}", answer.status)));
    }
    // An answer that is no JSON has nothing to say.
    let Ok(answer) = wire::decode::<OutgoingAnswer>(&answer.body) else { return Ok(()) };
    if answer.text.is_none() && answer.attachments.as_array().is_none_or(Vec::is_empty) {
        return Ok(());
    }
    let Some(user) = user_find(ctx, hook.creator_id).await? else { return Ok(()) };
    let ctx = in_the_name_of(ctx, &user);
    let mut props = answer.props;
    props.insert("webhook_display_name".to_owned(), Value::from(hook.display_name.clone()));
    let post = IntegrationPost {
        text: answer.text.unwrap_or_default(),
        username: first([answer.username, hook.username.clone()]),
        icon_url: first([answer.icon_url, hook.icon_url.clone()]),
        props,
        attachments: answer.attachments,
        post_type: answer.answer_type,
        root_id: if answer.response_type == "comment" { thread } else { Id::EMPTY },
        priority: answer.priority,
        ..IntegrationPost::default()
    };
    integration_post(&ctx, channel, &user, post).await
}
