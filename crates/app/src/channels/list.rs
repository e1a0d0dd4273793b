//! Lists of channels.

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::channel as errors;
use roost_model::permission::Permission;
use roost_store::channel_lists::{self as store, Deleted, Page};

use super::visible::require_self_or_editor;
use crate::access::team::require_in_team;
use crate::{AppError, Ctx};

/// A page of the public channels of a team.
pub async fn channels_public(ctx: &Ctx, team: Id, page: Page) -> Result<Vec<Channel>, AppError> {
    require_in_team(ctx, team, Permission::ListTeamChannels).await?;
    Ok(store::channel_list_in_team(ctx.db(), team, ChannelType::Open, page).await?)
}

/// A page of the private channels of a team: for administrators of the server.
pub async fn channels_private(ctx: &Ctx, team: Id, page: Page) -> Result<Vec<Channel>, AppError> {
    ctx.require(Permission::ManageSystem)?;
    Ok(store::channel_list_in_team(ctx.db(), team, ChannelType::Private, page).await?)
}

/// A page of the archived channels of a team.
pub async fn channels_deleted(ctx: &Ctx, team: Id, page: Page) -> Result<Vec<Channel>, AppError> {
    require_in_team(ctx, team, Permission::ListTeamChannels).await?;
    let all = ctx.can(Permission::ManageSystem);
    Ok(store::channel_list_deleted(ctx.db(), team, ctx.user_id(), all, page).await?)
}

/// Those of the named channels that are public and in the team; 404 when none is.
pub async fn channels_public_by_ids(ctx: &Ctx, team: Id, ids: &[Id]) -> Result<Vec<Channel>, AppError> {
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    let found = store::channel_list_public_by_ids(ctx.db(), team, ids).await?;
    if found.is_empty() { Err(errors::BY_IDS_NOT_FOUND.into()) } else { Ok(found) }
}

/// A user's channels in a team, with the conversations; 404 when there are none.
pub async fn channels_of_user_in_team(
    ctx: &Ctx,
    user: Id,
    team: Id,
    deleted: Deleted,
) -> Result<Vec<Channel>, AppError> {
    require_self_or_editor(ctx, user)?;
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    let found = store::channel_list_for_user_in_team(ctx.db(), user, team, deleted).await?;
    if found.is_empty() { Err(errors::LIST_EMPTY.into()) } else { Ok(found) }
}

/// A user's channels in all teams. The outer error refuses, the inner one says that there are none: the original has
/// begun its answer by then.
pub async fn channels_of_user(
    ctx: &Ctx,
    user: Id,
    deleted: Deleted,
) -> Result<Result<Vec<Channel>, AppError>, AppError> {
    require_self_or_editor(ctx, user)?;
    let found = store::channel_list_for_user(ctx.db(), user, deleted).await?;
    Ok(if found.is_empty() { Err(errors::LIST_EMPTY.into()) } else { Ok(found) })
}
