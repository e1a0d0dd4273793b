//! Channels that are shared with other servers, as far as a database that was taken over tells: nothing is sent to other servers
//! or comes from them.

use roost_model::Id;
use roost_model::errors::feature as errors;
use roost_model::permission::Permission;
use roost_model::shared_channel::{RemoteInfo, SharedChannel};
use roost_store::channel_lists::Page;
use roost_store::shared_channels as store;

use crate::access::channel::require_in_channel;
use crate::access::team::require_in_team;
use crate::channels::require_visible;
use crate::users::user_find;
use crate::{AppError, Ctx};

/// 501 where connections to other servers are switched off.
fn require_enabled(ctx: &Ctx) -> Result<(), AppError> {
    let config = ctx.config();
    let on =
        config.feature_flags.enable_remote_cluster_service && config.connected_workspaces.enable_remote_cluster_service;
    if on { Ok(()) } else { Err(errors::REMOTE_CLUSTERS_OFF.into()) }
}

/// The shared channels of a team: those that the session's user is in, and for administrators all of them.
pub async fn shared_channel_list(ctx: &Ctx, team: Id, page: Page) -> Result<Vec<SharedChannel>, AppError> {
    require_enabled(ctx)?;
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    let member = if ctx.can(Permission::ManageSystem) { Id::EMPTY } else { ctx.user_id() };
    Ok(store::shared_channel_list(ctx.db(), team, member, page.limit, page.offset).await?)
}

/// A server with which a channel of the session's user is shared.
pub async fn remote_info(ctx: &Ctx, remote: &str, deleted: bool) -> Result<RemoteInfo, AppError> {
    require_enabled(ctx)?;
    let found = store::remote_get_for_member(ctx.db(), remote, ctx.user_id(), deleted).await?;
    found.ok_or_else(|| errors::REMOTE_UNKNOWN.into())
}

/// The servers with which a channel is shared.
pub async fn channel_remotes(ctx: &Ctx, channel: Id) -> Result<Vec<RemoteInfo>, AppError> {
    require_enabled(ctx)?;
    require_in_channel(ctx, channel, Permission::ReadChannel).await?;
    Ok(store::remote_list_of_channel(ctx.db(), channel).await?)
}

/// Whether one person can write to another: both are there, and the other is of this server.
pub async fn can_write_to(ctx: &Ctx, user: Id, other: Id) -> Result<bool, AppError> {
    require_enabled(ctx)?;
    let (Some(_), Some(found)) = (user_find(ctx, user).await?, user_find(ctx, other).await?) else { return Ok(false) };
    match require_visible(ctx, &[other]).await {
        Ok(()) => Ok(!found.is_remote()),
        Err(error) if error.id.status < 500 => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether there is a connection to this server. Where connections are switched off that is told first.
pub async fn remote_exists(ctx: &Ctx, remote: &str) -> Result<bool, AppError> {
    require_enabled(ctx)?;
    Ok(store::remote_exists(ctx.db(), remote).await?)
}
