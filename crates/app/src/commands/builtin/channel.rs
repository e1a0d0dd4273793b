//! Commands about channels.

use roost_model::channel::{ChannelMemberDraft, ChannelPatch, DEFAULT_NAME};
use roost_model::command::CommandResponse;
use roost_store::channels::channel_get_by_name;

use super::super::execute::Call;
use super::{refused, told};
use crate::channels::{channel_member_add, channel_member_remove, channel_patch};
use crate::{AppError, Ctx};

/// Header, purpose or name.
pub(super) async fn change(ctx: &Ctx, call: &Call) -> Result<CommandResponse, AppError> {
    if call.text.is_empty() {
        return Ok(told("Write the new text behind the command."));
    }
    if call.trigger != "header" && call.channel.channel_type.is_conversation() {
        return Ok(told("A conversation has neither a name nor a purpose."));
    }
    let text = Some(call.text.clone());
    let patch = match call.trigger.as_str() {
        "header" => ChannelPatch { header: text, ..ChannelPatch::default() },
        "purpose" => ChannelPatch { purpose: text, ..ChannelPatch::default() },
        _ => ChannelPatch { display_name: text, ..ChannelPatch::default() },
    };
    match channel_patch(ctx, call.channel.id, &patch).await {
        Ok(_) => Ok(CommandResponse::default()),
        Err(error) => refused(error),
    }
}

pub(super) async fn join(ctx: &Ctx, call: &Call) -> Result<CommandResponse, AppError> {
    let missing = || told("There is no such channel.");
    let name = call.text.strip_prefix('~').unwrap_or(&call.text).to_lowercase();
    let Some(team) = &call.team else { return Ok(missing()) };
    let found = channel_get_by_name(ctx.db(), team.id, &name).await?;
    let Some(channel) = found.filter(|channel| !channel.is_deleted()) else { return Ok(missing()) };
    let draft = ChannelMemberDraft { user_id: ctx.user_id().to_string(), ..ChannelMemberDraft::default() };
    match channel_member_add(ctx, channel.id, draft).await {
        Ok(_) => Ok(CommandResponse { goto_location: call.goto(&channel.name), ..CommandResponse::default() }),
        // Whether a private channel of this name is there is nobody's business.
        Err(error) if error.id.status == 403 => Ok(missing()),
        Err(error) => refused(error),
    }
}

pub(super) async fn leave(ctx: &Ctx, call: &Call) -> Result<CommandResponse, AppError> {
    match channel_member_remove(ctx, call.channel.id, ctx.user_id()).await {
        Ok(()) => Ok(CommandResponse { goto_location: call.goto(DEFAULT_NAME), ..CommandResponse::default() }),
        Err(error) => refused(error),
    }
}
