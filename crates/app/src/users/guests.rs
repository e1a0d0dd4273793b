//! Turning members into guests and back.

use roost_model::Id;
use roost_model::errors::user as errors;
use roost_model::permission::Permission;
use roost_model::user::{ROLE_SYSTEM_ADMIN, ROLE_SYSTEM_GUEST, ROLE_SYSTEM_USER, User};
use roost_store::sessions;
use roost_store::users::change;

use super::access::require_over;
use super::{events, user_get};
use crate::access::team::memberships;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// `POST /users/{id}/promote`: the guest becomes a member everywhere.
pub async fn user_promote(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    ctx.require(Permission::PromoteGuest)?;
    let user = user_get(ctx, id).await?;
    if !user.is_guest() {
        return Err(errors::NOT_A_GUEST.into());
    }
    let roles = renamed(&user, ROLE_SYSTEM_GUEST, ROLE_SYSTEM_USER);
    set_guest(ctx, id, &roles, false).await
}

/// `POST /users/{id}/demote`: the member becomes a guest everywhere, and administers nothing any more.
pub async fn user_demote(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    if !ctx.config().guest_accounts.enable {
        return Err(errors::DEMOTE_OFF.into());
    }
    ctx.require(Permission::DemoteToGuest)?;
    let user = user_get(ctx, id).await?;
    require_over(ctx, &user)?;
    if user.is_guest() {
        return Err(errors::ALREADY_GUEST.into());
    }
    let roles = renamed(&user, ROLE_SYSTEM_USER, ROLE_SYSTEM_GUEST);
    set_guest(ctx, id, &roles, true).await
}

/// The roles with one name in another's place. A guest is no administrator.
fn renamed(user: &User, from: &str, to: &str) -> String {
    let demoting = to == ROLE_SYSTEM_GUEST;
    let names = user.role_names().filter(|name| !demoting || *name != ROLE_SYSTEM_ADMIN);
    names.map(|name| if name == from { to } else { name }).collect::<Vec<_>>().join(" ")
}

async fn set_guest(ctx: &Ctx, id: Id, roles: &str, guest: bool) -> Result<(), AppError> {
    let witnesses = events::witnesses(ctx, id).await?;
    let memberships = memberships(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut user = change::user_lock_in_tx(&mut tx, id).await?.ok_or(errors::MISSING_ACCOUNT)?;
    roles.clone_into(&mut user.roles);
    user.update_at = ctx.now_ms().max(user.update_at + 1);
    change::user_set_roles_in_tx(&mut tx, id, roles, user.update_at);
    change::user_guest_flags_in_tx(&mut tx, id, guest);
    sessions::session_set_guest_in_tx(&mut tx, id, roles, guest);
    let mut record = Record::new();
    record.invalidate(Kind::User, id).invalidate(Kind::Memberships, id);
    record.invalidate(Kind::UserSessions, id).invalidate(Kind::RefreshSockets, id);
    for channel in memberships.channels.keys() {
        record.invalidate(Kind::ChannelAudience, *channel);
    }
    events::user_updated(ctx, &mut record, &user, &witnesses);
    ctx.commit(tx, record).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(roles: &str) -> User {
        User { roles: roles.to_owned(), ..User::default() }
    }

    #[test]
    fn roles_change_place_and_administrators_lose_theirs() {
        let demoted = renamed(&user("system_admin system_user x"), ROLE_SYSTEM_USER, ROLE_SYSTEM_GUEST);
        assert_eq!(demoted, "system_guest x");
        let promoted = renamed(&user("system_guest system_user"), ROLE_SYSTEM_GUEST, ROLE_SYSTEM_USER);
        assert_eq!(promoted, "system_user system_user");
    }
}
