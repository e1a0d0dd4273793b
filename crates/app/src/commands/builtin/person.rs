//! Commands about the one who types them.

use roost_model::channel_member::notify;
use roost_model::command::CommandResponse;
use roost_model::preference::PreferenceDraft;
use roost_model::status::{CustomStatus, StatusChange};
use roost_model::user::string_map;
use roost_store::channels::channel_get_by_name;

use super::super::execute::Call;
use super::{refused, told};
use crate::channels::{channel_member, channel_member_set_notify_props};
use crate::preferences::preferences_save;
use crate::presence::status_set;
use crate::users::{custom_status_clear, custom_status_set};
use crate::{AppError, Ctx};

pub(super) async fn status(ctx: &Ctx, status: &str) -> Result<CommandResponse, AppError> {
    let change = StatusChange { user_id: ctx.user_id().to_string(), status: status.to_owned(), dnd_end_time: 0 };
    status_set(ctx, ctx.user_id(), change).await?;
    Ok(told(match status {
        "away" => "You are shown as away.",
        "dnd" => "Nobody disturbs you now.",
        "offline" => "You are shown as offline.",
        _ => "You are shown as online.",
    }))
}

/// An emoji between colons and a text; either may be left out. `clear` takes it back.
pub(super) async fn custom_status(ctx: &Ctx, text: &str) -> Result<CommandResponse, AppError> {
    if text.is_empty() {
        return Ok(told("Say what you are about: /status :coffee: Out for a coffee"));
    }
    let done = if text == "clear" {
        custom_status_clear(ctx, ctx.user_id()).await.map(|()| "Your status is cleared.")
    } else {
        let first = text.split_whitespace().next().unwrap_or_default();
        let emoji = first.strip_prefix(':').and_then(|rest| rest.strip_suffix(':')).filter(|name| !name.is_empty());
        let (emoji, text) = match emoji {
            Some(name) => (name, text.get(first.len()..).unwrap_or_default().trim()),
            None => ("speech_balloon", text),
        };
        let status = CustomStatus { emoji: emoji.to_owned(), text: text.to_owned(), ..CustomStatus::default() };
        custom_status_set(ctx, ctx.user_id(), status).await.map(|()| "Your status is set.")
    };
    done.map(told).or_else(refused)
}

pub(super) async fn previews(ctx: &Ctx, folded: bool) -> Result<CommandResponse, AppError> {
    let setting = PreferenceDraft {
        user_id: ctx.user_id().to_string(),
        category: "display_settings".to_owned(),
        name: "collapse_previews".to_owned(),
        value: folded.to_string(),
    };
    preferences_save(ctx, ctx.user_id(), vec![setting]).await?;
    Ok(told(if folded { "Previews are folded up now." } else { "Previews are unfolded now." }))
}

/// Mutes a channel, or takes that back.
pub(super) async fn mute(ctx: &Ctx, call: &Call) -> Result<CommandResponse, AppError> {
    let name = call.text.strip_prefix('~').unwrap_or(&call.text);
    let id = match (name, call.team.as_ref()) {
        ("", _) | (_, None) => Some(call.channel.id),
        (name, Some(team)) => channel_get_by_name(ctx.db(), team.id, name).await?.map(|channel| channel.id),
    };
    let Some(id) = id else { return Ok(told("There is no such channel.")) };
    let member = match channel_member(ctx, id, ctx.user_id()).await {
        Ok(member) => member,
        Err(error) => return refused(error),
    };
    let muted = member.notify_props.get(notify::MARK_UNREAD).is_some_and(|value| value == "mention");
    let value = if muted { "all" } else { "mention" };
    channel_member_set_notify_props(ctx, id, ctx.user_id(), string_map(&[(notify::MARK_UNREAD, value)])).await?;
    Ok(told(if muted { "You are told of the channel again." } else { "The channel is muted." }))
}
