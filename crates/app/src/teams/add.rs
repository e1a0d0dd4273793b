//! Adding people to teams.

use std::collections::HashSet;
use std::sync::Arc;

use roost_model::Id;
use roost_model::error::ErrorBody;
use roost_model::errors::{team as errors, user as user_errors};
use roost_model::permission::Permission;
use roost_model::team::Team;
use roost_model::team_member::{TeamMember, TeamMemberOrError};
use roost_model::user::User;
use roost_store::team_members as store;

use super::join::{JoinedTeam, join_in_tx};
use super::member;
use crate::access::team::{require_in_team, team_get};
use crate::users::{own_user, user_find};
use crate::{AppError, Ctx, Record};

/// Adds a user to a team on behalf of the session's user, who may be the same.
pub async fn team_member_add(ctx: &Ctx, team_id: Id, user_id: Id) -> Result<TeamMember, AppError> {
    if user_id == ctx.user_id() {
        let team = team_get(ctx, team_id).await?;
        ctx.require(if team.allow_open_invite { Permission::JoinPublicTeams } else { Permission::JoinPrivateTeams })?;
    } else {
        require_in_team(ctx, team_id, Permission::AddUserToTeam).await?;
    }
    let team = team_get(ctx, team_id).await?;
    require_in_groups(ctx, &team, &[user_id]).await?;
    let user = user_find(ctx, user_id).await?.ok_or(errors::ACCOUNT_MISSING)?;
    join(ctx, &team, user, None).await
}

/// Adds several users in one transaction: all of them or, when one cannot be added, none.
pub async fn team_member_add_all(ctx: &Ctx, team_id: Id, users: &[Id]) -> Result<Vec<TeamMember>, AppError> {
    let team = allowed(ctx, team_id, users).await?;
    let by = own_user(ctx).await?;
    let mut accounts = Vec::with_capacity(users.len());
    for id in users {
        accounts.push(user_find(ctx, *id).await?.ok_or(user_errors::MISSING_ACCOUNT)?);
    }
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let mut changed = false;
    for user in accounts {
        let joined = join_in_tx(ctx, &mut tx, &mut record, &team, user, Some(by.clone())).await?;
        changed = changed || joined == JoinedTeam::New;
    }
    if changed {
        ctx.commit(tx, record).await?;
    }
    member::members_shown(ctx, &team, users).await
}

/// Adds those of several users who can be added, and says of the others why not.
pub async fn team_member_add_each(ctx: &Ctx, team_id: Id, users: &[Id]) -> Result<Vec<TeamMemberOrError>, AppError> {
    let team = allowed(ctx, team_id, users).await?;
    let by = own_user(ctx).await?;
    let mut out = Vec::with_capacity(users.len());
    for id in users {
        let result = match user_find(ctx, *id).await? {
            Some(user) => join(ctx, &team, user, Some(by.clone())).await,
            None => Err(user_errors::MISSING_ACCOUNT.into()),
        };
        out.push(match result {
            Ok(member) => TeamMemberOrError { user_id: *id, member: Some(member), error: None },
            Err(error) if error.id.status < 500 => {
                TeamMemberOrError { user_id: *id, member: None, error: Some(body(&error)) }
            }
            Err(error) => return Err(error),
        });
    }
    Ok(out)
}

/// An error as it stands inside an answer.
pub(super) fn body(error: &AppError) -> ErrorBody {
    ErrorBody {
        id: error.id.id.to_owned(),
        message: error.message(),
        detailed_error: String::new(),
        request_id: None,
        status_code: error.id.status,
    }
}

/// The team, if the session's user may add people to it and its groups let these in.
async fn allowed(ctx: &Ctx, team_id: Id, users: &[Id]) -> Result<Arc<Team>, AppError> {
    require_in_team(ctx, team_id, Permission::AddUserToTeam).await?;
    let team = team_get(ctx, team_id).await?;
    require_in_groups(ctx, &team, users).await?;
    Ok(team)
}

/// 400 when groups decide who is in the team and one of the users is in none of them.
async fn require_in_groups(ctx: &Ctx, team: &Team, users: &[Id]) -> Result<(), AppError> {
    if team.group_constrained != Some(true) {
        return Ok(());
    }
    let inside: HashSet<Id> = store::team_member_in_groups(ctx.db(), team.id, users).await?.into_iter().collect();
    if users.iter().all(|user| inside.contains(user)) { Ok(()) } else { Err(errors::GROUPS_DENY.into()) }
}

/// One user in a transaction of their own. The membership as it is afterwards, whether it is new or not.
pub(super) async fn join(
    ctx: &Ctx,
    team: &Team,
    user: Arc<User>,
    by: Option<Arc<User>>,
) -> Result<TeamMember, AppError> {
    let user_id = user.id;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    if join_in_tx(ctx, &mut tx, &mut record, team, user, by).await? == JoinedTeam::New {
        ctx.commit(tx, record).await?;
    } else {
        drop(tx);
    }
    let shown = member::members_shown(ctx, team, &[user_id]).await?.pop();
    shown.ok_or_else(|| errors::MEMBER_NOT_FOUND.into())
}
