//! Asking for a reminder.

use roost_model::Id;
use roost_model::permission::Permission;
use roost_model::post::Post;
use roost_store::reminders as store;
use serde_json::json;

use super::reminded;
use crate::posts::{ephemeral, readable_or_denied};
use crate::users::user_get;
use crate::{AppError, Ctx, Record};

/// Notes that `user` wants to be reminded of a post at a time in Unix seconds, and says so to them.
pub async fn reminder_set(ctx: &Ctx, user: Id, post: Id, at_s: i64) -> Result<(), AppError> {
    if user != ctx.user_id() {
        ctx.require(Permission::EditOtherUsers)?;
        user_get(ctx, user).await?;
    }
    let (post, _) = readable_or_denied(ctx, post).await?;
    if at_s <= 0 {
        return Err(AppError::invalid_body("target_time"));
    }
    let reminded = reminded(ctx, &post).await?;
    let mut props = reminded.props();
    props.insert("target_time".to_owned(), json!(at_s));
    let told = Post {
        channel_id: reminded.channel_id,
        root_id: post.id,
        message: format!("A reminder of {} by @{} is set", reminded.link, reminded.username),
        props,
        ..Post::default()
    };
    let mut tx = ctx.db().begin().await?;
    store::reminder_save_in_tx(&mut tx, post.id, user, at_s);
    let mut record = Record::new();
    ephemeral(ctx, &mut record, user, told);
    ctx.commit(tx, record).await
}
