//! What may be done with a group, and by whom.

use roost_model::Id;
use roost_model::errors::group as errors;
use roost_model::group::Group;
use roost_model::permission::Permission;
use roost_store::groups as store;

use crate::{AppError, Ctx};

/// The role of everybody who is in a custom group, there.
const MEMBER_ROLE: &str = "custom_group_user";

/// The group, deleted ones too, or 404.
pub(super) async fn find(ctx: &Ctx, id: Id) -> Result<Group, AppError> {
    store::group_get(ctx.db(), id).await?.ok_or_else(|| errors::NOT_FOUND.into())
}

/// 400 where custom groups are switched off.
pub(super) fn require_enabled(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().service.enable_custom_groups { Ok(()) } else { Err(errors::DISABLED.into()) }
}

/// 403 unless the session's user may do this with the group: by the system's roles, or as one of its members.
pub(super) async fn require(ctx: &Ctx, group: &Group, permission: Permission) -> Result<(), AppError> {
    if ctx.can(permission) {
        return Ok(());
    }
    let as_member = ctx.roles().permissions(MEMBER_ROLE).contains(permission);
    if as_member && store::group_has_member(ctx.db(), group.id, ctx.user_id()).await? {
        return Ok(());
    }
    Err(AppError::no_permission().because(permission.name()))
}

/// A custom group that the session's user may change in this way. Groups of a directory are changed there.
pub(super) async fn custom(ctx: &Ctx, id: Id, permission: Permission) -> Result<Group, AppError> {
    let group = find(ctx, id).await?;
    if !group.is_custom() {
        return Err(errors::NOT_CUSTOM.into());
    }
    require_enabled(ctx)?;
    require(ctx, &group, permission).await?;
    Ok(group)
}

/// A group that the session's user may look at. Those of a directory are for administrators.
pub(super) async fn readable(ctx: &Ctx, id: Id) -> Result<Group, AppError> {
    let group = find(ctx, id).await?;
    if group.is_custom() {
        require_enabled(ctx)?;
    } else {
        ctx.require(Permission::SysconsoleReadUserManagementGroups)?;
    }
    Ok(group)
}
