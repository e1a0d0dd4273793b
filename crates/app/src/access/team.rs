//! Teams.

use std::marker::PhantomData;
use std::sync::Arc;

use roost_model::permission::{Permission, PermissionSet};
use roost_model::team::Team;
use roost_model::team_member::SchemeRoleNames;
use roost_model::{Id, errors};
use roost_store::memberships::Memberships;

use super::roles::effective;
use crate::{App, AppError, Ctx, Db};

/// What a user may do in a team: its own roles there and the system's.
#[derive(Clone, Copy, Debug, Default)]
pub struct TeamPerms {
    /// Whether the user is a member.
    pub member: bool,
    set: PermissionSet,
}

impl TeamPerms {
    pub fn has(&self, permission: Permission) -> bool {
        self.set.contains(permission)
    }

    pub(super) fn set(&self) -> &PermissionSet {
        &self.set
    }
}

/// An action on a team. Declare with [`team_actions!`](crate::team_actions).
pub trait TeamAction {
    fn allowed(perms: &TeamPerms, team: &Team) -> bool;
}

/// Declares actions on teams: a name and the rule.
#[macro_export]
macro_rules! team_actions {
    ($($(#[$doc:meta])* $name:ident => |$perms:ident, $team:ident| $rule:expr;)*) => {
        $($(#[$doc])* #[derive(Debug)] pub struct $name;
        impl $crate::access::team::TeamAction for $name {
            fn allowed($perms: &$crate::access::team::TeamPerms, $team: &roost_model::team::Team) -> bool { $rule }
        })*
    };
}

team_actions! {
    /// To see that the team exists and what it is called.
    View => |p, team| p.has(Permission::ViewTeam) || (team.allow_open_invite && p.has(Permission::ListPublicTeams));
    /// To see the inside of a team: members, channels.
    ViewInside => |p, _team| p.has(Permission::ViewTeam);
    /// To change name, description and the like.
    Manage => |p, _team| p.has(Permission::ManageTeam);
}

/// Proof that the session's user may do `A` in this team.
pub struct TeamAccess<A> {
    pub team: Arc<Team>,
    pub perms: TeamPerms,
    action: PhantomData<fn() -> A>,
}

/// The team, or 404.
pub async fn team_get(ctx: &Ctx, id: Id) -> Result<Arc<Team>, AppError> {
    let db = ctx.db();
    let found = ctx.app().caches.teams.get_or_load(&id, async || roost_store::teams::team_get(db, id).await).await?;
    found.ok_or_else(|| errors::team::NOT_FOUND.into())
}

/// Memberships of any user, from the cache or the database.
pub async fn memberships(ctx: &Ctx, user: Id) -> Result<Arc<Memberships>, AppError> {
    memberships_outside(ctx.app(), ctx.db(), user).await
}

/// As [`memberships`], for work outside a request.
pub async fn memberships_outside(app: &App, db: &Db, user: Id) -> Result<Arc<Memberships>, AppError> {
    let load = async || roost_store::memberships::memberships_of(db, user).await.map(Some);
    Ok(app.caches.memberships.get_or_load(&user, load).await?.unwrap_or_default())
}

/// What the session's user may do in the team, member or not.
pub async fn team_perms(ctx: &Ctx, team: &Team) -> Result<TeamPerms, AppError> {
    let memberships = memberships(ctx, ctx.user_id()).await?;
    Ok(perms_from(ctx, &memberships, team))
}

pub(super) fn perms_from(ctx: &Ctx, memberships: &Memberships, team: &Team) -> TeamPerms {
    let system = ctx.system_permissions();
    let Some(member) = memberships.teams.get(&team.id) else { return TeamPerms { member: false, set: system } };
    let roles = effective(member, SchemeRoleNames::TEAM, team_scheme_roles(ctx, team));
    TeamPerms { member: true, set: ctx.roles().permissions(&roles).union(system) }
}

/// The names of the team's scheme roles: its scheme's, or the built-in ones.
pub fn team_scheme_roles<'a>(ctx: &'a Ctx, team: &Team) -> SchemeRoleNames<'a> {
    let scheme = ctx.roles().schemes.get(&team.scheme_id.unwrap_or_default());
    scheme.map_or(SchemeRoleNames::TEAM, SchemeRoleNames::in_team)
}

/// Whether the session's user has `permission` in the team with this id. An unknown or empty id grants what the system
/// roles grant, as in the original.
pub async fn can_in_team(ctx: &Ctx, team: Id, permission: Permission) -> Result<bool, AppError> {
    if team.is_empty() {
        return Ok(false);
    }
    if ctx.can(permission) {
        return Ok(true);
    }
    let memberships = memberships(ctx, ctx.user_id()).await?;
    if !memberships.teams.contains_key(&team) {
        return Ok(false);
    }
    let team = team_get(ctx, team).await?;
    Ok(perms_from(ctx, &memberships, &team).has(permission))
}

/// 403 unless [`can_in_team`].
pub async fn require_in_team(ctx: &Ctx, team: Id, permission: Permission) -> Result<(), AppError> {
    if can_in_team(ctx, team, permission).await? {
        return Ok(());
    }
    Err(AppError::no_permission().because(permission.name()))
}

/// The team with the proof of `A`: 404 when there is none, 403 when it may not be done.
pub async fn team<A: TeamAction>(ctx: &Ctx, id: Id) -> Result<TeamAccess<A>, AppError> {
    of(ctx, team_get(ctx, id).await?).await
}

/// The proof of `A` for a team at hand.
pub async fn of<A: TeamAction>(ctx: &Ctx, team: Arc<Team>) -> Result<TeamAccess<A>, AppError> {
    let perms = team_perms(ctx, &team).await?;
    if !A::allowed(&perms, &team) {
        return Err(AppError::no_permission());
    }
    Ok(TeamAccess { team, perms, action: PhantomData })
}

impl<A> TeamAccess<A> {
    /// The proof of a second action, without asking again.
    pub fn also<B: TeamAction>(&self) -> Result<TeamAccess<B>, AppError> {
        if !B::allowed(&self.perms, &self.team) {
            return Err(AppError::no_permission());
        }
        Ok(TeamAccess { team: self.team.clone(), perms: self.perms, action: PhantomData })
    }
}
