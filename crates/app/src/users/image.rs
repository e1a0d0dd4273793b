//! Profile pictures: PNG files of 128 pixels, or the initial of whoever has chosen none.

use bytes::Bytes;
use roost_model::Id;
use roost_model::errors::user as errors;
use roost_model::user::{SanitizeOptions, User};
use roost_model::ws::event;
use roost_model::ws::user::UserUpdated;
use roost_realtime::{Audience, Event};
use roost_store::users::change;

use super::access::{require_can_see, require_self_or_bot, require_self_or_edit};
use super::{events, user_find, user_get};
use crate::files::ImagePlace;
use crate::media::{MediaError, PROFILE_SIDE, Picture, avatar::avatar};
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// A profile picture.
#[derive(Debug)]
pub struct ProfileImage {
    pub png: Bytes,
    /// Whether the picture that somebody has chosen could not be read, and this one stands in for it.
    pub stands_in: bool,
}

fn path(user: Id) -> String {
    format!("users/{user}/profile.png")
}

/// An account whose picture the session's user may see. Its `last_picture_update` changes with the picture.
pub async fn user_of_image(ctx: &Ctx, id: Id) -> Result<std::sync::Arc<User>, AppError> {
    require_can_see(ctx, id).await?;
    user_get(ctx, id).await
}

/// The picture of an account.
pub async fn user_image(ctx: &Ctx, user: &User) -> Result<ProfileImage, AppError> {
    let chosen = user.last_picture_update > 0;
    if chosen {
        match ctx.app().blobs.get(&path(user.id)).await {
            Ok(png) => return Ok(ProfileImage { png, stands_in: false }),
            Err(error) => tracing::warn!(user = %user.id, %error, "a profile picture cannot be read"),
        }
    }
    Ok(ProfileImage { png: user_image_default(user)?, stands_in: chosen })
}

/// The picture that an account has without choosing one. Takes less than a millisecond.
pub fn user_image_default(user: &User) -> Result<Bytes, AppError> {
    Ok(avatar(user.id.as_str(), &user.username).map_err(AppError::internal)?.into())
}

/// Refuses before a picture is read.
pub async fn require_image_change(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let Some(user) = user_find(ctx, id).await? else {
        require_self_or_edit(ctx, id)?;
        return Err(AppError::invalid_url("user_id"));
    };
    require_self_or_bot(ctx, &user).await?;
    let by_directory = user.auth_service == "ldap" && !ctx.config().ldap.picture_attribute.is_empty();
    if by_directory { Err(errors::IMAGE_BY_DIRECTORY.into()) } else { Ok(()) }
}

/// Makes the middle of an uploaded picture the profile picture.
pub async fn user_image_set(ctx: &Ctx, id: Id, upload: Bytes) -> Result<(), AppError> {
    require_image_change(ctx, id).await?;
    let pixels_max = u64::try_from(ctx.config().file.max_image_resolution).unwrap_or(0);
    let place = ImagePlace::wait(ctx).await?;
    let made = place.run(move || Picture::decode(&upload, pixels_max)?.square_png(PROFILE_SIDE)).await;
    let png = made.ok_or(errors::IMAGE_DAMAGED)?.map_err(|error| {
        let id = match error {
            MediaError::NotAnImage | MediaError::TooLarge => errors::IMAGE_LIMITS,
            MediaError::Damaged(_) => errors::IMAGE_DAMAGED,
            MediaError::Encode(_) => errors::IMAGE_NOT_ENCODED,
        };
        AppError::new(id).because(error)
    })?;
    // The file goes first: a file without a row is overwritten by the next attempt.
    let written = ctx.app().blobs.put(&path(id), png).await;
    written.map_err(|e| AppError::new(errors::IMAGE_NOT_STORED).because(e))?;
    picture_changed(ctx, id, |before, now_ms| now_ms.max(before + 1)).await
}

/// Goes back to the initial.
pub async fn user_image_reset(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    require_image_change(ctx, id).await?;
    // A negative time marks a generated picture; it changes, so that clients ask for it.
    picture_changed(ctx, id, |_, now_ms| -now_ms).await?;
    if let Err(error) = ctx.app().blobs.delete(&path(id)).await {
        tracing::warn!(user = %id, %error, "the file of a removed profile picture stays behind");
    }
    Ok(())
}

/// Writes down when the picture changed and tells everybody. `at` gets the time that was there and the present one.
async fn picture_changed(ctx: &Ctx, id: Id, at: impl FnOnce(i64, i64) -> i64) -> Result<(), AppError> {
    let witnesses = events::witnesses(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut user = change::user_lock_in_tx(&mut tx, id).await?.ok_or(errors::MISSING_ACCOUNT)?;
    user.last_picture_update = at(user.last_picture_update, ctx.now_ms());
    user.update_at = ctx.now_ms().max(user.update_at + 1);
    change::user_update_in_tx(&mut tx, &user);
    let mut record = Record::new();
    record.invalidate(Kind::User, id);
    // One event for all, the owner and administrators too: unlike other changes of an account.
    let privacy = &ctx.config().privacy;
    let shown =
        SanitizeOptions::Other { show_full_name: privacy.show_full_name, show_email: privacy.show_email_address };
    let data = UserUpdated { user: &user.sanitized(shown) };
    record.event(Event::new(event::USER_UPDATED, &data, Audience::everyone().guests(witnesses)));
    ctx.commit(tx, record).await
}
