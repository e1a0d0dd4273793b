//! Making groups.

use roost_model::Id;
use roost_model::errors::group as errors;
use roost_model::group::{Group, GroupDraft, SOURCE_CUSTOM};
use roost_model::permission::Permission;
use roost_store::{Tx, groups as store};

use super::access::require_enabled;
use super::events;
use super::members::distinct;
use crate::{AppError, Ctx, Record};

/// Makes a custom group with its first members.
pub async fn group_create(ctx: &Ctx, draft: GroupDraft) -> Result<Group, AppError> {
    if draft.source != SOURCE_CUSTOM {
        return Err(errors::NOT_CUSTOM.into());
    }
    require_enabled(ctx)?;
    if !draft.allow_reference {
        return Err(errors::NOT_REFERENCEABLE.into());
    }
    if draft.remote_id.is_some_and(|id| !id.is_empty()) {
        return Err(errors::WITH_REMOTE_ID.into());
    }
    ctx.require(Permission::CreateCustomGroup)?;
    let users = distinct(&draft.user_ids)?;
    let now_ms = ctx.now_ms();
    let group = Group {
        id: ctx.new_id(),
        name: draft.name,
        display_name: draft.display_name,
        description: draft.description,
        source: draft.source,
        create_at: now_ms,
        update_at: now_ms,
        allow_reference: true,
        member_count: Some(i64::try_from(users.len()).unwrap_or(i64::MAX)),
        ..Group::default()
    };
    group.validate()?;
    refuse_name_of_user(ctx, &group).await?;
    let mut tx = ctx.db().begin().await?;
    store::group_insert_in_tx(&mut tx, &group);
    insert_members(&mut tx, &group, &users).await.map_err(name_taken)?;
    let mut record = Record::new();
    record.event(events::received(&group));
    commit_named(ctx, tx, record).await?;
    Ok(group)
}

async fn insert_members(tx: &mut Tx, group: &Group, users: &[Id]) -> Result<(), AppError> {
    if users.is_empty() {
        return Ok(());
    }
    let added = store::group_add_members_in_tx(tx, group.id, users, group.create_at).await?;
    if added.len() == users.len() { Ok(()) } else { Err(errors::USER_NOT_FOUND.into()) }
}

/// A name is a person's or a group's: a message that has it must mean one of them.
pub(super) async fn refuse_name_of_user(ctx: &Ctx, group: &Group) -> Result<(), AppError> {
    let Some(name) = &group.name else { return Ok(()) };
    let taken = store::group_name_is_of_user(ctx.db(), name).await?;
    if taken { Err(errors::NAME_OF_USER.into()) } else { Ok(()) }
}

/// Commits a group whose name may be another's.
pub(super) async fn commit_named(ctx: &Ctx, tx: Tx, record: Record) -> Result<(), AppError> {
    ctx.commit(tx, record).await.map_err(name_taken)
}

fn name_taken(error: AppError) -> AppError {
    if error.store().is_some_and(|store| store.is_conflict("usergroups_name_key")) {
        return AppError::new(errors::NAME_TAKEN).because(error);
    }
    error
}
