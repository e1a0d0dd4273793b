//! The picture that stands beside the sign-in form.

use bytes::Bytes;
use roost_model::errors::brand as errors;
use roost_model::permission::Permission;

use crate::files::ImagePlace;
use crate::media::{MediaError, Picture};
use crate::{AppError, Ctx};

/// Where the original keeps it, so that a file store that is taken over has it.
const PATH: &str = "brand/image.png";

/// The picture as PNG; `None` when nobody has chosen one.
pub async fn brand_image(ctx: &Ctx) -> Result<Option<Bytes>, AppError> {
    let blobs = &ctx.app().blobs;
    if !blobs.exists(PATH).await.map_err(AppError::internal)? {
        return Ok(None);
    }
    blobs.get(PATH).await.map(Some).map_err(AppError::internal)
}

/// Makes an uploaded picture the one of the server. The one before is kept under the time of the change, as the original
/// does.
pub async fn brand_image_set(ctx: &Ctx, upload: Bytes) -> Result<(), AppError> {
    ctx.require(Permission::EditBrand)?;
    let pixels_max = u64::try_from(ctx.config().file.max_image_resolution).unwrap_or(0);
    let made = ImagePlace::wait(ctx).await?.run(move || Picture::decode(&upload, pixels_max)?.png()).await;
    let png = made.ok_or(errors::DECODE)?.map_err(|error| {
        let id = match error {
            MediaError::TooLarge => errors::LIMITS,
            MediaError::NotAnImage | MediaError::Damaged(_) => errors::DECODE,
            MediaError::Encode(_) => errors::ENCODE,
        };
        AppError::new(id).because(error)
    })?;
    let blobs = &ctx.app().blobs;
    let failed = |error| AppError::new(errors::SAVE).because(error);
    if blobs.exists(PATH).await.map_err(failed)? {
        blobs.copy(PATH, &format!("brand/{}.png", ctx.now_ms())).await.map_err(failed)?;
    }
    blobs.put(PATH, png).await.map_err(failed)
}

/// Takes the picture away.
pub async fn brand_image_remove(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::EditBrand)?;
    let blobs = &ctx.app().blobs;
    if !blobs.exists(PATH).await.map_err(AppError::internal)? {
        return Err(errors::DELETE_NOT_FOUND.into());
    }
    blobs.delete(PATH).await.map_err(|error| AppError::new(errors::SAVE).because(error))
}
