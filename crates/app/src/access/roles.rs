//! Roles, schemes, and which of them a member has.

use std::sync::Arc;

use roost_model::team_member::{SchemeRoleNames, effective_roles};
use roost_store::memberships::MemberRoles;
use roost_store::{Db, roles as store};

use crate::caches::RoleTable;
use crate::{App, AppError};

/// The role table, from the cache or the database.
pub async fn table(app: &App, db: &Db) -> Result<Arc<RoleTable>, AppError> {
    let loaded = app
        .caches
        .roles
        .get_or_load(&(), async || {
            let roles = store::role_list(db).await?.into_iter().map(|role| {
                let set = role.permission_set();
                (role.name.clone(), (role, set))
            });
            let schemes = store::scheme_list(db).await?.into_iter().map(|scheme| (scheme.id, scheme));
            Ok::<_, AppError>(Some(RoleTable { roles: roles.collect(), schemes: schemes.collect() }))
        })
        .await?;
    Ok(loaded.unwrap_or_default())
}

/// The roles of a member as one string, as they stand in `roles` on the wire.
pub fn effective(member: &MemberRoles, builtin: SchemeRoleNames<'_>, names: SchemeRoleNames<'_>) -> String {
    let flags = [Some(member.guest), Some(member.user), Some(member.admin)];
    effective_roles(&member.explicit, flags, builtin, names).roles
}
