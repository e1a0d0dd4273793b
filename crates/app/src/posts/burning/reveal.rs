//! Opening a post.

use roost_model::Id;
use roost_model::errors::post as errors;
use roost_model::post::Post;
use roost_model::ws::post::{AllRevealed, PostRevealed};
use roost_model::ws::{event, json_text};
use roost_realtime::{Audience, Event};
use roost_store::burning as store;
use roost_store::post_change::post_touch_in_tx;
use serde_json::Value;

use super::new::READ_DURATION;
use super::{burns, in_own_channel, shown};
use crate::posts::metadata;
use crate::{AppError, Ctx, Record};

/// Shows the session's user what a post says, from now on until its time is over. Once more gives the post as it is.
pub async fn post_reveal(ctx: &Ctx, id: Id) -> Result<Post, AppError> {
    let post = in_own_channel(ctx, id, errors::REVEAL_NOT_MEMBER).await?;
    if post.user_id == ctx.user_id() {
        return Err(errors::REVEAL_OWN.into());
    }
    if !burns(&post) {
        return Err(errors::REVEAL_NOT_BURNING.into());
    }
    let secret = store::secret_list(ctx.db(), &[id], ctx.user_id()).await?.pop().ok_or(errors::NOT_FOUND)?;
    if secret.opened_until.is_some() {
        return metadata::one(ctx, post).await;
    }
    let until_ms = secret.expire_at.min(ctx.now_ms() + read_duration(ctx, &post));
    let opened = metadata::of_burning(ctx, shown(&post, secret, until_ms)).await?;

    let mut tx = ctx.db().begin().await?;
    let expire_at = store::secret_lock_in_tx(&mut tx, id).await?;
    if expire_at.is_none_or(|at| at <= ctx.now_ms()) {
        return Err(errors::NOT_FOUND.into());
    }
    if !store::secret_open_in_tx(&mut tx, id, ctx.user_id(), until_ms).await? {
        drop(tx);
        return metadata::one(ctx, post).await;
    }
    // What clients have kept of the channel is old.
    post_touch_in_tx(&mut tx, id, ctx.now_ms());
    let mut record = Record::new();
    let connection = &ctx.client().connection_id;
    let (readers, awaited) = store::secret_readers_in_tx(&mut tx, &post).await?;
    let text = json_text(&opened);
    let data = PostRevealed { post: text.clone(), recipients: None };
    record.event(Event::new(event::POST_REVEALED, &data, Audience::user(ctx.user_id()).omit_connection(connection)));
    let data = PostRevealed { post: text, recipients: Some(readers) };
    record.event(Event::new(event::POST_REVEALED, &data, Audience::user(post.user_id)));
    if !awaited {
        let end = store::secret_shorten_in_tx(&mut tx, id, until_ms).await?;
        let data = AllRevealed { post_id: id, sender_expire_at: end };
        let author = Audience::user(post.user_id).with_channel(post.channel_id);
        record.event(Event::new(event::BURN_ON_READ_ALL_REVEALED, &data, author));
    }
    ctx.commit(tx, record).await?;
    Ok(opened)
}

/// How long somebody sees the post who opens it, in milliseconds.
fn read_duration(ctx: &Ctx, post: &Post) -> i64 {
    let own = post.props.get(READ_DURATION).and_then(Value::as_i64).filter(|duration| *duration > 0);
    own.unwrap_or(ctx.config().service.burn_on_read_duration_seconds * 1_000)
}
