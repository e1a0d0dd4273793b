//! Who is in a channel follows from the groups that it is tied to.

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::channel_member::default_notify_props;
use roost_store::channel_members as store;
use roost_store::group_ties::{self as ties, Place};

use super::add::new_member;
use super::say::Speaker;
use super::set_roles::channel_member_set_admin;
use super::{events, notices};
use crate::users::user_find;
use crate::{AppError, Ctx, Record};

/// As for teams ([`crate::teams::team_follow_groups`]). Only who is in the team comes into the channel.
pub async fn channel_follow_groups(ctx: &Ctx, channel: &Channel) -> Result<(), AppError> {
    let place = Place::Channel(channel.id);
    let speaker = Speaker::prepare(ctx, channel).await?;
    for id in ties::newcomers(ctx.db(), place).await? {
        bring(ctx, channel, &speaker, id).await?;
    }
    if channel.group_constrained != Some(true) {
        return Ok(());
    }
    for id in ties::strangers(ctx.db(), place).await? {
        take_out(ctx, channel, &speaker, id).await?;
    }
    for (id, admin) in ties::admins_wrong(ctx.db(), place).await? {
        channel_member_set_admin(ctx, channel.id, id, admin).await?;
    }
    Ok(())
}

async fn bring(ctx: &Ctx, channel: &Channel, speaker: &Speaker, id: Id) -> Result<(), AppError> {
    let Some(user) = user_find(ctx, id).await? else { return Ok(()) };
    let (mut tx, mut record) = (ctx.db().begin().await?, Record::new());
    let new = [new_member(&user)];
    let joined =
        store::channel_member_insert_in_tx(&mut tx, channel.id, &new, &default_notify_props(), ctx.now_ms()).await?;
    if joined.is_empty() {
        return Ok(());
    }
    record.joined_channel(id, channel.id);
    for event in events::user_added(channel, id) {
        record.event(event);
    }
    if !channel.is_deleted() {
        speaker.say(ctx, &mut tx, &mut record, &user, notices::joined(&user)).await?;
    }
    ctx.commit(tx, record).await
}

async fn take_out(ctx: &Ctx, channel: &Channel, speaker: &Speaker, id: Id) -> Result<(), AppError> {
    let Some(user) = user_find(ctx, id).await? else { return Ok(()) };
    let (mut tx, mut record) = (ctx.db().begin().await?, Record::new());
    if store::channel_member_remove_in_tx(&mut tx, channel.id, &[id], ctx.now_ms()).await?.is_empty() {
        return Ok(());
    }
    record.left_channel(id, channel.id);
    for event in events::user_removed(channel, id, Id::EMPTY) {
        record.event(event);
    }
    if !channel.is_deleted() {
        speaker.say(ctx, &mut tx, &mut record, &user, notices::removed(&user)).await?;
    }
    ctx.commit(tx, record).await
}
