//! Changing groups, taking them away and bringing them back.

use roost_model::Id;
use roost_model::errors::group as errors;
use roost_model::group::{Group, GroupPatch};
use roost_model::permission::Permission;
use roost_store::groups as store;

use super::access::{custom, find, require, require_enabled};
use super::create::{commit_named, refuse_name_of_user};
use super::events;
use crate::{AppError, Ctx, Record};

/// Gives a group other words. The group must be there before the body is looked at: `patch` comes as it was read.
pub async fn group_patch(ctx: &Ctx, id: Id, patch: Result<GroupPatch, AppError>) -> Result<Group, AppError> {
    let mut group = find(ctx, id).await?;
    if group.is_custom() {
        require_enabled(ctx)?;
        require(ctx, &group, Permission::EditCustomGroup).await?;
    } else {
        ctx.require(Permission::SysconsoleWriteUserManagementGroups)?;
    }
    let patch = patch?;
    if group.is_custom() && patch.allow_reference == Some(false) {
        return Err(errors::NOT_REFERENCEABLE.into());
    }
    let renamed = patch.name.is_some() && patch.name != group.name;
    group.name = patch.name.or(group.name);
    group.display_name = patch.display_name.unwrap_or(group.display_name);
    group.description = patch.description.unwrap_or(group.description);
    group.allow_reference = patch.allow_reference.unwrap_or(group.allow_reference);
    group.validate()?;
    if renamed {
        refuse_name_of_user(ctx, &group).await?;
    }
    group.update_at = ctx.now_ms().max(group.update_at + 1);
    group.member_count = Some(store::group_member_count(ctx.db(), id).await?);
    let mut tx = ctx.db().begin().await?;
    store::group_update_in_tx(&mut tx, &group);
    let mut record = Record::new();
    record.event(events::received(&group));
    commit_named(ctx, tx, record).await?;
    Ok(group)
}

/// Takes a custom group away. Its name stays taken, for it may come back.
pub async fn group_delete(ctx: &Ctx, id: Id) -> Result<Group, AppError> {
    let mut group = custom(ctx, id, Permission::DeleteCustomGroup).await?;
    let now_ms = ctx.now_ms();
    let mut tx = ctx.db().begin().await?;
    if !store::group_delete_in_tx(&mut tx, id, now_ms).await? {
        return Err(errors::NOT_FOUND.into());
    }
    (group.update_at, group.delete_at) = (now_ms, now_ms);
    told(ctx, tx, group).await
}

/// Brings a deleted group back.
pub async fn group_restore(ctx: &Ctx, id: Id) -> Result<Group, AppError> {
    let mut group = custom(ctx, id, Permission::RestoreCustomGroup).await?;
    let now_ms = ctx.now_ms();
    let mut tx = ctx.db().begin().await?;
    if !store::group_restore_in_tx(&mut tx, id, now_ms).await? {
        return Err(errors::NOT_FOUND.into());
    }
    (group.update_at, group.delete_at) = (now_ms, 0);
    told(ctx, tx, group).await
}

async fn told(ctx: &Ctx, tx: roost_store::Tx, mut group: Group) -> Result<Group, AppError> {
    group.member_count = Some(store::group_member_count(ctx.db(), group.id).await?);
    let mut record = Record::new();
    record.event(events::received(&group));
    ctx.commit(tx, record).await?;
    Ok(group)
}
