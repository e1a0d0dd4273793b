//! Changing names, header, purpose and banner of a channel.

use roost_model::Id;
use roost_model::channel::{Channel, ChannelDraft, ChannelPatch, ChannelType, DEFAULT_NAME};
use roost_model::errors::channel as errors;
use roost_store::channels as store;

use super::actions::{ManageBanner, ManageProperties};
use super::say::Speaker;
use super::{events, notices};
use crate::access::ChannelAccess;
use crate::access::channel::{self, channel_get, channel_perms};
use crate::access::direct;
use crate::record::Kind;
use crate::users::own_user;
use crate::{AppError, Ctx, Record};

/// Changes what the patch names; header, purpose and display name are told in the channel.
pub async fn channel_patch(ctx: &Ctx, id: Id, patch: &ChannelPatch) -> Result<Channel, AppError> {
    let access = obtain(ctx, id).await?;
    if access.channel.channel_type.is_conversation() {
        if patch.name.is_some() || patch.display_name.is_some() || patch.purpose.is_some() {
            return Err(errors::UPDATE_CONVERSATION.into());
        }
        if patch.banner_info.is_some() {
            return Err(errors::UPDATE_BANNER_TYPE.into());
        }
        direct::require_common_team(ctx, &access.channel, errors::PATCH_RESTRICTED).await?;
    }
    if patch.banner_info.is_some() {
        access.also::<ManageBanner>()?;
    }
    change(ctx, &access, patch, true).await
}

/// Replaces header and purpose, and the names where there are any; only a new display name is told in the channel.
pub async fn channel_update(ctx: &Ctx, id: Id, draft: ChannelDraft) -> Result<Channel, AppError> {
    if draft.id != id.as_str() {
        return Err(AppError::invalid_body("channel_id"));
    }
    let access = obtain(ctx, id).await?;
    let channel_type = access.channel.channel_type;
    if !draft.channel_type.is_empty() && draft.channel_type != channel_type.as_str() && !access.channel.is_deleted() {
        return Err(errors::UPDATE_TYPE.into());
    }
    let changes = |new: &str, old: &str| !new.is_empty() && new != old;
    let old = &access.channel;
    if channel_type.is_conversation()
        && (changes(&draft.name, &old.name)
            || changes(&draft.display_name, &old.display_name)
            || changes(&draft.purpose, &old.purpose))
    {
        return Err(errors::REPLACE_CONVERSATION.into());
    }
    let filled = |text: String| (!text.is_empty()).then_some(text);
    let patch = ChannelPatch {
        display_name: filled(draft.display_name),
        name: filled(draft.name),
        header: Some(draft.header),
        purpose: Some(draft.purpose),
        group_constrained: draft.group_constrained,
        ..ChannelPatch::default()
    };
    change(ctx, &access, &patch, false).await
}

/// The channel with the right to change it; people outside a conversation are told so in its own words.
async fn obtain(ctx: &Ctx, id: Id) -> Result<ChannelAccess<ManageProperties>, AppError> {
    let channel = channel_get(ctx, id).await?;
    if channel.channel_type.is_conversation() && !channel_perms(ctx, &channel).await?.member {
        return Err(errors::UPDATE_FORBIDDEN.into());
    }
    channel::of(ctx, channel).await
}

async fn change(
    ctx: &Ctx,
    access: &ChannelAccess<ManageProperties>,
    patch: &ChannelPatch,
    tell_texts: bool,
) -> Result<Channel, AppError> {
    let user = own_user(ctx).await?;
    let speaker = Speaker::prepare(ctx, &access.channel).await?;
    let mut tx = ctx.db().begin().await?;
    let old = store::channel_lock_in_tx(&mut tx, access.channel.id).await?.ok_or(errors::NOT_FOUND)?;
    if old.is_deleted() {
        return Err(errors::UPDATE_DELETED.into());
    }
    let mut new = old.clone();
    new.apply(patch);
    new.display_name = new.display_name.trim().to_owned();
    if old.name == DEFAULT_NAME && new.name != old.name && old.channel_type == ChannelType::Open {
        return Err(errors::UPDATE_DEFAULT.into());
    }
    new.update_at = ctx.now_ms();
    new.validate()?;
    store::channel_update_in_tx(&mut tx, &new).await.map_err(name_taken)?;
    let mut record = Record::new();
    record.invalidate(Kind::Channel, new.id).event(events::updated(&new));
    if new.display_name != old.display_name {
        speaker.say(ctx, &mut tx, &mut record, &user, notices::display_name(&user, &old, &new)).await?;
    }
    if tell_texts && new.header != old.header {
        speaker.say(ctx, &mut tx, &mut record, &user, notices::header(&user, &old, &new)).await?;
    }
    if tell_texts && new.purpose != old.purpose {
        speaker.say(ctx, &mut tx, &mut record, &user, notices::purpose(&user, &old, &new)).await?;
    }
    ctx.commit(tx, record).await?;
    Ok(new)
}

/// The answer to a rename that meets another channel of the team.
pub(super) fn name_taken(error: roost_store::StoreError) -> AppError {
    if error.is_conflict("channels_name_teamid_key") { errors::NAME_TAKEN.into() } else { error.into() }
}
