//! Making public and private channels.

use roost_model::Id;
use roost_model::channel::{BannerInfo, Channel, ChannelDraft, ChannelPatch, ChannelType};
use roost_model::channel_member::default_notify_props;
use roost_model::errors::channel as errors;
use roost_model::permission::Permission;
use roost_store::channel_members::{NewMember, channel_member_insert_in_tx};
use roost_store::channels as store;

use super::say::Speaker;
use super::{events, notices};
use crate::access::team::{self, require_in_team};
use crate::users::own_user;
use crate::{AppError, Ctx, Record};

/// Makes a public or private channel with the session's user as its administrator.
pub async fn channel_create(ctx: &Ctx, draft: ChannelDraft) -> Result<Channel, AppError> {
    let Some(team_id) = Id::parse(&draft.team_id) else { return Err(AppError::invalid_body("team_id")) };
    let channel_type = ChannelType::parse(&draft.channel_type);
    match channel_type {
        Some(ChannelType::Open) => require_in_team(ctx, team_id, Permission::CreatePublicChannel).await?,
        Some(ChannelType::Private) => require_in_team(ctx, team_id, Permission::CreatePrivateChannel).await?,
        Some(_) => return Err(errors::CREATE_DIRECT_HERE.into()),
        None => {}
    }
    let channel = prepare(ctx, &draft, team_id, channel_type.unwrap_or_default());
    channel.validate()?;
    if channel_type.is_none() {
        return Err(errors::INVALID_TYPE.into());
    }
    let team = team::team_get(ctx, team_id).await?;
    let user = own_user(ctx).await?;

    let speaker = Speaker::new(&channel);
    let mut tx = ctx.db().begin().await?;
    let inserted = store::channel_insert_in_tx(&mut tx, &channel).await?;
    let max = ctx.config().team.max_channels_per_team;
    if inserted.team_count >= max {
        return Err(AppError::new(errors::MAX_PER_TEAM).with("team", &team.name).with("max", max.to_string()));
    }
    if !inserted.made {
        return Err(errors::NAME_TAKEN.into());
    }
    let creator = NewMember { user_id: user.id, guest: user.is_guest(), admin: true };
    channel_member_insert_in_tx(&mut tx, channel.id, &[creator], &default_notify_props(), ctx.now_ms()).await?;
    let mut record = Record::new();
    record.joined_channel(user.id, channel.id).event(events::created(&channel, user.id));
    speaker.say(ctx, &mut tx, &mut record, &user, notices::joined(&user)).await?;
    ctx.commit(tx, record).await?;
    Ok(channel)
}

/// The channel as it will be stored: what clients may not set is left out.
fn prepare(ctx: &Ctx, draft: &ChannelDraft, team_id: Id, channel_type: ChannelType) -> Channel {
    let mut channel = Channel {
        id: ctx.new_id(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        team_id,
        channel_type,
        display_name: draft.display_name.trim().to_owned(),
        name: draft.name.clone(),
        header: draft.header.clone(),
        purpose: draft.purpose.clone(),
        creator_id: ctx.user_id(),
        group_constrained: draft.group_constrained,
        banner_info: draft.banner_info.as_ref().map(|_| BannerInfo::default()),
        default_category_name: draft.default_category_name.clone(),
        ..Channel::default()
    };
    channel.apply(&ChannelPatch { banner_info: draft.banner_info.clone(), ..ChannelPatch::default() });
    channel
}
