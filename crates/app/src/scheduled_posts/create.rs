//! Scheduling posts.

use roost_model::Id;
use roost_model::draft::DraftRequest;
use roost_model::errors::scheduled_post as errors;
use roost_model::scheduled_post::ScheduledPost;
use roost_model::ws::event;
use roost_store::scheduled_posts as store;

use super::{changed, check_priority, require_on};
use crate::access::channel::{self, CreatePost};
use crate::access::direct;
use crate::drafts::checked;
use crate::posts::require_own_voice;
use crate::{AppError, Ctx, Record};

/// Keeps a post of the session's user for later.
pub async fn scheduled_create(ctx: &Ctx, mut request: DraftRequest) -> Result<ScheduledPost, AppError> {
    require_on(ctx)?;
    require_own_voice(ctx, &request.props)?;
    let access = channel::channel::<CreatePost>(ctx, Id::parse_or_empty(&request.channel_id)).await?;
    let priority = request.metadata.priority.take();
    check_priority(ctx, priority.as_ref(), &request.root_id).await?;
    let scheduled_at = request.scheduled_at;
    let mut post =
        ScheduledPost { draft: checked(ctx, request)?, id: ctx.new_id(), scheduled_at, ..ScheduledPost::default() };
    post.validate(ctx.now_ms())?;
    if access.channel.is_deleted() {
        return Err(errors::CHANNEL_DELETED.into());
    }
    direct::require_common_team(ctx, &access.channel, errors::RESTRICTED_DIRECT).await?;
    if let Some(priority) = &priority {
        post.keep_priority(priority);
    }
    let mut tx = ctx.db().begin().await?;
    let created = after(store::scheduled_newest_in_tx(&mut tx, post.draft.user_id).await?, ctx.now_ms());
    (post.draft.create_at, post.draft.update_at) = (created, created);
    store::scheduled_insert_in_tx(&mut tx, &post);
    let post = post.shown_with(priority);
    let mut record = Record::new();
    record.event(changed(event::SCHEDULED_POST_CREATED, &post));
    ctx.commit(tx, record).await?;
    Ok(post)
}

/// Times a post behind the one that the user made last, if that was in the same moment: those for one time are sent and
/// listed in the order in which they were made. Unix milliseconds.
fn after(newest: i64, now_ms: i64) -> i64 {
    const MOMENT_MS: i64 = 1_000;
    if (now_ms..now_ms + MOMENT_MS).contains(&newest) { newest + 1 } else { now_ms }
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn those_of_one_moment_are_one_after_another() {
        assert_eq!([after(0, 500), after(499, 500), after(500, 500), after(501, 500)], [500, 500, 501, 502]);
        // A clock that was far ahead once delays nothing.
        assert_eq!(after(10_000, 500), 500);
    }
}
