//! Making channels private or public.

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType, DEFAULT_NAME};
use roost_model::errors::channel as errors;
use roost_store::channels as store;

use super::actions::{MakePrivate, MakePublic};
use super::say::Speaker;
use super::{events, notices};
use crate::access::channel::{self, channel_get};
use crate::record::Kind;
use crate::users::own_user;
use crate::{AppError, Ctx, Record};

/// Makes a channel public (`O`) or private (`P`).
pub async fn channel_set_privacy(ctx: &Ctx, id: Id, privacy: &str) -> Result<Channel, AppError> {
    let to = match privacy {
        "O" => ChannelType::Open,
        "P" => ChannelType::Private,
        _ => return Err(AppError::invalid_body("privacy")),
    };
    let known = channel_get(ctx, id).await?;
    if to == ChannelType::Open {
        channel::of::<MakePublic>(ctx, known.clone()).await?;
    } else {
        channel::of::<MakePrivate>(ctx, known.clone()).await?;
    }
    if known.name == DEFAULT_NAME && to == ChannelType::Private {
        return Err(errors::PRIVACY_DEFAULT.into());
    }
    if known.channel_type.is_conversation() {
        return Err(AppError::invalid_body("channel"));
    }
    let user = own_user(ctx).await?;
    let speaker = Speaker::prepare(ctx, &known).await?;
    let mut tx = ctx.db().begin().await?;
    let mut channel = store::channel_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    channel.channel_type = to;
    channel.update_at = ctx.now_ms();
    store::channel_update_in_tx(&mut tx, &channel).await?;
    let mut record = Record::new();
    record.invalidate(Kind::Channel, id).event(events::updated(&channel));
    if !channel.is_deleted() {
        speaker.say(ctx, &mut tx, &mut record, &user, notices::privacy(&user, to)).await?;
    }
    record.event(events::converted_in_team(&channel));
    ctx.commit(tx, record).await?;
    Ok(channel)
}
