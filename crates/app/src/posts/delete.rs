//! Deleting posts.

use roost_model::errors::post as errors;
use roost_model::permission::Permission;
use roost_model::post::Post;
use roost_model::ws::event;
use roost_model::ws::post::PostChanged;
use roost_model::{Id, ws::json_text};
use roost_realtime::{Audience, Event};
use roost_store::burning::secret_lock_in_tx;
use roost_store::post_change as store;

use super::{attachments, burning, get};
use crate::access::{channel, direct};
use crate::record::Kind;
use crate::{App, AppError, Ctx, Record};

/// Deletes a post and, when it begins a thread, its replies. `permanent`: nothing is left of them.
pub async fn post_delete(ctx: &Ctx, id: Id, permanent: bool) -> Result<(), AppError> {
    if permanent && !ctx.config().service.enable_api_post_deletion {
        return Err(errors::DELETE_NOT_ENABLED.into());
    }
    let post =
        get::post_find(ctx, id).await?.filter(|post| permanent || post.delete_at == 0).ok_or(errors::NOT_FOUND)?;
    if permanent {
        ctx.require(Permission::ManageSystem)?;
    }
    let own = post.user_id == ctx.user_id();
    let permission = if own { Permission::DeletePost } else { Permission::DeleteOthersPosts };
    channel::require_in_channel(ctx, post.channel_id, permission).await?;
    let channel = channel::channel_get(ctx, post.channel_id).await?;
    if channel.is_deleted() {
        return Err(errors::DELETE_IN_DELETED.into());
    }
    direct::require_common_team(ctx, &channel, errors::DELETE_IN_RESTRICTED).await?;

    let mut tx = ctx.db().begin().await?;
    if burning::burns(&post) {
        // Nothing is kept of what it says, also not for those who audit.
        secret_lock_in_tx(&mut tx, id).await?;
        return burning::erase(ctx.app(), tx, &post, ctx.user_id()).await;
    }
    let locked = store::post_lock_in_tx(&mut tx, id, post.channel_id).await?;
    let post = locked.filter(|now| permanent || now.delete_at == 0).ok_or(errors::NOT_FOUND)?;
    let mut record = Record::new();
    let keys = if permanent {
        store::post_erase_in_tx(&mut tx, &post).await?
    } else {
        let now_ms = ctx.now_ms().max(post.update_at + 1);
        for user in store::post_delete_in_tx(&mut tx, &post, now_ms, ctx.user_id()).await? {
            record.invalidate(Kind::Preferences, user);
        }
        Vec::new()
    };
    for event in post_deleted(post, ctx.user_id()) {
        record.event(event);
    }
    ctx.commit(tx, record).await?;
    remove_bytes(ctx.app(), keys).await;
    Ok(())
}

/// Removes the bytes of files that are gone.
pub(crate) async fn remove_bytes(app: &App, keys: Vec<String>) {
    for key in keys {
        if let Err(error) = app.blobs.delete(&key).await {
            tracing::warn!(%key, %error, "the bytes of a deleted file stay");
        }
    }
}

/// `post_deleted`, with the name of who did it in the copy for administrators; empty for nobody.
pub(crate) fn post_deleted(mut post: Post, by: Id) -> [Event; 2] {
    attachments::strip_integrations(&mut post);
    post.metadata = None;
    let audience = || Audience::channel(post.channel_id);
    let text = json_text(&post);
    let data = |delete_by| PostChanged { delete_by, post: text.clone() };
    [
        Event::new(event::POST_DELETED, &data(None), audience().sanitized()),
        Event::new(event::POST_DELETED, &data(by.some()), audience().sensitive()),
    ]
}
