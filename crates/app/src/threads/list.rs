//! Reading a user's threads.

use roost_model::Id;
use roost_model::errors::thread as errors;
use roost_model::permission::Permission;
use roost_model::thread::{ThreadResponse, Threads};
use roost_store::user_threads::{self as store, Listing, UserThread};

use crate::access::team::require_in_team;
use crate::posts::People;
use crate::posts::record::bare;
use crate::users::access::require_self_or_edit;
use crate::{AppError, Ctx};

/// Which threads of a user in a team.
#[derive(Clone, Copy, Debug, Default)]
pub struct ThreadWindow {
    /// Unix milliseconds; 0: any time.
    pub since_ms: i64,
    pub before: Id,
    pub after: Id,
    pub per_page: i64,
    pub unread: bool,
    /// With threads that were deleted.
    pub deleted: bool,
    /// With whole accounts of participants.
    pub extended: bool,
    /// No threads, only sums.
    pub totals_only: bool,
    /// No sums.
    pub threads_only: bool,
    pub exclude_direct: bool,
}

/// A page of the threads that a user follows, and the sums over all of them.
pub async fn thread_list(ctx: &Ctx, user: Id, team: Id, window: &ThreadWindow) -> Result<Threads, AppError> {
    require_self_or_edit(ctx, user)?;
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    if !window.before.is_empty() && !window.after.is_empty() {
        return Err(errors::BAD_PARAMS.into());
    }
    if window.totals_only && window.threads_only {
        return Err(errors::BAD_PARAMS.into());
    }
    let listing = Listing {
        user_id: user,
        team_id: team,
        exclude_direct: window.exclude_direct,
        include_deleted: window.deleted,
        unread_only: window.unread,
        since_ms: window.since_ms,
        before: window.before,
        after: window.after,
        limit: window.per_page,
    };
    let mut out = Threads::default();
    if !window.threads_only {
        let totals = store::user_thread_totals(ctx.db(), &listing).await?;
        out.total = if window.unread { totals.unread_threads } else { totals.threads };
        out.total_unread_threads = totals.unread_threads;
        out.total_unread_mentions = totals.unread_mentions;
        out.total_unread_urgent_mentions = totals.unread_urgent_mentions;
    }
    if !window.totals_only {
        let threads = store::user_thread_list(ctx.db(), &listing).await?;
        let ids = threads.iter().flat_map(|thread| thread.participants.iter().copied());
        let people = People::load(ctx, ids, window.extended).await?;
        out.threads = Some(threads.into_iter().map(|thread| response(thread, &people)).collect());
    }
    Ok(out)
}

/// One thread that a user follows.
pub async fn thread_get(ctx: &Ctx, user: Id, team: Id, thread: Id, extended: bool) -> Result<ThreadResponse, AppError> {
    require_self_or_edit(ctx, user)?;
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    let membership = store::thread_membership(ctx.db(), user, thread).await?.ok_or(errors::MEMBERSHIP_NOT_FOUND)?;
    if !membership.following {
        return Err(errors::NOT_FOUND.into());
    }
    let found = store::user_thread_get(ctx.db(), user, thread).await?.ok_or(errors::NOT_FOUND)?;
    let people = People::load(ctx, found.participants.iter().copied(), extended).await?;
    Ok(response(found, &people))
}

/// A thread as its follower sees it.
pub(super) fn response(thread: UserThread, people: &People) -> ThreadResponse {
    ThreadResponse {
        id: thread.root.id,
        reply_count: thread.root.reply_count,
        last_reply_at: thread.last_reply_at,
        last_viewed_at: thread.last_viewed,
        participants: people.of(&thread.participants),
        post: bare(thread.root),
        unread_replies: thread.unread_replies,
        unread_mentions: thread.unread_mentions,
        is_urgent: thread.is_urgent,
        delete_at: thread.delete_at,
    }
}
