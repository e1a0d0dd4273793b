//! For how long the messages of somebody's teams and channels are kept, where a database that was taken over has policies of
//! their own for these. Nothing here deletes old messages yet.

use roost_model::Id;
use roost_model::permission::Permission;
use roost_store::channel_lists::Page;
use roost_store::retention as store;
use serde::Serialize;

use crate::{AppError, Ctx};

/// A page of them.
#[derive(Debug, Serialize)]
pub struct Policies<T> {
    pub policies: Vec<T>,
    /// Of all pages.
    pub total_count: usize,
}

/// Days for which the messages of a team are kept; `None`: for ever.
#[derive(Debug, Serialize)]
pub struct TeamPolicy {
    pub team_id: Id,
    pub post_duration: Option<i64>,
}

/// The same for a channel.
#[derive(Debug, Serialize)]
pub struct ChannelPolicy {
    pub channel_id: Id,
    pub post_duration: Option<i64>,
}

/// The policies of the teams that a user is in: one's own, or anybody's for administrators.
pub async fn of_teams(ctx: &Ctx, user: Id, page: Page) -> Result<Policies<TeamPolicy>, AppError> {
    require_over(ctx, user)?;
    let found = store::retention_of_teams(ctx.db(), user).await?;
    Ok(page_of(found, page, |(team_id, post_duration)| TeamPolicy { team_id, post_duration }))
}

/// The policies of the channels that a user is in.
pub async fn of_channels(ctx: &Ctx, user: Id, page: Page) -> Result<Policies<ChannelPolicy>, AppError> {
    require_over(ctx, user)?;
    let found = store::retention_of_channels(ctx.db(), user).await?;
    Ok(page_of(found, page, |(channel_id, post_duration)| ChannelPolicy { channel_id, post_duration }))
}

fn require_over(ctx: &Ctx, user: Id) -> Result<(), AppError> {
    if user == ctx.user_id() { Ok(()) } else { ctx.require(Permission::ManageSystem) }
}

fn page_of<F, T>(found: Vec<F>, page: Page, shape: impl Fn(F) -> T) -> Policies<T> {
    let total_count = found.len();
    let size = |number: i64| usize::try_from(number).unwrap_or(0);
    let policies = found.into_iter().skip(size(page.offset)).take(size(page.limit)).map(shape).collect();
    Policies { policies, total_count }
}
