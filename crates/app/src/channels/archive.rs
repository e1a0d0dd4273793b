//! Archiving channels, bringing them back, and deleting them for good.

use roost_model::Id;
use roost_model::channel::{Channel, DEFAULT_NAME};
use roost_model::errors::channel as errors;
use roost_model::permission::Permission;
use roost_store::{channel_members, channels as store};

use super::actions::{Delete, Restore};
use super::say::Speaker;
use super::{events, notices};
use crate::access::channel::{self, channel_get};
use crate::record::Kind;
use crate::users::own_user;
use crate::{AppError, Ctx, Record};

/// Archives a channel: it can be read, but nothing is written in it any more.
pub async fn channel_archive(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let channel = channel_get(ctx, id).await?;
    if channel.channel_type.is_conversation() {
        return Err(errors::DELETE_TYPE.into());
    }
    let access = channel::of::<Delete>(ctx, channel).await?;
    let user = own_user(ctx).await?;
    let speaker = Speaker::prepare(ctx, &access.channel).await?;
    let mut tx = ctx.db().begin().await?;
    let mut channel = store::channel_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    if channel.is_deleted() {
        return Err(errors::DELETE_DELETED.into());
    }
    if channel.name == DEFAULT_NAME {
        return Err(AppError::new(errors::DELETE_DEFAULT).with("name", &channel.display_name));
    }
    let mut record = Record::new();
    speaker.say(ctx, &mut tx, &mut record, &user, notices::archived(&user)).await?;
    channel.delete_at = ctx.now_ms();
    channel.update_at = channel.delete_at;
    store::channel_update_in_tx(&mut tx, &channel).await?;
    store::channel_hooks_delete_in_tx(&mut tx, id, channel.delete_at);
    record.invalidate(Kind::Channel, id).event(events::deleted(&channel, channel.delete_at));
    ctx.commit(tx, record).await
}

/// Brings an archived channel back.
pub async fn channel_restore(ctx: &Ctx, id: Id) -> Result<Channel, AppError> {
    let access = channel::channel_or_404::<Restore>(ctx, id).await?;
    let user = own_user(ctx).await?;
    let speaker = Speaker::prepare(ctx, &access.channel).await?;
    let mut tx = ctx.db().begin().await?;
    let mut channel = store::channel_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    if !channel.is_deleted() {
        return Err(errors::RESTORE_LIVE.into());
    }
    channel.delete_at = 0;
    channel.update_at = ctx.now_ms();
    store::channel_update_in_tx(&mut tx, &channel).await?;
    let mut record = Record::new();
    record.invalidate(Kind::Channel, id).event(events::restored(&channel));
    speaker.say(ctx, &mut tx, &mut record, &user, notices::restored(&user)).await?;
    ctx.commit(tx, record).await?;
    Ok(channel)
}

/// Deletes a channel with everything that was written in it. Files of the file store stay until they are cleaned up.
pub async fn channel_delete_forever(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let channel = channel_get(ctx, id).await?;
    if channel.channel_type.is_conversation() {
        return Err(errors::DELETE_TYPE.into());
    }
    channel::of::<Delete>(ctx, channel).await?;
    if !ctx.config().service.enable_api_channel_deletion {
        let admin = ctx.can(Permission::ManageSystem);
        return Err(if admin { errors::DELETE_FOREVER_OFF_ADMIN } else { errors::DELETE_FOREVER_OFF }.into());
    }
    let mut tx = ctx.db().begin().await?;
    let mut channel = store::channel_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    let members = channel_members::channel_member_ids_in_tx(&mut tx, id).await?;
    store::channel_delete_in_tx(&mut tx, id);
    channel.delete_at = ctx.now_ms();
    let mut record = Record::new();
    record.invalidate(Kind::Channel, id).event(events::deleted(&channel, channel.delete_at));
    // The members stay in the index of the sockets, or those of a private channel would not hear of its end. Nothing is
    // ever sent to this channel again.
    for member in members {
        record.invalidate(Kind::Memberships, member);
    }
    ctx.commit(tx, record).await
}
