//! Looking at schemes.

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::errors::scheme as errors;
use roost_model::permission::Permission;
use roost_model::scheme::{SCOPE_CHANNEL, SCOPE_TEAM, Scheme};
use roost_model::team::Team;
use roost_store::channel_lists::Page;
use roost_store::schemes as store;

use crate::{AppError, Ctx};

/// Live schemes of a scope (empty: of all), the newest first.
pub async fn scheme_list(ctx: &Ctx, scope: &str, page: Page) -> Result<Vec<Scheme>, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementPermissions)?;
    if ![SCOPE_TEAM, SCOPE_CHANNEL, ""].contains(&scope) {
        return Err(AppError::invalid_body("scope"));
    }
    Ok(store::scheme_page(ctx.db(), scope, page).await?)
}

/// A scheme, deleted ones too.
pub async fn scheme_get(ctx: &Ctx, id: Id) -> Result<Scheme, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementPermissions)?;
    find(ctx, id).await
}

pub(super) async fn find(ctx: &Ctx, id: Id) -> Result<Scheme, AppError> {
    store::scheme_get(ctx.db(), id).await?.ok_or_else(|| errors::NOT_FOUND.into())
}

/// The teams that have a scheme, by name, as administrators see them.
pub async fn scheme_teams(ctx: &Ctx, id: Id, page: Page) -> Result<Vec<Team>, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementTeams)?;
    if find(ctx, id).await?.scope != SCOPE_TEAM {
        return Err(errors::TEAMS_SCOPE.into());
    }
    let mut teams = Vec::new();
    for team in store::scheme_teams(ctx.db(), id, page).await? {
        teams.push(crate::teams::shown_to(ctx, team).await?);
    }
    Ok(teams)
}

/// The channels that have a scheme, by name.
pub async fn scheme_channels(ctx: &Ctx, id: Id, page: Page) -> Result<Vec<Channel>, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementChannels)?;
    if find(ctx, id).await?.scope != SCOPE_CHANNEL {
        return Err(errors::CHANNELS_SCOPE.into());
    }
    Ok(store::scheme_channels(ctx.db(), id, page).await?)
}
