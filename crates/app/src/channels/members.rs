//! Reading memberships.

use roost_model::Id;
use roost_model::channel_member::{ChannelMember, ChannelMemberWithTeamData};
use roost_model::errors::channel as errors;
use roost_model::permission::Permission;
use roost_store::channel_lists::Page;
use roost_store::channel_members as store;

use super::actions::ReadInside;
use super::roles::{member_of, shown};
use super::visible::require_self_or_editor;
use crate::access::channel;
use crate::access::team::require_in_team;
use crate::teams::{UngroupedMembers, ungrouped_members};
use crate::{AppError, Ctx};

/// A page of the members of a channel.
pub async fn channel_members(ctx: &Ctx, id: Id, page: Page) -> Result<Vec<ChannelMember>, AppError> {
    channel::channel::<ReadInside>(ctx, id).await?;
    Ok(shown(ctx, store::channel_member_list(ctx.db(), id, page).await?))
}

/// Those of the named users who are members.
pub async fn channel_members_by_ids(ctx: &Ctx, id: Id, users: &[Id]) -> Result<Vec<ChannelMember>, AppError> {
    channel::channel::<ReadInside>(ctx, id).await?;
    Ok(shown(ctx, store::channel_member_list_by_ids(ctx.db(), id, users).await?))
}

/// One membership, or 404.
pub async fn channel_member(ctx: &Ctx, id: Id, user: Id) -> Result<ChannelMember, AppError> {
    channel::channel::<ReadInside>(ctx, id).await?;
    let row = store::channel_member_get(ctx.db(), id, user).await?.ok_or(errors::MEMBER_NOT_FOUND)?;
    let mut member = member_of(ctx, row);
    member.sanitize_for(ctx.user_id());
    Ok(member)
}

/// A user's memberships in a team and in conversations.
pub async fn channel_members_of_user_in_team(ctx: &Ctx, user: Id, team: Id) -> Result<Vec<ChannelMember>, AppError> {
    require_self_or_editor(ctx, user)?;
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    Ok(shown(ctx, store::channel_member_list_for_user_in_team(ctx.db(), user, team).await?))
}

/// A page of a user's memberships in all teams, or without a limit all of them.
pub async fn channel_members_of_user(
    ctx: &Ctx,
    user: Id,
    limit: Option<i64>,
    offset: i64,
) -> Result<Vec<ChannelMemberWithTeamData>, AppError> {
    require_self_or_editor(ctx, user)?;
    let rows = store::channel_member_list_for_user(ctx.db(), user, limit, offset).await?;
    let with_team = |(row, team)| {
        let mut member = member_of(ctx, row);
        member.sanitize_for(ctx.user_id());
        ChannelMemberWithTeamData { member, ..team }
    };
    Ok(rows.into_iter().map(with_team).collect())
}

/// One page of the members of a channel who would have to go if only these groups decided.
pub async fn channel_members_outside_groups(
    ctx: &Ctx,
    id: Id,
    groups: &[Id],
    page: Page,
) -> Result<UngroupedMembers, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementChannels)?;
    let (rows, total_count) = store::channel_member_list_outside_groups(ctx.db(), id, groups, page).await?;
    Ok(ungrouped_members(ctx, rows, total_count))
}
