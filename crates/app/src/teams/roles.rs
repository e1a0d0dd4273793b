//! Roles of members.

use roost_model::Id;
use roost_model::errors::{role as role_errors, team as errors};
use roost_model::permission::Permission;
use roost_model::team_member::SchemeRoles;
use roost_store::Tx;
use roost_store::memberships::MemberRoles;
use roost_store::team_members::{self as store, TeamMemberRow};

use super::events;
use super::member::member_shown;
use crate::access::team::{require_in_team, team_get, team_scheme_roles};
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Longest name of a role.
const ROLE_NAME_LEN_MAX: usize = 64;

/// Whether these are names of roles, separated by spaces. The administrator of the system is none of them on its own,
/// as that is always a mistake.
pub fn is_role_list(roles: &str) -> bool {
    let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let name = |role: &str| role.len() <= ROLE_NAME_LEN_MAX && role.bytes().all(known);
    roles.trim() != "system_admin" && roles.split_ascii_whitespace().all(name)
}

/// Replaces the roles of a member by the named ones (separated by spaces); roles of the scheme become its flags.
pub async fn team_member_set_roles(ctx: &Ctx, team_id: Id, user_id: Id, roles: &str) -> Result<(), AppError> {
    require_in_team(ctx, team_id, Permission::ManageTeamRoles).await?;
    let (tx, mut row) = open(ctx, team_id, user_id).await?;
    let team = team_get(ctx, team_id).await?;
    let names = team_scheme_roles(ctx, &team);
    let mut wanted = MemberRoles::default();
    let mut explicit = Vec::new();
    for role in roles.split_ascii_whitespace() {
        let Some((found, _)) = ctx.roles().roles.get(role) else {
            return Err(role_errors::BY_NAME_IN_BODY.into());
        };
        match role {
            _ if !found.scheme_managed => explicit.push(role),
            _ if role == names.guest => wanted.guest = true,
            _ if role == names.user => wanted.user = true,
            _ if role == names.admin => wanted.admin = true,
            _ => return Err(AppError::new(errors::ROLES_SCHEME).with("role", role)),
        }
    }
    if wanted.guest && wanted.user {
        return Err(errors::ROLES_GUEST_AND_USER.into());
    }
    if wanted.guest != member_shown(ctx, &team, &row).scheme_guest {
        return Err(errors::ROLES_CHANGE_GUEST.into());
    }
    row.roles = MemberRoles { explicit: explicit.join(" ").into(), ..wanted };
    finish(ctx, tx, &row).await
}

/// Sets the flags of the scheme for a member; named roles stay.
pub async fn team_member_set_scheme_roles(
    ctx: &Ctx,
    team_id: Id,
    user_id: Id,
    flags: SchemeRoles,
) -> Result<(), AppError> {
    require_in_team(ctx, team_id, Permission::ManageTeamRoles).await?;
    let (tx, mut row) = open(ctx, team_id, user_id).await?;
    let before = member_shown(ctx, &*team_get(ctx, team_id).await?, &row);
    if before.scheme_guest {
        return Err(errors::ROLES_GUEST.into());
    }
    if flags.scheme_guest {
        return Err(errors::ROLES_USER_AND_GUEST.into());
    }
    if !flags.scheme_user {
        return Err(errors::ROLES_NO_USER.into());
    }
    let explicit = before.explicit_roles.into();
    row.roles = MemberRoles { explicit, guest: false, user: true, admin: flags.scheme_admin };
    finish(ctx, tx, &row).await
}

/// Makes a member an administrator of the team, or no longer: groups decide.
pub(super) async fn team_member_set_admin(ctx: &Ctx, team: Id, user: Id, admin: bool) -> Result<(), AppError> {
    let (tx, mut row) = open(ctx, team, user).await?;
    row.roles.admin = admin;
    finish(ctx, tx, &row).await
}

async fn open(ctx: &Ctx, team: Id, user: Id) -> Result<(Tx, TeamMemberRow), AppError> {
    let mut tx = ctx.db().begin().await?;
    let row = store::team_member_lock_in_tx(&mut tx, team, user).await?.ok_or(errors::MEMBER_NOT_FOUND)?;
    Ok((tx, row))
}

/// Writes the roles and tells the member what they are now.
async fn finish(ctx: &Ctx, mut tx: Tx, row: &TeamMemberRow) -> Result<(), AppError> {
    store::team_member_set_roles_in_tx(&mut tx, row);
    let member = member_shown(ctx, &*team_get(ctx, row.team_id).await?, row);
    let mut record = Record::new();
    record.invalidate(Kind::Memberships, row.user_id).event(events::member_role_updated(&member));
    ctx.commit(tx, record).await
}
