//! Reading one channel.

use std::collections::BTreeMap;
use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::{Channel, ChannelStats, ChannelType, is_valid_name};
use roost_model::errors::{channel as errors, team as team_errors};
use roost_model::permission::Permission;
use roost_model::team::Team;
use roost_store::channel_members::{self, GroupCount};
use roost_store::channels as store;

use super::actions::ReadInside;
use crate::access::channel::{self, Read};
use crate::access::team::{can_in_team, team_get};
use crate::{AppError, Ctx};

/// The channel, for those who may see that it is there: 404 when there is none, 403 when it is not theirs to see.
/// Read from the database: the cached row does not count posts.
pub async fn channel_show(ctx: &Ctx, id: Id) -> Result<Channel, AppError> {
    channel::channel_or_404::<Read>(ctx, id).await?;
    store::channel_get(ctx.db(), id).await?.ok_or_else(|| errors::NOT_FOUND.into())
}

/// The channel with this name in a team. A private one that the user may not see is not found either.
pub async fn channel_by_name(ctx: &Ctx, team: Id, name: &str, include_deleted: bool) -> Result<Arc<Channel>, AppError> {
    let name = name.to_lowercase();
    if !is_valid_name(&name) {
        return Err(AppError::invalid_url("channel_name"));
    }
    let found = store::channel_get_by_name(ctx.db(), team, &name).await?;
    let found = found.filter(|channel| include_deleted || !channel.is_deleted());
    let channel = Arc::new(found.ok_or(errors::BY_NAME_NOT_FOUND)?);
    let hidden = channel.channel_type != ChannelType::Open;
    match channel::of::<Read>(ctx, channel).await {
        Ok(access) => Ok(access.channel),
        Err(error) if hidden && error.id.status == 403 => Err(errors::BY_NAME_NOT_FOUND.into()),
        Err(error) => Err(error),
    }
}

/// As [`channel_by_name`], with the name of the team.
pub async fn channel_by_names(
    ctx: &Ctx,
    team: &str,
    name: &str,
    include_deleted: bool,
) -> Result<Arc<Channel>, AppError> {
    let team = store::channel_team_by_name(ctx.db(), &team.to_lowercase()).await?;
    channel_by_name(ctx, team.ok_or(team_errors::BY_NAME_NOT_FOUND)?, name, include_deleted).await
}

/// Numbers about a channel for those who are in it.
pub async fn channel_stats(ctx: &Ctx, id: Id, with_files: bool) -> Result<ChannelStats, AppError> {
    channel::channel::<ReadInside>(ctx, id).await?;
    Ok(store::channel_stats(ctx.db(), id, with_files).await?)
}

/// The time zones of its members.
pub async fn channel_timezones(ctx: &Ctx, id: Id) -> Result<Vec<String>, AppError> {
    channel::channel::<ReadInside>(ctx, id).await?;
    Ok(channel_members::channel_member_timezones(ctx.db(), id).await?)
}

/// How many members each of these channels has.
pub async fn channel_member_counts(ctx: &Ctx, ids: &[Id]) -> Result<BTreeMap<Id, i64>, AppError> {
    for id in ids {
        channel::channel::<ReadInside>(ctx, *id).await?;
    }
    let mut counts = channel_members::channel_member_count_in(ctx.db(), ids).await?;
    for id in ids {
        counts.entry(*id).or_insert(0);
    }
    Ok(counts)
}

/// How many of its members are in each group.
pub async fn channel_counts_by_group(ctx: &Ctx, id: Id, timezones: bool) -> Result<Vec<GroupCount>, AppError> {
    channel::channel::<ReadInside>(ctx, id).await?;
    Ok(channel_members::channel_member_count_by_group(ctx.db(), id, timezones).await?)
}

/// The teams that everybody in a group channel is in.
pub async fn channel_common_teams(ctx: &Ctx, id: Id) -> Result<Vec<Team>, AppError> {
    let access = channel::channel::<ReadInside>(ctx, id).await?;
    if access.channel.channel_type != ChannelType::Group {
        return Err(errors::COMMON_TEAMS_TYPE.into());
    }
    let mut teams = Vec::new();
    for team in store::channel_common_teams(ctx.db(), id).await? {
        let mut shown = (*team_get(ctx, team).await?).clone();
        let may_invite = can_in_team(ctx, team, Permission::InviteUser).await?;
        shown.sanitize(may_invite, can_in_team(ctx, team, Permission::ManageTeam).await?);
        teams.push(shown);
    }
    Ok(teams)
}
