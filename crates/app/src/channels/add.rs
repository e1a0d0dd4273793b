//! Joining channels and adding people to them.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::{Channel, ChannelMemberDraft};
use roost_model::channel_member::{ChannelMember, default_notify_props};
use roost_model::errors::{channel as errors, team as team_errors};
use roost_model::user::User;
use roost_store::channel_members::{self as store, NewMember};

use super::actions::{Join, ManageMembers};
use super::notices::Notice;
use super::roles::shown;
use super::say::Speaker;
use super::{events, notices};
use crate::access::channel::{self, channel_get};
use crate::access::team::memberships;
use crate::posts::post_get;
use crate::users::{own_user, user_get};
use crate::{AppError, Ctx, Record};

/// Whom a request adds: one user or several. The answers differ in form.
pub enum Added {
    One(Box<ChannelMember>),
    Several(Vec<ChannelMember>),
}

/// Adds the users of the draft to the channel: oneself by the right to join, others by the right to manage members.
/// Who is in it already stays as they are. Of several users those who can be added are; it fails when none can.
pub async fn channel_member_add(ctx: &Ctx, id: Id, draft: ChannelMemberDraft) -> Result<Added, AppError> {
    let (users, several) = parse_users(&draft)?;
    let root_id = match draft.post_root_id.as_str() {
        "" => Id::EMPTY,
        text => Id::parse(text).ok_or_else(|| AppError::invalid_body("post_root_id"))?,
    };
    let channel = channel_get(ctx, id).await?;
    if !root_id.is_empty() && post_get(ctx, root_id, false).await?.channel_id != id {
        return Err(AppError::invalid_body("post_root_id"));
    }
    if channel.channel_type.is_conversation() {
        return Err(errors::MEMBER_ADD_TYPE.into());
    }
    let mut candidates = Vec::with_capacity(users.len());
    let mut refused = None;
    for user in users {
        match candidate(ctx, &channel, user).await {
            Ok(user) => candidates.push(user),
            Err(error) => refused = Some(error),
        }
    }
    if let Some(error) = refused.filter(|_| candidates.is_empty()) {
        return Err(error);
    }
    let mut members = add(ctx, &channel, &candidates, root_id).await?;
    match members.pop() {
        Some(one) if !several => Ok(Added::One(Box::new(one))),
        last => {
            members.extend(last);
            Ok(Added::Several(members))
        }
    }
}

fn parse_users(draft: &ChannelMemberDraft) -> Result<(Vec<Id>, bool), AppError> {
    let bad = || AppError::invalid_body("user_id or user_ids");
    let Some(list) = &draft.user_ids else { return Ok((vec![Id::parse(&draft.user_id).ok_or_else(bad)?], false)) };
    let mut users = Vec::with_capacity(list.len());
    for text in list {
        let user = Id::parse(text).ok_or_else(bad)?;
        if !users.contains(&user) {
            users.push(user);
        }
    }
    if users.is_empty() { Err(bad()) } else { Ok((users, true)) }
}

/// The user, if the session's user may add them to the channel and they can be in it.
async fn candidate(ctx: &Ctx, channel: &Arc<Channel>, id: Id) -> Result<Arc<User>, AppError> {
    let theirs = memberships(ctx, id).await?;
    let member = theirs.channels.contains_key(&channel.id);
    if id != ctx.user_id() {
        channel::of::<ManageMembers>(ctx, channel.clone()).await?;
    } else if !member && channel.is_open() {
        channel::of::<Join>(ctx, channel.clone()).await?;
    } else if !member {
        channel::of::<ManageMembers>(ctx, channel.clone()).await?;
    }
    let user = user_get(ctx, id).await?;
    if member {
        return Ok(user);
    }
    if user.delete_at != 0 {
        return Err(errors::MEMBER_DEACTIVATED.into());
    }
    if !theirs.teams.contains_key(&channel.team_id) {
        return Err(team_errors::MEMBER_NOT_FOUND.into());
    }
    if channel.group_constrained == Some(true)
        && store::channel_member_in_groups(ctx.db(), channel.id, &[id]).await?.is_empty()
    {
        return Err(errors::MEMBER_DENIED.into());
    }
    Ok(user)
}

/// Makes the users members in one transaction and answers all their memberships, as they were when they joined.
async fn add(ctx: &Ctx, channel: &Channel, users: &[Arc<User>], root_id: Id) -> Result<Vec<ChannelMember>, AppError> {
    let actor = own_user(ctx).await?;
    let speaker = Speaker::prepare(ctx, channel).await?;
    let new: Vec<NewMember> = users.iter().map(|user| new_member(user)).collect();
    let ids: Vec<Id> = users.iter().map(|user| user.id).collect();
    let mut tx = ctx.db().begin().await?;
    let props = default_notify_props();
    let joined = store::channel_member_insert_in_tx(&mut tx, channel.id, &new, &props, ctx.now_ms()).await?;
    let mut rows = store::channel_member_list_by_ids_in_tx(&mut tx, channel.id, &ids).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.member.user_id));
    let mut record = Record::new();
    for user in users.iter().filter(|user| joined.contains(&user.id)) {
        record.joined_channel(user.id, channel.id);
        for event in events::user_added(channel, user.id) {
            record.event(event);
        }
        if !channel.is_deleted() {
            let author = if user.id == actor.id { user } else { &actor };
            let notice = announcement(&actor, user, root_id);
            speaker.say(ctx, &mut tx, &mut record, author, notice).await?;
        }
    }
    // Even where somebody else was faster: this record comes after theirs, and the caller finds the members there.
    ctx.commit(tx, record).await?;
    Ok(shown(ctx, rows))
}

pub(super) fn new_member(user: &User) -> NewMember {
    NewMember { user_id: user.id, guest: user.is_guest(), admin: false }
}

fn announcement(actor: &User, user: &User, root_id: Id) -> Notice {
    if actor.id == user.id { notices::joined(user) } else { notices::added(actor, user, root_id) }
}
