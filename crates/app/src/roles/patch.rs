//! Changing what a role permits.

use std::collections::HashSet;

use roost_model::Id;
use roost_model::errors::role as errors;
use roost_model::permission::Permission;
use roost_model::role::{Role, RolePatch};
use roost_model::ws::event;
use roost_model::ws::system::RoleUpdated;
use roost_realtime::{Audience, Event};
use roost_store::roles::role_set_permissions_in_tx;

use super::role_get;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Roles that only those who manage the system may change.
const PROTECTED: [&str; 5] =
    ["system_admin", "system_user_manager", "system_read_only_admin", "system_manager", "system_custom_group_admin"];

/// Permissions that no role gets or loses: with them one could give oneself every other.
const FIXED: [Permission; 4] = [
    Permission::ManageSystem,
    Permission::ManageRoles,
    Permission::SysconsoleReadUserManagementSystemRoles,
    Permission::SysconsoleWriteUserManagementSystemRoles,
];

/// Gives a role other permissions. All sessions on all nodes follow at once.
pub async fn role_patch(ctx: &Ctx, id: Id, patch: RolePatch) -> Result<Role, AppError> {
    let mut role = role_get(ctx, id)?;
    let needed = if PROTECTED.contains(&role.name.as_str()) {
        Permission::ManageSystem
    } else {
        Permission::SysconsoleWriteUserManagementPermissions
    };
    let may = ctx.can(needed) || ctx.can(Permission::ManageSystem);
    if !may {
        return Err(AppError::no_permission().because(needed.name()));
    }
    let Some(permissions) = patch.permissions.map(each_once).filter(|new| *new != role.permissions) else {
        return Ok(role);
    };
    if let Some(fixed) = FIXED.iter().find(|one| has(&permissions, **one) != has(&role.permissions, **one)) {
        return Err(AppError::new(errors::NOT_ALLOWED).with("permission", fixed.name()));
    }
    if !permissions.iter().all(|name| Permission::from_name(name).is_some()) {
        return Err(errors::INVALID.into());
    }
    role.permissions = permissions;
    role.update_at = ctx.now_ms();
    let mut tx = ctx.db().begin().await?;
    role_set_permissions_in_tx(&mut tx, role.id, &role.permissions, role.update_at);
    let mut record = Record::new();
    record.invalidate(Kind::Roles, Id::EMPTY).event(Event::new(
        event::ROLE_UPDATED,
        &RoleUpdated::new(&role),
        Audience::everyone(),
    ));
    ctx.commit(tx, record).await?;
    Ok(role)
}

fn has(permissions: &[String], one: Permission) -> bool {
    permissions.iter().any(|name| name == one.name())
}

fn each_once(names: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    names.into_iter().filter(|name| seen.insert(name.clone())).collect()
}
