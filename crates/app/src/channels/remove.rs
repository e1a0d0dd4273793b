//! Leaving channels and taking people out of them.

use roost_model::Id;
use roost_model::channel::DEFAULT_NAME;
use roost_model::errors::channel as errors;
use roost_store::channel_members as store;

use super::actions::ManageMembers;
use super::say::Speaker;
use super::{events, notices};
use crate::access::channel::{self, channel_get};
use crate::access::team::team_get;
use crate::teams::leave_in_tx;
use crate::users::{own_user, user_get};
use crate::{AppError, Ctx, Record};

/// Takes a user out of a channel, or leaves it. A guest who is in no channel of a team any more leaves the team too.
pub async fn channel_member_remove(ctx: &Ctx, id: Id, user_id: Id) -> Result<(), AppError> {
    let channel = channel_get(ctx, id).await?;
    let user = user_get(ctx, user_id).await?;
    if channel.channel_type.is_conversation() {
        return Err(errors::MEMBER_REMOVE_TYPE.into());
    }
    let own = user_id == ctx.user_id();
    if channel.group_constrained == Some(true) && !own && !user.is_bot {
        return Err(errors::MEMBER_REMOVE_GROUP.into());
    }
    if !own {
        channel::of::<ManageMembers>(ctx, channel.clone()).await?;
    }
    if channel.name == DEFAULT_NAME && !user.is_guest() {
        return Err(AppError::new(errors::MEMBER_REMOVE_DEFAULT).with("channel", &channel.display_name));
    }
    let actor = own_user(ctx).await?;
    let speaker = Speaker::prepare(ctx, &channel).await?;
    let mut tx = ctx.db().begin().await?;
    if store::channel_member_remove_in_tx(&mut tx, id, &[user_id], ctx.now_ms()).await?.is_empty() {
        return Err(errors::MEMBER_NOT_FOUND.into());
    }
    let mut record = Record::new();
    record.left_channel(user_id, id);
    for event in events::user_removed(&channel, user_id, actor.id) {
        record.event(event);
    }
    if !channel.is_deleted() {
        let notice = if own { notices::left(&user) } else { notices::removed(&user) };
        speaker.say(ctx, &mut tx, &mut record, &actor, notice).await?;
    }
    if user.is_guest() && !store::channel_member_any_in_team_in_tx(&mut tx, user_id, channel.team_id).await? {
        let team = team_get(ctx, channel.team_id).await?;
        leave_in_tx(ctx, &mut tx, &mut record, &team, &user, own).await?;
    }
    ctx.commit(tx, record).await
}
