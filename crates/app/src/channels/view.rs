//! Reading on: what a user has seen of their channels.

use std::collections::BTreeMap;

use roost_model::Id;
use roost_model::channel::{ChannelUnread, ChannelView};
use roost_model::errors::channel as errors;
use roost_store::{Tx, channel_views as store, threads};

use super::actions::ReadInside;
use super::events;
use super::visible::require_self_or_editor;
use crate::access::channel;
use crate::notify::{Read, sends_pushes};
use crate::posts::{Level, audience_of};
use crate::{AppError, Ctx, Record};

/// Marks the channel that the user looks at now, and the one they come from, as read. Answers up to which time each is
/// read, Unix milliseconds.
pub async fn channel_view(ctx: &Ctx, user: Id, view: &ChannelView) -> Result<BTreeMap<Id, i64>, AppError> {
    require_self_or_editor(ctx, user)?;
    let mut channels = Vec::with_capacity(2);
    for (text, name) in [(&view.channel_id, "channel_id"), (&view.prev_channel_id, "prev_channel_id")] {
        if text.is_empty() {
            continue;
        }
        let id = Id::parse(text).ok_or_else(|| AppError::invalid_body(format!("channel_view.{name}")))?;
        if !channels.contains(&id) {
            channels.push(id);
        }
    }
    let times = mark(ctx, user, &channels, view.collapsed_threads_supported).await?;
    ctx.app().presence.views(ctx.app(), user, Id::parse_or_empty(&view.channel_id));
    Ok(times)
}

/// Marks several channels as read.
pub async fn channels_mark_read(ctx: &Ctx, user: Id, channels: &[Id]) -> Result<BTreeMap<Id, i64>, AppError> {
    require_self_or_editor(ctx, user)?;
    mark(ctx, user, channels, true).await
}

async fn mark(ctx: &Ctx, user: Id, channels: &[Id], collapsed: bool) -> Result<BTreeMap<Id, i64>, AppError> {
    if channels.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut tx = ctx.db().begin().await?;
    let viewed = store::channel_view_in_tx(&mut tx, user, channels).await?;
    let times: BTreeMap<Id, i64> = viewed.iter().map(|view| (view.channel_id, view.at)).collect();
    let changed: Vec<Id> = viewed.iter().filter(|view| view.changed).map(|view| view.channel_id).collect();
    if changed.is_empty() {
        return Ok(times);
    }
    let config = ctx.config();
    let collapses = collapses_threads(ctx, &mut tx, user).await?;
    let mut record = Record::new();
    let threads_too = config.service.thread_auto_follow && !(collapsed && collapses);
    if threads_too {
        store::channel_threads_read_in_tx(&mut tx, user, &changed, ctx.now_ms()).await?;
    }
    if config.service.enable_channel_viewed_messages {
        record.event(events::viewed(user, times.clone()));
    }
    if threads_too && collapses {
        for id in changed {
            record.event(events::threads_read(user, id, ctx.now_ms()));
        }
    }
    for view in viewed.iter().filter(|view| view.changed) {
        tell_phones(ctx, user, view).await?;
    }
    ctx.commit(tx, record).await?;
    Ok(times)
}

/// Takes from the user's phones what they show of a channel that was read, if they were told anything.
async fn tell_phones(ctx: &Ctx, user: Id, view: &store::Viewed) -> Result<(), AppError> {
    if !sends_pushes(&ctx.config()) {
        return Ok(());
    }
    let audience = audience_of(ctx, view.channel_id).await?;
    let level = audience.members.get(&user).map_or(Level::Nothing, |member| member.push.level);
    if view.mentions || level == Level::Everything {
        let session = ctx.session().map_or(Id::EMPTY, |session| session.id);
        ctx.notify_read(Read { user, channel: view.channel_id, root: Id::EMPTY, session });
    }
    Ok(())
}

/// Whether the user sees threads apart from their channels: by the configuration, or by their own choice.
async fn collapses_threads(ctx: &Ctx, tx: &mut Tx, user: Id) -> Result<bool, AppError> {
    let config = ctx.config();
    let fallback = match config.service.collapsed_threads.as_str() {
        "always_on" => return Ok(true),
        "disabled" => return Ok(false),
        other => other == "default_on",
    };
    let chosen = threads::collapsing_choices(tx, &[user]).await?;
    Ok(chosen.into_iter().find(|(id, _)| *id == user).map_or(fallback, |(_, on)| on))
}

/// What a user has not read in a channel. Messages of a muted channel do not count.
pub async fn channel_unread(ctx: &Ctx, user: Id, id: Id) -> Result<ChannelUnread, AppError> {
    require_self_or_editor(ctx, user)?;
    channel::channel::<ReadInside>(ctx, id).await?;
    let (mut unread, mark_unread) = store::channel_unread(ctx.db(), id, user).await?.ok_or(errors::UNREAD_NOT_FOUND)?;
    if mark_unread == "mention" {
        unread.msg_count = 0;
        unread.msg_count_root = 0;
    }
    Ok(unread)
}
