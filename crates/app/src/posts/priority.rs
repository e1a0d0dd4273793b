//! Which priority somebody may give a post.

use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::post as errors;
use roost_model::post::PostPriority;
use roost_model::user::User;

use super::mentions::Mentions;
use crate::{AppError, Ctx};

pub const URGENT: &str = "urgent";

/// Whether this author may give it, as far as the server's settings and the place decide.
pub fn require(ctx: &Ctx, priority: &PostPriority, is_reply: bool, author: &User) -> Result<(), AppError> {
    let config = ctx.config();
    let settings = &config.service;
    if !settings.post_priority {
        return Err(errors::PRIORITY_DENIED.into());
    }
    if is_reply {
        return Err(errors::PRIORITY_ROOT_ONLY.into());
    }
    if priority.persistent_notifications != Some(true) {
        return Ok(());
    }
    if !settings.allow_persistent_notifications {
        return Err(errors::PRIORITY_DENIED.into());
    }
    if priority.priority.as_deref() != Some(URGENT) {
        return Err(errors::PRIORITY_PERSISTENT_URGENT.into());
    }
    if author.is_guest() && !settings.allow_persistent_notifications_for_guests {
        return Err(errors::PRIORITY_DENIED.into());
    }
    Ok(())
}

/// Whoever is notified again and again is named: at least one person, and not many. In a conversation of two it is the other.
pub fn require_recipients(
    ctx: &Ctx,
    priority: &PostPriority,
    channel: &Channel,
    mentions: &Mentions,
) -> Result<(), AppError> {
    if priority.persistent_notifications != Some(true) || channel.channel_type == ChannelType::Direct {
        return Ok(());
    }
    let max = ctx.config().service.persistent_notification_max_recipients;
    if mentions.named.is_empty() {
        return Err(errors::PERSISTENT_NOBODY.into());
    }
    if i64::try_from(mentions.named.len()).unwrap_or(i64::MAX) > max {
        return Err(AppError::new(errors::PERSISTENT_TOO_MANY).with("max", max.to_string()));
    }
    Ok(())
}
