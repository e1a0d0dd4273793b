//! The system roles of an account.

use roost_model::Id;
use roost_model::errors::{role, user as errors};
use roost_model::permission::Permission;
use roost_model::user::{ROLE_SYSTEM_ADMIN, role_names};
use roost_store::sessions;
use roost_store::users::change;

use super::{events, user_find};
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

const ROLE_NAME_LEN_MAX: usize = 64;

/// Replaces the roles of a user, in the account and in its sessions.
pub async fn user_set_roles(ctx: &Ctx, id: Id, roles: &str) -> Result<(), AppError> {
    if !well_formed(roles) {
        return Err(AppError::invalid_body("roles"));
    }
    ctx.require(Permission::ManageRoles)?;
    let before = user_find(ctx, id).await?.ok_or(errors::MISSING_ACCOUNT_IN_BODY)?;
    if let Some(unknown) = role_names(roles).find(|name| !ctx.roles().roles.contains_key(*name)) {
        return Err(AppError::from(role::ROLE_MISSING).with("name", unknown));
    }
    let mut tx = ctx.db().begin().await?;
    let administers = |roles: &str| role_names(roles).any(|name| name == ROLE_SYSTEM_ADMIN);
    // Bots do not count, so that one of them is not made a plain user either while there is one person at most.
    if administers(&before.roles) && !administers(roles) && change::user_administrators_lock_in_tx(&mut tx).await? <= 1
    {
        return Err(errors::LAST_ADMINISTRATOR.into());
    }
    let mut user = change::user_lock_in_tx(&mut tx, id).await?.ok_or(errors::MISSING_ACCOUNT_IN_BODY)?;
    roles.clone_into(&mut user.roles);
    change::user_set_roles_in_tx(&mut tx, id, roles, ctx.now_ms().max(user.update_at + 1));
    sessions::session_set_roles_in_tx(&mut tx, id, roles);
    let mut record = Record::new();
    record.invalidate(Kind::User, id).invalidate(Kind::UserSessions, id).invalidate(Kind::RefreshSockets, id);
    record.event(events::role_updated(&user));
    ctx.commit(tx, record).await
}

/// Names of lower-case letters, digits and underscores. An administrator alone would not be a user any more.
fn well_formed(roles: &str) -> bool {
    let named = |name: &str| {
        name.len() <= ROLE_NAME_LEN_MAX
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let names: Vec<_> = role_names(roles).collect();
    names.iter().all(|name| named(name)) && names != [ROLE_SYSTEM_ADMIN]
}

#[cfg(test)]
mod tests {
    use super::well_formed;

    #[test]
    fn role_lists_are_checked_as_recorded() {
        for good in ["", "system_user", "system_user system_admin", "system_guest"] {
            assert!(well_formed(good), "{good}");
        }
        for bad in ["Sys tem!", "system_admin", "system-user", &"a".repeat(65)] {
            assert!(!well_formed(bad), "{bad}");
        }
    }
}
