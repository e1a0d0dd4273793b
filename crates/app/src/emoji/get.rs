//! Reading custom emoji.

use bytes::Bytes;
use roost_model::Id;
use roost_model::emoji::Emoji;
use roost_model::errors::emoji as errors;
use roost_store::channel_lists::Page;
use roost_store::emoji as store;

use super::picture_path;
use crate::media::{EMOJI_SOURCE_SIDE_MAX, probe};
use crate::{AppError, Ctx};

/// 403 when custom emoji are switched off.
fn require_on(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().service.enable_custom_emoji { Ok(()) } else { Err(errors::OFF_READ.into()) }
}

/// One emoji, or 404.
pub async fn emoji_get(ctx: &Ctx, id: Id) -> Result<Emoji, AppError> {
    require_on(ctx)?;
    store::emoji_get(ctx.db(), id).await?.ok_or_else(|| errors::NOT_FOUND.into())
}

/// One emoji by its name, or 404; those of the system are none.
pub async fn emoji_by_name(ctx: &Ctx, name: &str) -> Result<Emoji, AppError> {
    require_on(ctx)?;
    store::emoji_list_by_names(ctx.db(), &[name]).await?.pop().ok_or_else(|| errors::BY_NAME_NOT_FOUND.into())
}

/// The emoji with these names, as far as they exist.
pub async fn emoji_by_names(ctx: &Ctx, names: &[String]) -> Result<Vec<Emoji>, AppError> {
    require_on(ctx)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Ok(store::emoji_list_by_names(ctx.db(), &names).await?)
}

/// One page of all emoji, by name or in the order in which they were made.
pub async fn emoji_list(ctx: &Ctx, by_name: bool, page: Page) -> Result<Vec<Emoji>, AppError> {
    require_on(ctx)?;
    Ok(store::emoji_page(ctx.db(), by_name, page).await?)
}

/// Emoji whose names begin with the term, or have it anywhere; `limit` of them at most.
pub async fn emoji_search(ctx: &Ctx, term: &str, prefix_only: bool, limit: i64) -> Result<Vec<Emoji>, AppError> {
    require_on(ctx)?;
    Ok(store::emoji_search(ctx.db(), term, prefix_only, limit).await?)
}

/// A picture with its media type.
#[derive(Clone, Debug)]
pub struct EmojiPicture {
    pub bytes: Bytes,
    pub mime: &'static str,
}

/// The picture of an emoji.
pub async fn emoji_picture(ctx: &Ctx, id: Id) -> Result<EmojiPicture, AppError> {
    emoji_get(ctx, id).await?;
    let found = ctx.app().blobs.get(&picture_path(id)).await;
    let bytes = found.map_err(|e| AppError::new(errors::IMAGE_NOT_FOUND).because(e))?;
    let pixels_max = u64::from(EMOJI_SOURCE_SIDE_MAX) * u64::from(EMOJI_SOURCE_SIDE_MAX);
    let info = probe(&bytes, pixels_max).map_err(|e| AppError::new(errors::IMAGE_DAMAGED).because(e))?;
    Ok(EmojiPicture { mime: info.mime(), bytes })
}
