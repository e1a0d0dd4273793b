//! Looking at groups.

use roost_model::Id;
use roost_model::group::{Group, GroupMembers, GroupStats};
use roost_model::permission::Permission;
use roost_store::channel_lists::Page;
use roost_store::groups as store;
use roost_store::users::list::{Scope, UserFilter, user_page};

use super::access::{find, readable};
use crate::users::access::visible;
use crate::users::as_everybody_sees;
use crate::{AppError, Ctx};

/// A group, with the number of its members when that is wanted.
pub async fn group_get(ctx: &Ctx, id: Id, with_count: bool) -> Result<Group, AppError> {
    let mut group = readable(ctx, id).await?;
    if with_count {
        group.member_count = Some(store::group_member_count(ctx.db(), id).await?);
    }
    Ok(group)
}

/// Live groups that messages may name, by their names.
pub async fn group_list_by_names(ctx: &Ctx, names: &[String]) -> Result<Vec<Group>, AppError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let custom = ctx.config().service.enable_custom_groups;
    let found = store::group_list_by_names(ctx.db(), names).await?;
    Ok(found.into_iter().filter(|group| custom || !group.is_custom()).collect())
}

/// The groups that somebody is in: for themselves and for administrators.
pub async fn group_list_of_user(ctx: &Ctx, user: Id) -> Result<Vec<Group>, AppError> {
    if user != ctx.user_id() {
        ctx.require(Permission::ManageSystem)?;
    }
    Ok(store::group_list_of_user(ctx.db(), user).await?)
}

/// A page of the people in a group whom the session may see, by name, and how many are in it.
pub async fn group_members(ctx: &Ctx, id: Id, page: Page) -> Result<GroupMembers, AppError> {
    readable(ctx, id).await?;
    let filter = UserFilter {
        scope: Scope::InGroup(id),
        active: Some(true),
        visible: visible(ctx).await?,
        ..UserFilter::default()
    };
    let options = as_everybody_sees(ctx);
    let people = user_page(ctx.db(), &filter, page.offset, page.limit).await?;
    let members = people.into_iter().map(|user| user.sanitized(options)).collect();
    Ok(GroupMembers { members, total_member_count: store::group_member_count(ctx.db(), id).await? })
}

/// How many people are in a group, for administrators.
pub async fn group_stats(ctx: &Ctx, id: Id) -> Result<GroupStats, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementGroups)?;
    find(ctx, id).await?;
    Ok(GroupStats { group_id: id, total_member_count: store::group_member_count(ctx.db(), id).await? })
}
