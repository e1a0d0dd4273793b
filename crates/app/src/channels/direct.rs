//! Conversations of one or two users.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType, direct_name};
use roost_model::channel_member::default_notify_props;
use roost_model::errors::channel as errors;
use roost_model::permission::Permission;
use roost_model::user::User;
use roost_store::channel_members::{NewMember, channel_member_insert_in_tx};
use roost_store::{Tx, channels as store};

use super::events;
use super::visible::require_visible;
use crate::access::team::memberships;
use crate::users::user_find;
use crate::{AppError, Ctx, Record};

/// The direct channel of the two users in `ids` (one of them twice or alone: with themselves), made if it is not there.
pub async fn channel_direct(ctx: &Ctx, ids: &[String]) -> Result<Channel, AppError> {
    let users = parse_users(ids)?;
    ctx.require(Permission::CreateDirectChannel)?;
    if !users.contains(&ctx.user_id()) {
        ctx.require(Permission::ManageSystem)?;
    }
    let [one, two] = users;
    let (first, second) = if two == ctx.user_id() { (two, one) } else { (one, two) };
    require_visible(ctx, &[first, second]).await?;
    channel_direct_of(ctx, first, second).await
}

fn parse_users(ids: &[String]) -> Result<[Id; 2], AppError> {
    let mut users = Vec::with_capacity(2);
    for id in ids {
        users.push(Id::parse(id).ok_or_else(|| AppError::invalid_body("user_id"))?);
    }
    match *users.as_slice() {
        [one] => Ok([one, one]),
        [one, two] => Ok([one, two]),
        _ => Err(AppError::invalid_body("user_ids")),
    }
}

/// As [`channel_direct`], for work in anybody's name: nobody's permission is asked for.
pub async fn channel_direct_of(ctx: &Ctx, creator: Id, other: Id) -> Result<Channel, AppError> {
    let name = direct_name(creator, other);
    if let Some(channel) = store::channel_get_by_name(ctx.db(), Id::EMPTY, &name).await? {
        return Ok(channel);
    }
    let one = user_find(ctx, creator).await?.ok_or(errors::DIRECT_INVALID_USER)?;
    let two = user_find(ctx, other).await?.ok_or(errors::DIRECT_INVALID_USER)?;
    require_common_team(ctx, &one, &two).await?;
    let channel = Channel {
        id: ctx.new_id(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        channel_type: ChannelType::Direct,
        name,
        creator_id: creator,
        shared: Some(false),
        ..Channel::default()
    };
    channel.validate()?;
    let mut tx = ctx.db().begin().await?;
    if !store::channel_insert_in_tx(&mut tx, &channel).await?.made {
        return made_by_somebody_else(ctx, tx, &channel.name).await;
    }
    let mut record = Record::new();
    add_members_in_tx(ctx, &mut tx, &channel, &[one, two], &mut record).await?;
    record.event(events::direct_added(&channel, creator, other));
    ctx.commit(tx, record).await?;
    Ok(channel)
}

/// The channel that another request made at the same time. The empty record comes after that request's own, so that the
/// caller is known as a member when they hear of it.
pub(super) async fn made_by_somebody_else(ctx: &Ctx, mut tx: Tx, name: &str) -> Result<Channel, AppError> {
    let there = store::channel_get_by_name_in_tx(&mut tx, Id::EMPTY, name).await?;
    ctx.commit(tx, Record::new()).await?;
    there.ok_or_else(|| AppError::internal(format!("the name {name} is taken, but no channel has it")))
}

/// The users of a fresh conversation.
pub(super) async fn add_members_in_tx(
    ctx: &Ctx,
    tx: &mut Tx,
    channel: &Channel,
    users: &[Arc<User>],
    record: &mut Record,
) -> Result<(), AppError> {
    let new = |user: &Arc<User>| NewMember { user_id: user.id, guest: user.is_guest(), admin: false };
    let mut members: Vec<NewMember> = users.iter().map(new).collect();
    members.dedup_by_key(|member| member.user_id);
    channel_member_insert_in_tx(tx, channel.id, &members, &default_notify_props(), ctx.now_ms()).await?;
    for member in members {
        record.joined_channel(member.user_id, channel.id);
    }
    Ok(())
}

/// With the setting for it, 403 unless the two share a team; bots may write to anybody.
async fn require_common_team(ctx: &Ctx, one: &User, two: &User) -> Result<(), AppError> {
    if ctx.config().team.restrict_direct_message != "team" || one.id == two.id || one.is_bot || two.is_bot {
        return Ok(());
    }
    let (ones, twos) = (memberships(ctx, one.id).await?, memberships(ctx, two.id).await?);
    if ones.teams.keys().any(|team| twos.teams.contains_key(team)) {
        return Ok(());
    }
    Err(errors::DIRECT_TEAM_RESTRICTED.into())
}
