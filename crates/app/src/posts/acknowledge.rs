//! Confirming to have read a post.

use roost_model::errors::post as errors;
use roost_model::post::{Post, PostAcknowledgement};
use roost_model::ws::{event, json_text};
use roost_model::{ErrorId, Id};
use roost_realtime::{Audience, Event};
use roost_store::{again as again_store, post_change as store};
use serde_json::json;

use super::burning::burns;
use super::update::post_edited;
use super::{again, get, metadata};
use crate::{AppError, Ctx, Record};

/// How long a confirmation can be taken back.
const UNDO_MS_MAX: i64 = 5 * 60 * 1_000;

/// The user has read the post. Once more is the same as once.
pub async fn post_acknowledge(ctx: &Ctx, user: Id, id: Id) -> Result<PostAcknowledgement, AppError> {
    let mut shown = acknowledgeable(ctx, user, id, errors::ACK_IN_ARCHIVED).await?;
    let answered = again::is_answered(ctx, &shown, user).await?;
    let mut tx = ctx.db().begin().await?;
    if answered {
        again_store::again_end_in_tx(&mut tx, id);
    }
    let (noted, changed_at) = store::post_acknowledge_in_tx(&mut tx, &shown, user, ctx.now_ms()).await?;
    shown.update_at = changed_at;
    let acknowledgements = &mut shown.metadata.get_or_insert_default().acknowledgements;
    acknowledgements.retain(|other| other.user_id != user);
    acknowledgements.push(noted.clone());
    tell(ctx, tx, event::POST_ACKNOWLEDGEMENT_ADDED, &noted, &shown).await?;
    Ok(noted)
}

/// Takes it back.
pub async fn post_unacknowledge(ctx: &Ctx, user: Id, id: Id) -> Result<(), AppError> {
    let mut shown = acknowledgeable(ctx, user, id, errors::UNACK_IN_ARCHIVED).await?;
    let mut tx = ctx.db().begin().await?;
    let taken = store::post_unacknowledge_in_tx(&mut tx, id, user, ctx.now_ms()).await?;
    let Some((taken, changed_at)) = taken else { return Err(errors::ACK_NOT_FOUND.into()) };
    shown.update_at = changed_at;
    if ctx.now_ms() - taken.acknowledged_at > UNDO_MS_MAX {
        return Err(errors::UNACK_TOO_LATE.into());
    }
    let acknowledgements = &mut shown.metadata.get_or_insert_default().acknowledgements;
    acknowledgements.retain(|other| other.user_id != user);
    tell(ctx, tx, event::POST_ACKNOWLEDGEMENT_REMOVED, &taken, &shown).await
}

async fn acknowledgeable(ctx: &Ctx, user: Id, id: Id, archived: &'static ErrorId) -> Result<Post, AppError> {
    crate::users::access::require_self_or_edit(ctx, user)?;
    let (post, access) = get::readable_or_denied(ctx, id).await?;
    if access.channel.is_deleted() {
        return Err(archived.into());
    }
    metadata::one(ctx, post).await
}

async fn tell(
    ctx: &Ctx,
    tx: roost_store::Tx,
    name: &str,
    acknowledgement: &PostAcknowledgement,
    shown: &Post,
) -> Result<(), AppError> {
    let mut record = Record::new();
    let data = json!({"acknowledgement": json_text(acknowledgement)});
    record.event(Event::new(name, &data, Audience::channel(shown.channel_id)));
    // Everybody hears it: what burns is not for everybody.
    if !burns(shown) {
        record.event(post_edited(shown));
    }
    ctx.commit(tx, record).await
}
