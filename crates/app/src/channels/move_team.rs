//! Moving channels to another team, and making channels of group messages.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::channel as errors;
use roost_model::permission::Permission;
use roost_store::{channel_members as members, channels as store};

use super::actions::ReadInside;
use super::say::Speaker;
use super::update::name_taken;
use super::{events, notices};
use crate::access::channel::{self, channel_get};
use crate::access::team::{can_in_team, team_get};
use crate::record::Kind;
use crate::users::{own_user, user_get};
use crate::{AppError, Ctx, Record};

/// Moves a channel. Deactivated members are left behind; others who are not in the new team stop the move, or with
/// `force` are left behind too.
pub async fn channel_move(ctx: &Ctx, id: Id, team_id: Id, force: bool) -> Result<Channel, AppError> {
    let known = channel_get(ctx, id).await?;
    let team = team_get(ctx, team_id).await?;
    if known.channel_type.is_conversation() {
        return Err(errors::MOVE_TYPE.into());
    }
    ctx.require(Permission::ManageSystem)?;
    let user = own_user(ctx).await?;
    let from = team_get(ctx, known.team_id).await?;
    let mut moving = (*known).clone();
    moving.team_id = team.id;
    let speaker = Speaker::prepare(ctx, &moving).await?;

    let mut tx = ctx.db().begin().await?;
    let mut channel = store::channel_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    let mut record = Record::new();
    let mut leaving = members::channel_member_deactivated_in_tx(&mut tx, id).await?;
    let outside = members::channel_member_outside_team_in_tx(&mut tx, id, team.id).await?;
    let strangers = outside.iter().any(|id| !leaving.contains(id));
    if strangers && !force {
        return Err(errors::MOVE_MEMBERS.into());
    }
    leaving.extend(outside.into_iter().filter(|_| force));
    leaving.sort_unstable();
    leaving.dedup();
    for gone in members::channel_member_remove_in_tx(&mut tx, id, &leaving, ctx.now_ms()).await? {
        record.left_channel(gone, id);
        for event in events::user_removed(&channel, gone, user.id) {
            record.event(event);
        }
    }
    channel.team_id = team.id;
    channel.update_at = ctx.now_ms();
    store::channel_update_in_tx(&mut tx, &channel).await.map_err(name_taken)?;
    store::channel_hooks_move_in_tx(&mut tx, id, team.id, ctx.now_ms());
    store::channel_threads_move_in_tx(&mut tx, id, team.id);
    roost_store::categories::sidebar_forget_channel_in_tx(&mut tx, id, team.id);
    record.invalidate(Kind::Channel, id).event(events::updated(&channel));
    if !channel.is_deleted() {
        speaker.say(ctx, &mut tx, &mut record, &user, notices::moved(&user, &from.name)).await?;
    }
    ctx.commit(tx, record).await?;
    Ok(channel)
}

/// Name and place of the channel that a group message becomes.
#[derive(Debug)]
pub struct Conversion {
    pub team_id: Id,
    pub name: String,
    pub display_name: String,
}

/// Makes a private channel of a group message, with its members and history, in a team that all of them are in.
pub async fn channel_convert_group(ctx: &Ctx, id: Id, to: Conversion) -> Result<Channel, AppError> {
    let access = channel::channel::<ReadInside>(ctx, id).await?;
    let user = own_user(ctx).await?;
    if user.is_guest() {
        return Err(errors::GROUP_CONVERT_GUEST.into());
    }
    if access.channel.channel_type != ChannelType::Group || !access.perms.member {
        return Err(AppError::no_permission());
    }
    if !store::channel_common_teams(ctx.db(), id).await?.contains(&to.team_id) {
        return Err(errors::GROUP_CONVERT_TEAM.into());
    }
    if !can_in_team(ctx, to.team_id, Permission::CreatePrivateChannel).await? {
        return Err(AppError::no_permission());
    }
    let target = Channel {
        channel_type: ChannelType::Private,
        team_id: to.team_id,
        name: to.name,
        display_name: to.display_name.trim().to_owned(),
        update_at: ctx.now_ms(),
        ..(*access.channel).clone()
    };
    target.validate()?;
    let speaker = Speaker::prepare(ctx, &target).await?;

    let mut tx = ctx.db().begin().await?;
    let current = store::channel_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    if current.channel_type != ChannelType::Group {
        return Err(AppError::no_permission());
    }
    let ids = members::channel_member_ids_in_tx(&mut tx, id).await?;
    let channel = Channel {
        header: current.header,
        last_post_at: current.last_post_at,
        last_root_post_at: current.last_root_post_at,
        total_msg_count: current.total_msg_count,
        total_msg_count_root: current.total_msg_count_root,
        ..target
    };
    store::channel_update_in_tx(&mut tx, &channel).await.map_err(name_taken)?;
    store::channel_threads_move_in_tx(&mut tx, id, to.team_id);
    let mut people = Vec::with_capacity(ids.len());
    for member in ids {
        people.push(user_get(ctx, member).await?);
    }
    people.sort_by(|a: &Arc<_>, b| a.username.cmp(&b.username));
    let mut record = Record::new();
    record.invalidate(Kind::Channel, id).event(events::updated(&channel));
    speaker.say(ctx, &mut tx, &mut record, &user, notices::became_channel(&user, &people)).await?;
    record.event(events::converted_for_members(&channel));
    ctx.commit(tx, record).await?;
    Ok(channel)
}
