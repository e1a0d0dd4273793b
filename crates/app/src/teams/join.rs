//! Becoming a member of a team, and of its default channels.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::channel_member::default_notify_props;
use roost_model::errors::team as errors;
use roost_model::permission::Permission;
use roost_model::post::kind;
use roost_model::team::Team;
use roost_model::team_member::TeamMember;
use roost_model::user::User;
use roost_store::Tx;
use roost_store::channel_members::{NewMember, channel_member_insert_in_tx};
use roost_store::channels::channel_get_by_name_in_tx;
use roost_store::team_members::{NewTeamMember, team_member_count_in_tx, team_member_insert_in_tx};
use serde_json::{Map, Value};

use super::create::DEFAULT_CHANNELS;
use super::{events, member};
use crate::access::team::{can_in_team, team_get};
use crate::channels::events::user_added_here;
use crate::posts::{SystemPost, system_post_in_tx};
use crate::users::user_get;
use crate::{AppError, Ctx, Record};

/// What came of joining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinedTeam {
    New,
    /// The user was a member already; nothing was changed.
    Already,
}

/// Adds a user to a team on behalf of the session's user, who may be the same.
pub async fn team_member_add(ctx: &Ctx, team_id: Id, user_id: Id) -> Result<TeamMember, AppError> {
    let team = team_get(ctx, team_id).await?;
    let own = user_id == ctx.user_id();
    let may_join = own
        && if team.allow_open_invite {
            ctx.can(Permission::JoinPublicTeams)
        } else {
            ctx.can(Permission::JoinPrivateTeams)
        };
    if !may_join && !can_in_team(ctx, team_id, Permission::AddUserToTeam).await? {
        return Err(AppError::no_permission());
    }
    let user = user_get(ctx, user_id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    if join_in_tx(ctx, &mut tx, &mut record, &team, user, false).await? == JoinedTeam::New {
        ctx.commit(tx, record).await?;
    }
    let shown = member::members_shown(ctx, &team, &[user_id]).await?.pop();
    shown.ok_or_else(|| errors::MEMBER_NOT_FOUND.into())
}

/// Makes `user` a member of the team and of its default channels, with the posts and events that tell so.
pub async fn join_in_tx(
    ctx: &Ctx,
    tx: &mut Tx,
    record: &mut Record,
    team: &Team,
    user: Arc<User>,
    admin: bool,
) -> Result<JoinedTeam, AppError> {
    let max = ctx.config().team.max_users_per_team;
    if team_member_count_in_tx(tx, team.id).await? >= max {
        return Err(AppError::new(errors::FULL).with("max", max.to_string()));
    }
    let new = NewTeamMember { user_id: user.id, guest: user.is_guest(), admin };
    if team_member_insert_in_tx(tx, team.id, &[new], ctx.now_ms()).await?.is_empty() {
        return Ok(JoinedTeam::Already);
    }
    record.joined_team(user.id, team.id);
    if !user.is_guest() {
        for (name, _) in DEFAULT_CHANNELS {
            let channel = channel_get_by_name_in_tx(tx, team.id, name).await?;
            if let Some(channel) = channel.filter(|channel| !channel.is_deleted()) {
                join_default_channel(ctx, tx, record, Arc::new(channel), &user, admin).await?;
            }
        }
    }
    record.event(events::added_to_team(team.id, user.id));
    Ok(JoinedTeam::New)
}

async fn join_default_channel(
    ctx: &Ctx,
    tx: &mut Tx,
    record: &mut Record,
    channel: Arc<Channel>,
    user: &Arc<User>,
    admin: bool,
) -> Result<(), AppError> {
    let new = NewMember { user_id: user.id, guest: false, admin };
    channel_member_insert_in_tx(tx, channel.id, &[new], &default_notify_props(), ctx.now_ms()).await?;
    record.joined_channel(user.id, channel.id);
    let first = DEFAULT_CHANNELS.first().is_some_and(|(name, _)| *name == channel.name);
    let (kind, message) = if first {
        (kind::JOIN_TEAM, format!("{} joined the team.", user.username))
    } else {
        (kind::JOIN_CHANNEL, format!("{} joined the channel.", user.username))
    };
    let props = Map::from_iter([("username".to_owned(), Value::String(user.username.clone()))]);
    let post = SystemPost {
        channel: channel.clone(),
        author: user.clone(),
        kind,
        message,
        props,
        mentioned: Vec::new(),
        root_id: Id::EMPTY,
        audience: Arc::default(),
    };
    system_post_in_tx(ctx, tx, record, post).await?;
    record.event(user_added_here(&channel, user.id));
    Ok(())
}
