//! Taking custom emoji away.

use roost_model::Id;
use roost_model::errors::emoji as errors;
use roost_model::permission::Permission;
use roost_store::{StoreError, emoji as store, reactions};

use super::rights::require_anywhere;
use super::{emoji_get, picture_path};
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Takes an emoji away, with its picture and all reactions with it.
pub async fn emoji_delete(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let emoji = emoji_get(ctx, id).await?;
    require_anywhere(ctx, Permission::DeleteEmojis).await?;
    if emoji.creator_id != ctx.user_id() {
        require_anywhere(ctx, Permission::DeleteOthersEmojis).await?;
    }
    let mut tx = ctx.db().begin().await?;
    store::emoji_delete_in_tx(&mut tx, id, ctx.now_ms());
    reactions::reaction_delete_by_emoji_in_tx(&mut tx, &emoji.name, ctx.now_ms());
    let mut record = Record::new();
    record.invalidate(Kind::Emoji, Id::EMPTY);
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        Some(StoreError::Gone) => errors::NOT_FOUND.into(),
        _ => error,
    })?;
    // Kept under another name, as the original does, so that an administrator can look at it.
    let path = picture_path(id);
    if let Err(error) = ctx.app().blobs.rename(&path, &format!("{path}_deleted")).await {
        tracing::warn!(%error, %path, "the picture of a deleted emoji was not moved");
    }
    Ok(())
}
