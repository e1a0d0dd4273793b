//! Taking reactions back.

use roost_model::Id;
use roost_model::errors::reaction as errors;
use roost_model::permission::Permission;
use roost_model::reaction::Reaction;
use roost_model::ws::event;
use roost_store::reactions as store;

use super::add::changed;
use super::post_for;
use crate::access::channel::RemoveReaction;
use crate::access::direct;
use crate::{AppError, Ctx, Record};

/// Takes an emoji from a post. One that is not there is as good as taken.
pub async fn reaction_remove(ctx: &Ctx, user_id: Id, post_id: Id, emoji_name: &str) -> Result<(), AppError> {
    let found = post_for::<RemoveReaction>(ctx, post_id, Permission::RemoveReaction).await;
    if user_id != ctx.user_id() {
        ctx.require(Permission::RemoveOthersReactions)?;
    }
    let (_, channel) = found?;
    if channel.is_deleted() {
        return Err(errors::DELETE_ARCHIVED.into());
    }
    direct::require_common_team(ctx, &channel, errors::DELETE_RESTRICTED).await?;
    // What goes out names who, where and what, and no more, as in the original.
    let reaction = Reaction {
        user_id,
        post_id,
        emoji_name: emoji_name.to_owned(),
        update_at: ctx.now_ms(),
        remote_id: Some(Id::EMPTY),
        ..Reaction::default()
    };
    let mut tx = ctx.db().begin().await?;
    if store::reaction_delete_in_tx(&mut tx, &reaction).await? {
        let mut record = Record::new();
        record.event(changed(event::REACTION_REMOVED, &reaction, channel.id));
        ctx.commit(tx, record).await?;
    }
    Ok(())
}
