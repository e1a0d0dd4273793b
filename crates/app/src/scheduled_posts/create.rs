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
use crate::{AppError, Ctx, Record};

/// Keeps a post of the session's user for later.
pub async fn scheduled_create(ctx: &Ctx, mut request: DraftRequest) -> Result<ScheduledPost, AppError> {
    require_on(ctx)?;
    let access = channel::channel::<CreatePost>(ctx, Id::parse_or_empty(&request.channel_id)).await?;
    let priority = request.metadata.priority.take();
    check_priority(priority.as_ref(), &request.root_id)?;
    let scheduled_at = request.scheduled_at;
    let mut post =
        ScheduledPost { draft: checked(ctx, request)?, id: ctx.new_id(), scheduled_at, ..ScheduledPost::default() };
    (post.draft.create_at, post.draft.update_at) = (ctx.now_ms(), ctx.now_ms());
    post.validate(ctx.now_ms())?;
    if access.channel.is_deleted() {
        return Err(errors::CHANNEL_DELETED.into());
    }
    direct::require_common_team(ctx, &access.channel, errors::RESTRICTED_DIRECT).await?;
    if let Some(priority) = &priority {
        post.keep_priority(priority);
    }
    let mut tx = ctx.db().begin().await?;
    store::scheduled_insert_in_tx(&mut tx, &post);
    let post = post.shown_with(priority);
    let mut record = Record::new();
    record.event(changed(event::SCHEDULED_POST_CREATED, &post));
    ctx.commit(tx, record).await?;
    Ok(post)
}
