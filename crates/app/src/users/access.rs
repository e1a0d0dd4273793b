//! Who may see and change whose account.

use roost_model::Id;
use roost_model::permission::Permission;
use roost_model::user::User;
use roost_store::users as store;
use roost_store::users::list::Visible;

use crate::access::team::{can_in_team, memberships};
use crate::{AppError, Ctx};

/// 403 unless the account is the session's own or the session may edit others.
pub fn require_self_or_edit(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    if !id.is_empty() && ctx.user_id() == id {
        return Ok(());
    }
    ctx.require(Permission::EditOtherUsers)
}

/// As [`require_self_or_edit`]; a bot is managed by its owner, or by whoever manages the bots of others.
pub async fn require_self_or_bot(ctx: &Ctx, user: &User) -> Result<(), AppError> {
    if !user.is_bot {
        return require_self_or_edit(ctx, user.id);
    }
    let owner = store::user_bot_owner(ctx.db(), user.id).await?.unwrap_or_default();
    let own = owner == ctx.user_id().as_str();
    let wanted = if own { Permission::ManageBots } else { Permission::ManageOthersBots };
    if ctx.can(wanted) { Ok(()) } else { ctx.require(Permission::EditOtherUsers) }
}

/// 403 when `target` is a system administrator and the session is none.
pub fn require_over(ctx: &Ctx, target: &User) -> Result<(), AppError> {
    if target.is_system_admin() { ctx.require(Permission::ManageSystem) } else { Ok(()) }
}

/// Whom the session may see: `None` is everybody, otherwise whoever shares one of these teams or channels.
pub async fn visible(ctx: &Ctx) -> Result<Option<Visible>, AppError> {
    if ctx.can(Permission::ViewMembers) {
        return Ok(None);
    }
    let own = memberships(ctx, ctx.user_id()).await?;
    let mut teams = Vec::new();
    for team in own.teams.keys() {
        if can_in_team(ctx, *team, Permission::ViewMembers).await? {
            teams.push(*team);
        }
    }
    Ok(Some(Visible { teams, channels: own.channels.keys().copied().collect() }))
}

/// Whether the session may see this account.
pub async fn can_see(ctx: &Ctx, other: Id) -> Result<bool, AppError> {
    if ctx.user_id() == other {
        return Ok(true);
    }
    let Some(visible) = visible(ctx).await? else { return Ok(true) };
    let theirs = memberships(ctx, other).await?;
    Ok(visible.channels.iter().any(|id| theirs.channels.contains_key(id))
        || visible.teams.iter().any(|id| theirs.teams.contains_key(id)))
}

/// 403 unless [`can_see`].
pub async fn require_can_see(ctx: &Ctx, other: Id) -> Result<(), AppError> {
    if can_see(ctx, other).await? {
        return Ok(());
    }
    Err(AppError::no_permission().because(Permission::ViewMembers.name()))
}
