//! Changing scheduled posts and taking them back. A post that is being sent is waited for, and gone then.

use roost_model::Id;
use roost_model::draft::DraftRequest;
use roost_model::errors::{draft as draft_errors, scheduled_post as errors};
use roost_model::scheduled_post::ScheduledPost;
use roost_model::ws::event;
use roost_store::scheduled_posts as store;

use super::{changed, check_priority, require_on};
use crate::access::channel::{self, CreatePost};
use crate::drafts::checked;
use crate::posts::require_own_voice;
use crate::{AppError, Ctx, Record};

/// Gives a scheduled post of the session's user another text and time. Its place stays what it was.
pub async fn scheduled_update(ctx: &Ctx, id: Id, mut request: DraftRequest) -> Result<ScheduledPost, AppError> {
    require_on(ctx)?;
    require_own_voice(ctx, &request.props)?;
    if request.id != id.as_str() {
        return Err(AppError::invalid_url("scheduled_post_id"));
    }
    channel::channel::<CreatePost>(ctx, Id::parse_or_empty(&request.channel_id)).await?;
    let priority = request.metadata.priority.take();
    check_priority(ctx, priority.as_ref(), &request.root_id).await?;
    if request.create_at == 0 {
        return Err(draft_errors::INVALID_CREATE_AT.into());
    }
    let scheduled_at = request.scheduled_at;
    let mut post = ScheduledPost { draft: checked(ctx, request)?, id, scheduled_at, ..ScheduledPost::default() };
    post.validate(ctx.now_ms())?;
    if let Some(priority) = &priority {
        post.keep_priority(priority);
    }
    let mut tx = ctx.db().begin().await?;
    let before = store::scheduled_lock_in_tx(&mut tx, id).await?.ok_or(errors::UPDATE_NOT_FOUND)?.draft;
    if before.user_id != ctx.user_id() {
        return Err(errors::UPDATE_DENIED.into());
    }
    (post.draft.channel_id, post.draft.root_id) = (before.channel_id, before.root_id);
    check_priority(ctx, post.priority().as_ref(), before.root_id.as_str()).await?;
    (post.draft.create_at, post.draft.update_at) = (before.create_at, ctx.now_ms());
    store::scheduled_update_in_tx(&mut tx, &post);
    let post = post.shown_with(priority);
    let mut record = Record::new();
    record.event(changed(event::SCHEDULED_POST_UPDATED, &post));
    ctx.commit(tx, record).await?;
    Ok(post)
}

/// Takes a scheduled post of the session's user back.
pub async fn scheduled_delete(ctx: &Ctx, id: Id) -> Result<ScheduledPost, AppError> {
    require_on(ctx)?;
    let mut tx = ctx.db().begin().await?;
    let post = store::scheduled_lock_in_tx(&mut tx, id).await?.ok_or(errors::DELETE_NOT_FOUND)?;
    if post.draft.user_id != ctx.user_id() {
        return Err(errors::DELETE_DENIED.into());
    }
    store::scheduled_delete_in_tx(&mut tx, id);
    let post = post.shown();
    let mut record = Record::new();
    record.event(changed(event::SCHEDULED_POST_DELETED, &post));
    ctx.commit(tx, record).await?;
    Ok(post)
}
