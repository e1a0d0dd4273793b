//! Keeping drafts and throwing them away.

use roost_model::Id;
use roost_model::draft::{Draft, DraftRequest};
use roost_model::errors::{draft as errors, post as post_errors};
use roost_model::ws::draft::DraftChanged;
use roost_model::ws::event;
use roost_realtime::{Audience, Event};
use roost_store::drafts as store;

use super::list::add_files;
use super::require_on;
use crate::access::channel::{self, CreatePost};
use crate::access::direct;
use crate::posts::{message_runes_max, require_own_voice};
use crate::text::runes;
use crate::{AppError, Ctx, Record};

/// Keeps what the session's user has written so far in a channel or thread. Nothing written throws the draft away, and
/// gives `None`.
pub async fn draft_save(ctx: &Ctx, request: DraftRequest) -> Result<Option<Draft>, AppError> {
    require_on(ctx)?;
    require_own_voice(ctx, &request.props)?;
    let access = channel::channel::<CreatePost>(ctx, Id::parse_or_empty(&request.channel_id)).await?;
    if access.channel.is_deleted() {
        return Err(errors::CHANNEL_DELETED.into());
    }
    direct::require_common_team(ctx, &access.channel, errors::RESTRICTED_DIRECT).await?;
    let mut draft = checked(ctx, request)?;
    if draft.is_empty() {
        delete(ctx, draft.channel_id, draft.root_id).await?;
        return Ok(None);
    }
    if draft.create_at <= 0 {
        draft.create_at = ctx.now_ms();
    }
    draft.update_at = ctx.now_ms();
    add_files(ctx, vec![&mut draft]).await?;
    let mut tx = ctx.db().begin().await?;
    draft.create_at = store::draft_save_in_tx(&mut tx, &draft).await?;
    let mut record = Record::new();
    // One name for new and changed drafts, as in the original.
    record.event(changed(ctx, event::DRAFT_CREATED, &draft));
    ctx.commit(tx, record).await?;
    Ok(Some(draft))
}

/// The draft in a request, or why it cannot be kept.
pub(crate) fn checked(ctx: &Ctx, request: DraftRequest) -> Result<Draft, AppError> {
    let max = message_runes_max(ctx);
    let length = runes::count(&request.message);
    request.draft(ctx.user_id(), max).map_err(|id| match AppError::new(id) {
        error if id.id == post_errors::MESSAGE_TOO_LONG.id => {
            error.with("length", length.to_string()).with("max", max.to_string())
        }
        error => error,
    })
}

/// Throws away a draft of the session's user. One that is not there is as good as thrown away.
pub async fn draft_delete(ctx: &Ctx, channel: Id, root: Id) -> Result<(), AppError> {
    require_on(ctx)?;
    delete(ctx, channel, root).await
}

async fn delete(ctx: &Ctx, channel: Id, root: Id) -> Result<(), AppError> {
    let mut tx = ctx.db().begin().await?;
    if let Some(draft) = store::draft_delete_in_tx(&mut tx, ctx.user_id(), channel, root).await? {
        let mut record = Record::new();
        record.event(changed(ctx, event::DRAFT_DELETED, &draft));
        ctx.commit(tx, record).await?;
    }
    Ok(())
}

/// To the other windows of the draft's user.
fn changed(ctx: &Ctx, name: &str, draft: &Draft) -> Event {
    let audience = Audience::user(draft.user_id).with_channel(draft.channel_id);
    Event::new(name, &DraftChanged::new(draft), audience.omit_connection(&ctx.client().connection_id))
}
