//! Who may do what to custom emoji, which belong to the whole server although their permissions are given in teams.

use roost_model::permission::Permission;

use crate::access::team::{can_in_team, memberships};
use crate::{AppError, Ctx};

/// 403 unless the session's user has the permission in the system or in any of their teams.
pub(super) async fn require_anywhere(ctx: &Ctx, permission: Permission) -> Result<(), AppError> {
    if ctx.can(permission) {
        return Ok(());
    }
    for team in memberships(ctx, ctx.user_id()).await?.teams.keys() {
        if can_in_team(ctx, *team, permission).await? {
            return Ok(());
        }
    }
    Err(AppError::no_permission().because(permission.name()))
}
