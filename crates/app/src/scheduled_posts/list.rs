//! Reading scheduled posts.

use roost_model::Id;
use roost_model::permission::Permission;
use roost_model::scheduled_post::ScheduledPost;
use roost_store::scheduled_posts as store;

use super::require_on;
use crate::access::team;
use crate::drafts::add_files;
use crate::{AppError, Ctx};

/// What the session's user has scheduled, in the order in which it is to be sent.
#[derive(Clone, Debug)]
pub struct Scheduled {
    pub in_team: Vec<ScheduledPost>,
    /// In conversations.
    pub direct: Vec<ScheduledPost>,
}

/// The scheduled posts of the session's user in a team and in conversations.
pub async fn scheduled_list(ctx: &Ctx, team: Id) -> Result<Scheduled, AppError> {
    require_on(ctx)?;
    if !ctx.can(Permission::ViewTeam) {
        team::require_in_team(ctx, team, Permission::ViewTeam).await?;
    }
    let (in_team, direct) = store::scheduled_list(ctx.db(), ctx.user_id(), team).await?;
    let listed = |posts: Vec<ScheduledPost>| posts.into_iter().map(ScheduledPost::listed).collect();
    let mut scheduled = Scheduled { in_team: listed(in_team), direct: listed(direct) };
    let all = scheduled.in_team.iter_mut().chain(&mut scheduled.direct);
    add_files(ctx, all.map(|post| &mut post.draft).collect()).await?;
    Ok(scheduled)
}
