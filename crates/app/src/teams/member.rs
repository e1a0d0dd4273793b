//! Memberships as clients see them.

use roost_model::Id;
use roost_model::team::Team;
use roost_model::team_member::{SchemeRoleNames, TeamMember, effective_roles};
use roost_store::team_members::{self as store, TeamMemberRow};

use crate::access::team::team_scheme_roles;
use crate::{AppError, Ctx};

/// A row with the roles that follow from its flags and the team's scheme.
pub fn member_shown(ctx: &Ctx, team: &Team, row: &TeamMemberRow) -> TeamMember {
    shown_with(team_scheme_roles(ctx, team), row)
}

/// As [`member_shown`], for the names of a scheme.
pub(super) fn shown_with(names: SchemeRoleNames<'_>, row: &TeamMemberRow) -> TeamMember {
    let flags = [Some(row.roles.guest), Some(row.roles.user), Some(row.roles.admin)];
    let roles = effective_roles(&row.roles.explicit, flags, SchemeRoleNames::TEAM, names);
    TeamMember {
        team_id: row.team_id,
        user_id: row.user_id,
        roles: roles.roles,
        delete_at: row.delete_at,
        scheme_guest: roles.scheme_guest,
        scheme_user: roles.scheme_user,
        scheme_admin: roles.scheme_admin,
        explicit_roles: roles.explicit_roles,
        create_at: row.create_at,
    }
}

/// The names of the roles of a team's scheme; the built-in ones for the empty id.
pub(super) fn scheme_names(ctx: &Ctx, scheme: Id) -> SchemeRoleNames<'_> {
    team_scheme_roles(ctx, &Team { scheme_id: Some(scheme), ..Team::default() })
}

/// The memberships of these users, in the order of `users`; former and no members are left out.
pub async fn members_shown(ctx: &Ctx, team: &Team, users: &[Id]) -> Result<Vec<TeamMember>, AppError> {
    let rows = store::team_member_list(ctx.db(), team.id, users).await?;
    let find = |user: &Id| rows.iter().find(|row| row.user_id == *user && row.delete_at == 0);
    Ok(users.iter().filter_map(find).map(|row| member_shown(ctx, team, row)).collect())
}
