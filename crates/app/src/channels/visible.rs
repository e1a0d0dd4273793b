//! Whom a user may know of.

use roost_model::Id;
use roost_model::permission::Permission;

use crate::access::team::{can_in_team, memberships};
use crate::{AppError, Ctx};

/// 403 unless the session's user may see all of these: whoever may view members sees everybody, others (guests) see
/// those with whom they share a team in which they may, or a channel.
pub async fn require_visible(ctx: &Ctx, users: &[Id]) -> Result<(), AppError> {
    if ctx.can(Permission::ViewMembers) {
        return Ok(());
    }
    let own = memberships(ctx, ctx.user_id()).await?;
    for user in users.iter().filter(|user| **user != ctx.user_id()) {
        let theirs = memberships(ctx, *user).await?;
        if own.channels.keys().any(|channel| theirs.channels.contains_key(channel)) {
            continue;
        }
        let mut shared = false;
        for team in own.teams.keys().filter(|team| theirs.teams.contains_key(*team)) {
            shared = shared || can_in_team(ctx, *team, Permission::ViewMembers).await?;
        }
        if !shared {
            return Err(AppError::no_permission().because(Permission::ViewMembers.name()));
        }
    }
    Ok(())
}

/// 403 unless it is the session's own user, or one that they may edit.
pub fn require_self_or_editor(ctx: &Ctx, user: Id) -> Result<(), AppError> {
    if ctx.user_id() == user { Ok(()) } else { ctx.require(Permission::EditOtherUsers) }
}
