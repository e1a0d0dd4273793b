//! Phones that say what they have got, and ask for the text of what they were only told of.

use std::collections::HashSet;

use roost_model::errors::status as errors;
use roost_model::push::{PushAck, PushMessage};

use super::super::{Notice, sends_pushes, who::Why};
use super::message::{self, Contents};
use super::{channel_name, names, proxy, readers};
use crate::posts::{Mentions, audience_of, readable};
use crate::users::user_find;
use crate::{AppError, Ctx};

/// What the phone is answered.
#[derive(Debug)]
pub enum Acknowledged {
    /// Only that it was heard.
    Noted,
    /// It could ask for a text, but did not.
    Nothing,
    Text(Box<PushMessage>),
}

/// Passes on that the session's device has a message, and gives its text where only its post was told. Who may not read
/// the post is told nothing of it.
pub async fn push_ack(ctx: &Ctx, ack: &PushAck) -> Result<Acknowledged, AppError> {
    if !ctx.config().email.send_push_notifications {
        return Err(errors::PUSH_DISABLED.into());
    }
    ctx.app().metrics.push_acked(&ack.client_platform);
    let told = if sends_pushes(&ctx.config()) { proxy::acknowledge(ctx.app(), ack).await } else { Ok(()) };
    match told {
        Err(error) if !ack.is_id_loaded => return Err(AppError::from(errors::PUSH_ACK_FORWARD).because(error)),
        Err(error) => tracing::warn!(%error, "an acknowledgement was not passed on"),
        Ok(()) if !ack.is_id_loaded => return Ok(Acknowledged::Noted),
        Ok(()) => {}
    }
    match ack.wanted() {
        Some(_) => Ok(Acknowledged::Text(Box::new(text(ctx, ack).await?))),
        None => Ok(Acknowledged::Nothing),
    }
}

async fn text(ctx: &Ctx, ack: &PushAck) -> Result<PushMessage, AppError> {
    let (post, access) = readable(ctx, ack.wanted().unwrap_or_default()).await?;
    let reader = readers(ctx, &[ctx.user_id()]).await?.remove(&ctx.user_id()).ok_or(errors::PUSH_ID_LOADED_FETCH)?;
    let author = user_find(ctx, post.user_id).await?.ok_or(errors::PUSH_ID_LOADED_FETCH)?;
    let audience = audience_of(ctx, access.channel.id).await?;
    let notice = Notice {
        post,
        channel: access.channel.clone(),
        author,
        audience,
        mentions: Mentions::default(),
        root_author: None,
        followers: HashSet::new(),
    };
    let names = names(ctx, &notice).await?;
    let channel_name = channel_name(&ctx.config(), &notice, &reader, &names);
    // The whole text is shown: why it is told says nothing.
    let message = message::message(&ctx.config(), &notice, &reader, channel_name, Why::Named, Contents::Full);
    Ok(PushMessage { ack_id: ack.id.clone(), platform: ack.client_platform.clone(), is_id_loaded: true, ..message })
}
