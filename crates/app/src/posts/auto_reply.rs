//! What the server answers for somebody who is out of office, to who writes to them alone: once a day.

use std::sync::Arc;

use roost_model::channel::{Channel, ChannelType};
use roost_model::post::{Post, kind};
use roost_model::user::User;
use roost_store::posts::post_of_kind_since;
use serde_json::Map;

use super::audience::audience_of;
use super::integration::in_the_name_of;
use super::system::{SystemPost, system_post_in_tx};
use crate::users::{AUTO_REPLY_MESSAGE, replies_by_itself, user_find};
use crate::{AppError, Ctx, Record};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Answers a post, if the other one of two lets the server answer and it has not done so today (UTC).
pub async fn auto_reply(ctx: &Ctx, channel: &Arc<Channel>, author: &User, post: &Post) -> Result<(), AppError> {
    if channel.channel_type != ChannelType::Direct || author.is_bot {
        return Ok(());
    }
    let other = channel.other_user(author.id).filter(|other| *other != author.id);
    let Some(other) = other else { return Ok(()) };
    let Some(away) = user_find(ctx, other).await?.filter(|user| replies_by_itself(user)) else { return Ok(()) };
    let message = away.notify_props.get(AUTO_REPLY_MESSAGE).cloned().unwrap_or_default();
    let today_ms = post.create_at - post.create_at.rem_euclid(DAY_MS);
    if message.is_empty() || post_of_kind_since(ctx.db(), channel.id, away.id, kind::AUTO_RESPONDER, today_ms).await? {
        return Ok(());
    }
    let ctx = in_the_name_of(ctx, &away);
    let audience = audience_of(&ctx, channel.id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let new = SystemPost {
        channel: channel.clone(),
        author: away,
        kind: kind::AUTO_RESPONDER,
        message,
        props: Map::new(),
        mentioned: vec![author.id],
        root_id: post.thread_id(),
        files: Vec::new(),
        audience,
        set_online: false,
    };
    system_post_in_tx(&ctx, &mut tx, &mut record, new).await?;
    ctx.commit(tx, record).await
}
