//! Joining a team by its invitation or by one that was sent.

use std::sync::Arc;

use roost_model::Id;
use roost_model::errors::{team as errors, user as user_errors};
use roost_model::team::{InviteInfo, Team};
use roost_model::team_member::TeamMember;
use roost_model::user::User;
use roost_store::channel_members::NewMember;
use roost_store::tokens::Token;
use roost_store::{Tx, channel_members, teams as store, tokens};

use super::add::join;
use super::join::{JoinedTeam, join_in_tx};
use super::member;
use crate::access::channel::channel_find;
use crate::access::team::team_get;
use crate::channels::events::user_added;
use crate::users::own_user;
use crate::{AppError, Ctx, Record};

/// Purpose of the token of an invitation of people.
pub(super) const TEAM_INVITATION: &str = "team_invitation";
/// Purpose of the token of an invitation of guests, which names channels.
pub(super) const GUEST_INVITATION: &str = "guest_invitation";
/// Invitations are good for two days.
const INVITATION_AGE_MS_MAX: i64 = 48 * 60 * 60 * 1_000;

/// What somebody with the invitation may know about the team, without an account.
pub async fn team_invite_info(ctx: &Ctx, invite_id: &str) -> Result<InviteInfo, AppError> {
    let team = by_invite(ctx, invite_id).await?;
    if !team.is_open() {
        return Err(errors::INVITE_NOT_OPEN.into());
    }
    Ok(InviteInfo { display_name: team.display_name, description: team.description, name: team.name, id: team.id })
}

/// The team of an invitation that anybody may use who has it: 404 for an unknown one, 403 when groups decide.
async fn team_of_invite(ctx: &Ctx, invite_id: &str) -> Result<Team, AppError> {
    let team = by_invite(ctx, invite_id).await?;
    if team.group_constrained == Some(true) {
        return Err(user_errors::INVITE_ID_BY_GROUP.into());
    }
    Ok(team)
}

async fn by_invite(ctx: &Ctx, invite_id: &str) -> Result<Team, AppError> {
    store::team_get_by_invite(ctx.db(), invite_id).await?.ok_or_else(|| errors::BY_INVITE_NOT_FOUND.into())
}

/// The session's user joins by the invitation of the team.
pub async fn join_by_invite(ctx: &Ctx, invite_id: &str) -> Result<TeamMember, AppError> {
    let user = own_user(ctx).await?;
    if user.is_guest() {
        return Err(errors::INVITE_GUEST.into());
    }
    let team = team_of_invite(ctx, invite_id).await?;
    join(ctx, &team, user, None).await
}

/// The session's user joins by an invitation that was sent, which is used up.
pub async fn join_by_token(ctx: &Ctx, token: &str) -> Result<TeamMember, AppError> {
    let token = tokens::token_get(ctx.db(), token).await?.ok_or(user_errors::SIGNUP_LINK_INVALID)?;
    if !matches!(token.purpose.as_str(), TEAM_INVITATION | GUEST_INVITATION) {
        return Err(user_errors::SIGNUP_LINK_INVALID.into());
    }
    if ctx.now_ms() - token.create_at >= INVITATION_AGE_MS_MAX {
        return Err(user_errors::SIGNUP_LINK_EXPIRED.into());
    }
    let user = own_user(ctx).await?;
    let (team, channels) = invited_to(ctx, &token).await?;
    if user.is_guest() != (token.purpose == GUEST_INVITATION) {
        return Err(errors::INVITE_OTHER_KIND.into());
    }
    let user_id = user.id;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    tokens::token_delete_in_tx(&mut tx, &token.token);
    join_invited_in_tx(ctx, &mut tx, &mut record, &team, &channels, user).await?;
    ctx.commit(tx, record).await?;
    let shown = member::members_shown(ctx, &team, &[user_id]).await?.pop();
    shown.ok_or_else(|| errors::MEMBER_NOT_FOUND.into())
}

/// Where an invitation leads: the team, and the channels of it that guests are invited to.
async fn invited_to(ctx: &Ctx, token: &Token) -> Result<(Arc<Team>, Vec<Id>), AppError> {
    let extra: serde_json::Value = serde_json::from_str(&token.extra).unwrap_or_default();
    let text = |name: &str| extra.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    let team = team_get(ctx, Id::parse_or_empty(text("teamId"))).await?;
    if team.group_constrained == Some(true) {
        return Err(user_errors::INVITE_TOKEN_BY_GROUP.into());
    }
    Ok((team, text("channels").split_ascii_whitespace().filter_map(Id::parse).collect()))
}

/// Makes somebody who was invited a member of the team and of the channels that the invitation names.
async fn join_invited_in_tx(
    ctx: &Ctx,
    tx: &mut Tx,
    record: &mut Record,
    team: &Team,
    channels: &[Id],
    user: Arc<User>,
) -> Result<JoinedTeam, AppError> {
    let joined = join_in_tx(ctx, tx, record, team, user.clone(), None).await?;
    let props = roost_model::channel_member::default_notify_props();
    for id in channels {
        let Some(channel) = channel_find(ctx, *id).await?.filter(|c| c.team_id == team.id && !c.is_deleted()) else {
            continue;
        };
        let new = NewMember { user_id: user.id, guest: user.is_guest(), admin: false };
        let added = channel_members::channel_member_insert_in_tx(tx, *id, &[new], &props, ctx.now_ms()).await?;
        if !added.is_empty() {
            record.joined_channel(user.id, *id);
            for event in user_added(&channel, user.id) {
                record.event(event);
            }
        }
    }
    Ok(joined)
}
