//! Making custom emoji.

use bytes::Bytes;
use roost_model::Id;
use roost_model::emoji::{Emoji, EmojiDraft};
use roost_model::errors::emoji as errors;
use roost_model::permission::Permission;
use roost_model::ws::event;
use roost_model::ws::system::EmojiAdded;
use roost_realtime::{Audience, Event};
use roost_store::emoji as store;

use super::picture_path;
use super::rights::require_anywhere;
use crate::files::ImagePlace;
use crate::media::{MediaError, emoji_image};
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Uploads may be this large.
pub const EMOJI_FILE_BYTES_MAX: u64 = 512 * 1024;

/// 501 when custom emoji are switched off: asked before the upload is read.
pub fn require_emoji_on(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().service.enable_custom_emoji { Ok(()) } else { Err(errors::OFF.into()) }
}

/// 403 unless the session's user may make emoji.
pub async fn require_emoji_create(ctx: &Ctx) -> Result<(), AppError> {
    require_anywhere(ctx, Permission::CreateEmojis).await
}

/// Makes an emoji of an uploaded picture, which is made small enough.
pub async fn emoji_create(ctx: &Ctx, draft: EmojiDraft, upload: Option<Bytes>) -> Result<Emoji, AppError> {
    require_emoji_create(ctx).await?;
    let now_ms = ctx.now_ms();
    let creator_id = Id::parse_or_empty(&draft.creator_id);
    let emoji =
        Emoji { id: ctx.new_id(), create_at: now_ms, update_at: now_ms, delete_at: 0, creator_id, name: draft.name };
    emoji.validate()?;
    if creator_id != ctx.user_id() {
        return Err(errors::CREATE_OTHER_USER.into());
    }
    if !store::emoji_list_by_names(ctx.db(), &[&emoji.name]).await?.is_empty() {
        return Err(errors::CREATE_DUPLICATE.into());
    }
    let upload = upload.ok_or_else(|| AppError::invalid_body("image"))?;
    let made = ImagePlace::wait(ctx).await?.run(move || emoji_image(&upload)).await;
    let picture = made.ok_or(errors::IMAGE_INVALID)?.map_err(|error| match error {
        MediaError::Encode(_) => AppError::internal(error),
        other => AppError::new(errors::IMAGE_INVALID).because(other),
    })?;
    // The file goes first: whoever hears of the emoji asks for its picture at once.
    let path = picture_path(emoji.id);
    let stored = ctx.app().blobs.put(&path, picture.bytes).await;
    stored.map_err(|e| AppError::new(errors::STORAGE).because(e))?;

    let mut tx = ctx.db().begin().await?;
    store::emoji_insert_in_tx(&mut tx, &emoji);
    let mut record = Record::new();
    record.invalidate(Kind::Emoji, Id::EMPTY);
    record.event(Event::new(event::EMOJI_ADDED, &EmojiAdded::new(&emoji), Audience::everyone()));
    if let Err(error) = ctx.commit(tx, record).await {
        if let Err(left) = ctx.app().blobs.delete(&path).await {
            tracing::warn!(error = %left, %path, "the picture of an emoji that was not made stays behind");
        }
        let taken = error.store().is_some_and(|store| store.is_conflict("emoji_name_deleteat_key"));
        return Err(if taken { errors::CREATE_DUPLICATE.into() } else { error });
    }
    Ok(emoji)
}
