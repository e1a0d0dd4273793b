//! What a user has not read, by team.

use roost_model::Id;
use roost_model::permission::Permission;
use roost_model::team_member::TeamUnread;
use roost_store::team_members as store;

use crate::access::team::require_in_team;
use crate::users::access::require_self_or_edit;
use crate::{AppError, Ctx};

/// In every team but `except` (empty for none), with followed threads if `with_threads`.
pub async fn team_unreads(ctx: &Ctx, user: Id, except: Id, with_threads: bool) -> Result<Vec<TeamUnread>, AppError> {
    if user != ctx.user_id() {
        ctx.require(Permission::ManageSystem)?;
    }
    let mut list = store::team_unread_list(ctx.db(), user, Id::EMPTY).await?;
    list.retain(|unread| except.is_empty() || unread.team_id != except);
    if with_threads && !list.is_empty() && ctx.config().service.collapsed_threads != "disabled" {
        store::team_unread_add_threads(ctx.db(), user, &mut list).await?;
    }
    Ok(list)
}

/// In one team.
pub async fn team_unread(ctx: &Ctx, user: Id, team: Id) -> Result<TeamUnread, AppError> {
    require_self_or_edit(ctx, user)?;
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    let found = store::team_unread_list(ctx.db(), user, team).await?.pop();
    Ok(found.unwrap_or(TeamUnread { team_id: team, ..TeamUnread::default() }))
}
