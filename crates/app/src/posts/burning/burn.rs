//! Burning a post before its time.

use roost_model::Id;
use roost_model::errors::post as errors;
use roost_model::post::Post;
use roost_model::ws::event;
use roost_model::ws::post::PostBurned;
use roost_realtime::{Audience, Event};
use roost_store::post_change::{self, post_touch_in_tx};
use roost_store::{Tx, burning as store};

use super::{burns, in_own_channel};
use crate::posts::delete;
use crate::{App, AppError, Ctx, Record};

/// Burns a post: for the author it is gone for everybody, for others only for themselves, once they have opened it.
pub async fn post_burn(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let post = in_own_channel(ctx, id, errors::BURN_NOT_MEMBER).await?;
    if !burns(&post) {
        return Err(errors::NOT_BURN_ON_READ.into());
    }
    let mut tx = ctx.db().begin().await?;
    let expire_at = store::secret_lock_in_tx(&mut tx, id).await?;
    if expire_at.is_none_or(|at| at <= ctx.now_ms()) {
        return Err(errors::NOT_FOUND.into());
    }
    if post.user_id == ctx.user_id() {
        return erase(ctx.app(), tx, &post, ctx.user_id()).await;
    }
    let until = store::secret_receipt_in_tx(&mut tx, id, ctx.user_id()).await?.ok_or(errors::BURN_NOT_REVEALED)?;
    if until <= ctx.now_ms() {
        return Err(errors::NOT_FOUND.into());
    }
    store::secret_close_in_tx(&mut tx, id, ctx.user_id(), ctx.now_ms());
    post_touch_in_tx(&mut tx, id, ctx.now_ms());
    let audience = Audience::user(ctx.user_id()).with_channel(post.channel_id);
    let audience = audience.omit_connection(&ctx.client().connection_id);
    let mut record = Record::new();
    record.event(Event::new(event::POST_BURNED, &PostBurned { post_id: id }, audience));
    ctx.commit(tx, record).await
}

/// Removes a post for good, with its files, in a transaction that has taken what it says, and tells its channel.
pub async fn erase(app: &App, mut tx: Tx, post: &Post, by: Id) -> Result<(), AppError> {
    let locked = post_change::post_lock_in_tx(&mut tx, post.id, post.channel_id).await?;
    let post = locked.ok_or(errors::NOT_FOUND)?;
    let keys = post_change::post_erase_in_tx(&mut tx, &post).await?;
    let mut record = Record::new();
    for event in delete::post_deleted(ashes(&post), by) {
        record.event(event);
    }
    app.commit(tx, record).await?;
    delete::remove_bytes(app, keys).await;
    Ok(())
}

/// What `post_deleted` tells of the post.
fn ashes(post: &Post) -> Post {
    Post { message: "(this message has burned)".to_owned(), props: serde_json::Map::new(), ..super::blank(post) }
}
