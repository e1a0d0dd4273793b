//! Leaving a team and taking people out of it.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::DEFAULT_NAME;
use roost_model::errors::team as errors;
use roost_model::permission::Permission;
use roost_model::team::Team;
use roost_model::user::User;
use roost_store::Tx;
use roost_store::channels::channel_get_by_name_in_tx;
use roost_store::team_members as store;

use super::{events, notices};
use crate::access::team::{require_in_team, team_get};
use crate::posts::system_post_in_tx;
use crate::record::Kind;
use crate::users::user_get;
use crate::{AppError, Ctx, Record};

/// Takes a user out of a team, or leaves it. Who left before is left alone.
pub async fn team_member_remove(ctx: &Ctx, team_id: Id, user_id: Id) -> Result<(), AppError> {
    let own = user_id == ctx.user_id();
    if !own {
        require_in_team(ctx, team_id, Permission::RemoveUserFromTeam).await?;
    }
    let team = team_get(ctx, team_id).await?;
    let user = user_get(ctx, user_id).await?;
    if team.group_constrained == Some(true) && !own && !user.is_bot {
        return Err(errors::REMOVE_GROUPS.into());
    }
    if store::team_member_list(ctx.db(), team_id, &[user_id]).await?.is_empty() {
        return Err(errors::REMOVE_MISSING.into());
    }
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    if leave_in_tx(ctx, &mut tx, &mut record, &team, &user, own).await? {
        ctx.commit(tx, record).await?;
    }
    Ok(())
}

/// Ends a membership in a team and in all its channels, with the post and events that tell so. `own` says that the
/// user leaves by themselves. `false`: the user was no member.
pub async fn leave_in_tx(
    ctx: &Ctx,
    tx: &mut Tx,
    record: &mut Record,
    team: &Team,
    user: &Arc<User>,
    own: bool,
) -> Result<bool, AppError> {
    let Some(channels) = store::team_leave_in_tx(tx, team.id, user.id, ctx.now_ms()).await? else { return Ok(false) };
    store::user_touch_in_tx(tx, user.id, ctx.now_ms());
    record.left_team(user.id, team.id);
    record.invalidate(Kind::User, user.id).invalidate(Kind::Preferences, user.id);
    for channel in channels {
        record.left_channel(user.id, channel);
    }
    if ctx.config().service.experimental_enable_default_channel_leave_join_messages
        && let Some(channel) = channel_get_by_name_in_tx(tx, team.id, DEFAULT_NAME).await?
        && !channel.is_deleted()
    {
        system_post_in_tx(ctx, tx, record, notices::left(Arc::new(channel), user, own)).await?;
    }
    for event in events::left(team.id, user.id) {
        record.event(event);
    }
    Ok(true)
}
