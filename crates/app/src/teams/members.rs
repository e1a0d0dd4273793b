//! Reading memberships.

use roost_model::Id;
use roost_model::errors::team as errors;
use roost_model::permission::Permission;
use roost_model::team_member::TeamMember;
use roost_model::user::{SanitizeOptions, User};
use roost_store::channel_lists::Page;
use roost_store::team_lists::{self as lists, MemberFilter};
use roost_store::team_members as store;
use serde::Serialize;

use super::member::{member_shown, scheme_names};
use crate::access::team::{require_in_team, team_get};
use crate::users::access::{can_see, require_can_see, visible};
use crate::users::sanitize_options;
use crate::{AppError, Ctx};

/// One page of the live members of a team whom the session's user may see.
pub async fn team_members(
    ctx: &Ctx,
    team_id: Id,
    by_username: bool,
    active: bool,
    page: Page,
) -> Result<Vec<TeamMember>, AppError> {
    require_in_team(ctx, team_id, Permission::ViewTeam).await?;
    let filter = MemberFilter { by_username, active, visible: visible(ctx).await? };
    let rows = lists::team_member_page(ctx.db(), team_id, &filter, page).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let team = team_get(ctx, team_id).await?;
    Ok(rows.iter().map(|row| member_shown(ctx, &team, row)).collect())
}

/// One membership, a former one too.
pub async fn team_member(ctx: &Ctx, team_id: Id, user_id: Id) -> Result<TeamMember, AppError> {
    require_in_team(ctx, team_id, Permission::ViewTeam).await?;
    require_can_see(ctx, user_id).await?;
    let row = store::team_member_list(ctx.db(), team_id, &[user_id]).await?.pop().ok_or(errors::MEMBER_NOT_FOUND)?;
    Ok(member_shown(ctx, &*team_get(ctx, team_id).await?, &row))
}

/// The live memberships of these users, as far as the session's user may see them.
pub async fn team_members_by_ids(ctx: &Ctx, team_id: Id, users: &[Id]) -> Result<Vec<TeamMember>, AppError> {
    require_in_team(ctx, team_id, Permission::ViewTeam).await?;
    let mut rows = store::team_member_list(ctx.db(), team_id, users).await?;
    rows.retain(|row| row.delete_at == 0);
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let team = team_get(ctx, team_id).await?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        if can_see(ctx, row.user_id).await? {
            out.push(member_shown(ctx, &team, &row));
        }
    }
    Ok(out)
}

/// All memberships of a user, former ones too: one's own, or anybody's with the permission to read them.
pub async fn team_members_of_user(ctx: &Ctx, user: Id) -> Result<Vec<TeamMember>, AppError> {
    if user != ctx.user_id() {
        ctx.require(Permission::ReadOtherUsersTeams)?;
    }
    require_can_see(ctx, user).await?;
    let rows = store::team_member_list_for_user(ctx.db(), user).await?;
    Ok(rows.iter().map(|(row, scheme)| super::member::shown_with(scheme_names(ctx, *scheme), row)).collect())
}

/// A member who is in none of some groups, as administrators see them.
#[derive(Debug, Serialize)]
pub struct UngroupedMember {
    #[serde(flatten)]
    pub user: User,
    /// The groups that the user is in; none of those that were asked about.
    pub groups: Vec<serde_json::Value>,
    pub scheme_guest: bool,
    pub scheme_user: bool,
    pub scheme_admin: bool,
}

/// One page of them.
#[derive(Debug, Serialize)]
pub struct UngroupedMembers {
    pub users: Vec<UngroupedMember>,
    pub total_count: i64,
}

/// One page of the members of a team who would have to go if only these groups decided.
pub async fn team_members_outside_groups(
    ctx: &Ctx,
    team_id: Id,
    groups: &[Id],
    page: Page,
) -> Result<UngroupedMembers, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementGroups)?;
    let (rows, total_count) = store::team_member_list_outside_groups(ctx.db(), team_id, groups, page).await?;
    Ok(ungrouped_members(ctx, rows, total_count))
}

/// A page as administrators see it.
pub(crate) fn ungrouped_members(ctx: &Ctx, rows: Vec<store::Ungrouped>, total_count: i64) -> UngroupedMembers {
    let users = rows.into_iter().map(|row| {
        let options = match sanitize_options(ctx, row.user.id) {
            SanitizeOptions::Other { show_full_name, show_email } => {
                SanitizeOptions::Other { show_full_name, show_email }
            }
            _ => SanitizeOptions::Other { show_full_name: true, show_email: true },
        };
        UngroupedMember {
            user: row.user.sanitized(options),
            groups: Vec::new(),
            scheme_guest: row.roles.guest,
            scheme_user: row.roles.user,
            scheme_admin: row.roles.admin,
        }
    });
    UngroupedMembers { users: users.collect(), total_count }
}
