//! Who is in a group.

use roost_model::Id;
use roost_model::errors::group as errors;
use roost_model::group::{Group, GroupMember};
use roost_model::permission::Permission;
use roost_realtime::Event;
use roost_store::{Tx, groups as store};

use super::access::custom;
use super::events;
use crate::text::runes::without_duplicates;
use crate::{AppError, Ctx, Record};

/// These ids, each once; a malformed one is nobody's.
pub(super) fn distinct(texts: &[String]) -> Result<Vec<Id>, AppError> {
    let ids: Option<Vec<Id>> = texts.iter().map(|text| Id::parse(text)).collect();
    Ok(without_duplicates(ids.ok_or(errors::USER_NOT_FOUND)?))
}

/// The group whose members the session's user may change.
pub async fn group_find_for_members(ctx: &Ctx, id: Id) -> Result<Group, AppError> {
    custom(ctx, id, Permission::ManageCustomGroupMembers).await
}

/// Puts people into a group that [`group_find_for_members`] gave; all of them or nobody.
pub async fn group_add_members(ctx: &Ctx, group: &Group, users: &[String]) -> Result<Vec<GroupMember>, AppError> {
    let users = distinct(users)?;
    let mut tx = ctx.db().begin().await?;
    let added = store::group_add_members_in_tx(&mut tx, group.id, &users, ctx.now_ms()).await?;
    finish(ctx, tx, &users, added, events::member_added).await
}

/// Takes people out of a group that [`group_find_for_members`] gave; all of them or nobody.
pub async fn group_remove_members(ctx: &Ctx, group: &Group, users: &[String]) -> Result<Vec<GroupMember>, AppError> {
    let users = distinct(users)?;
    let mut tx = ctx.db().begin().await?;
    let removed = store::group_remove_members_in_tx(&mut tx, group.id, &users, ctx.now_ms()).await?;
    finish(ctx, tx, &users, removed, events::member_deleted).await
}

/// Commits a change of `members` when it is about all of `users`, and returns them in that order.
async fn finish(
    ctx: &Ctx,
    tx: Tx,
    users: &[Id],
    mut members: Vec<GroupMember>,
    event: fn(GroupMember) -> Event,
) -> Result<Vec<GroupMember>, AppError> {
    if members.len() != users.len() {
        return Err(errors::USER_NOT_FOUND.into());
    }
    members.sort_by_key(|member| users.iter().position(|user| *user == member.user_id));
    let mut record = Record::new();
    for member in &members {
        record.event(event(*member));
    }
    ctx.commit(tx, record).await?;
    Ok(members)
}
