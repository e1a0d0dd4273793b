//! What makes a new post one that burns.

use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::post as errors;
use roost_model::post::Post;
use roost_model::{Id, error as ids};
use serde_json::Value;

use super::enabled;
use crate::posts::attachments;
use crate::users::user_find;
use crate::{AppError, Ctx};

/// The property that says when the post burns, opened or not, in Unix milliseconds.
pub const EXPIRE_AT: &str = "expire_at";
/// The property that says for how long somebody sees the post who opens it, in milliseconds.
pub const READ_DURATION: &str = "read_duration";

/// Checks that such a post can be written here, and says in its properties how long it lasts.
pub async fn prepare(ctx: &Ctx, channel: &Channel, post: &mut Post) -> Result<(), AppError> {
    if !enabled(ctx) {
        return Err(errors::BURN_DISABLED.into());
    }
    if post.is_reply() {
        return Err(errors::BURN_THREAD.into());
    }
    // Everybody would see them: properties are no part of what is put aside.
    if post.props.contains_key(attachments::PROP) {
        return Err(AppError::new(ids::INVALID_PARAM).with("name", "post.props"));
    }
    if channel.channel_type == ChannelType::Direct {
        let other = channel.other_user(post.user_id).unwrap_or(Id::EMPTY);
        if other.is_empty() || other == post.user_id {
            return Err(errors::BURN_TO_SELF.into());
        }
        if user_find(ctx, other).await?.is_some_and(|user| user.is_bot) {
            return Err(errors::BURN_TO_BOT.into());
        }
    }
    let service = &ctx.config().service;
    let expire_at = ctx.now_ms() + service.burn_on_read_maximum_time_to_live_seconds * 1_000;
    post.props.insert(EXPIRE_AT.to_owned(), Value::from(expire_at));
    post.props.insert(READ_DURATION.to_owned(), Value::from(service.burn_on_read_duration_seconds * 1_000));
    post.hashtags.clear();
    Ok(())
}
