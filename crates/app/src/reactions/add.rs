//! Reacting to posts.

use roost_model::Id;
use roost_model::emoji::is_system_name;
use roost_model::errors::{post as post_errors, reaction as errors};
use roost_model::limits::EMOJI_NAME_LEN_MAX;
use roost_model::permission::Permission;
use roost_model::post::kind;
use roost_model::reaction::{Reaction, ReactionDraft};
use roost_model::ws::event;
use roost_model::ws::post::ReactionChanged;
use roost_realtime::{Audience, Event};
use roost_store::again::again_end_in_tx;
use roost_store::reactions as store;

use super::post_for;
use crate::access::channel::AddReaction;
use crate::access::direct;
use crate::emoji::emoji_by_name;
use crate::posts::again::is_answered;
use crate::{AppError, Ctx, Record};

/// Puts an emoji to a post. Again is as good as once.
pub async fn reaction_add(ctx: &Ctx, draft: ReactionDraft) -> Result<Reaction, AppError> {
    let (Some(user_id), Some(post_id)) = (Id::parse(&draft.user_id), Id::parse(&draft.post_id)) else {
        return Err(errors::SAVE_INVALID.into());
    };
    if draft.emoji_name.is_empty() || draft.emoji_name.len() > EMOJI_NAME_LEN_MAX {
        return Err(errors::SAVE_INVALID.into());
    }
    if user_id != ctx.user_id() {
        return Err(errors::SAVE_OTHER_USER.into());
    }
    let (post, channel) = post_for::<AddReaction>(ctx, post_id, Permission::AddReaction).await?;
    if post.post_type == kind::BURN_ON_READ {
        return Err(errors::SAVE_BURNS.into());
    }
    if channel.is_deleted() {
        return Err(errors::SAVE_ARCHIVED.into());
    }
    direct::require_common_team(ctx, &channel, errors::SAVE_RESTRICTED).await?;
    if !is_system_name(&draft.emoji_name) {
        emoji_by_name(ctx, &draft.emoji_name).await?;
    }
    let reaction = Reaction {
        user_id,
        post_id,
        emoji_name: draft.emoji_name,
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        delete_at: 0,
        remote_id: Some(Id::EMPTY),
        channel_id: channel.id,
    };
    reaction.validate()?;
    let answered = is_answered(ctx, &post, user_id).await?;
    let mut tx = ctx.db().begin().await?;
    if answered {
        again_end_in_tx(&mut tx, post_id);
    }
    let taken = store::reaction_take_post_in_tx(&mut tx, &reaction).await?;
    if !taken.live {
        return Err(post_errors::NOT_FOUND.into());
    }
    if taken.other_names >= ctx.config().service.unique_emoji_reaction_limit_per_post {
        return Err(errors::SAVE_TOO_MANY.into());
    }
    store::reaction_save_in_tx(&mut tx, &reaction);
    let mut record = Record::new();
    record.event(changed(event::REACTION_ADDED, &reaction, channel.id));
    ctx.commit(tx, record).await?;
    Ok(reaction)
}

/// To everybody in the channel who looks at it.
pub(crate) fn changed(name: &str, reaction: &Reaction, channel: Id) -> Event {
    Event::new(name, &ReactionChanged::new(reaction), Audience::channel(channel).scoped_to_active_channel())
}
