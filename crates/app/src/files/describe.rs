//! What the bytes of a file say about it: the size of a picture with its previews, and text to search in.

use bytes::Bytes;
use roost_model::ErrorId;
use roost_model::errors::file as errors;
use roost_model::file::StoredFile;

use super::content::is_taken_apart;
use super::place::beside;
use super::state::ImagePlace;
use crate::media::{Encoded, ImageInfo, MediaError, Picture, is_image, is_svg, probe, sniff, svg_size};
use crate::{AppError, Ctx};

/// The start of a picture that is kept while it is stored: whoever fits need not be read back.
const PICTURE_HEAD_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Pictures with more bytes get no preview.
pub const PICTURE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Text of a file that is searched. The index takes no more than a megabyte of words from one file, and words with
/// hyphens count several times.
pub(super) const CONTENT_BYTES_MAX: usize = 256 * 1024;

/// How much of the start of a file is wanted to describe it, in bytes.
pub(super) fn head_len(mime: &str) -> usize {
    if is_image(mime) { PICTURE_HEAD_BYTES_MAX } else { CONTENT_BYTES_MAX }
}

/// Completes a file whose bytes are stored. `head` is its start, at least [`head_len`] bytes where there are so many.
/// Refuses with `too_many_pixels`; then pictures made of it may be stored already.
pub(super) async fn describe(
    ctx: &Ctx,
    file: &mut StoredFile,
    head: Bytes,
    too_many_pixels: &'static ErrorId,
) -> Result<(), AppError> {
    let mime = &file.info.mime_type;
    if is_svg(mime) {
        let (width, height) = svg_size(&head).unwrap_or_default();
        (file.info.width, file.info.height) = (width.into(), height.into());
    } else if is_image(mime) {
        let name = file.info.name.clone();
        let refused = |error| AppError::new(too_many_pixels).with("name", name).because(error);
        if let Some(made) = made_of(ctx, file, head).await?.transpose().map_err(refused)? {
            store(ctx, file, made).await?;
        }
    } else if ctx.config().file.extract_content && sniff(&head).starts_with("text/") && !is_taken_apart(&file.info.name)
    {
        // At hand already. What has to be taken apart is read later.
        file.content = text_of(&head);
    }
    Ok(())
}

/// The start of a text, whole characters only.
fn text_of(head: &[u8]) -> String {
    let head = head.get(..CONTENT_BYTES_MAX).unwrap_or(head);
    String::from_utf8_lossy(head).trim_end_matches('\u{fffd}').replace('\0', " ")
}

/// What is made of a picture.
struct Made {
    info: ImageInfo,
    pictures: Option<Pictures>,
}

struct Pictures {
    thumbnail: Encoded,
    preview: Encoded,
    /// In base64.
    mini_preview: String,
}

/// `None`: no picture after all. The error is that of too many pixels.
async fn made_of(ctx: &Ctx, file: &StoredFile, head: Bytes) -> Result<Option<Result<Made, MediaError>>, AppError> {
    let pixels_max = u64::try_from(ctx.config().file.max_image_resolution).unwrap_or(0);
    let size = u64::try_from(file.info.size).unwrap_or(0);
    let place = ImagePlace::wait(ctx).await?;
    let in_head = size <= head.len() as u64;
    let bytes = if in_head || size > PICTURE_BYTES_MAX {
        head
    } else {
        let read = ctx.app().blobs.get(&file.path).await;
        read.map_err(|e| AppError::new(errors::NOT_READ).because(e))?
    };
    let whole = bytes.len() as u64 >= size;
    let made = place.run(move || make(&bytes, whole, pixels_max)).await;
    Ok(match made {
        Some(Err(MediaError::TooLarge)) => Some(Err(MediaError::TooLarge)),
        Some(Err(error)) => {
            tracing::debug!(file = %file.info.id, %error, "no picture");
            None
        }
        Some(Ok(made)) => Some(Ok(made)),
        None => None,
    })
}

fn make(bytes: &[u8], whole: bool, pixels_max: u64) -> Result<Made, MediaError> {
    let info = probe(bytes, pixels_max)?;
    let pictures = if whole { pictures(bytes, pixels_max) } else { Ok(None) };
    // A damaged picture is a file like any other, of which the size is known.
    let pictures = pictures.inspect_err(|error| tracing::debug!(%error, "no preview")).unwrap_or_default();
    Ok(Made { info, pictures })
}

fn pictures(bytes: &[u8], pixels_max: u64) -> Result<Option<Pictures>, MediaError> {
    let picture = Picture::decode(bytes, pixels_max)?;
    let (thumbnail, preview) = (picture.thumbnail()?, picture.preview()?);
    Ok(Some(Pictures { thumbnail, preview, mini_preview: picture.mini_preview()? }))
}

async fn store(ctx: &Ctx, file: &mut StoredFile, made: Made) -> Result<(), AppError> {
    (file.info.width, file.info.height) = (made.info.width.into(), made.info.height.into());
    let Some(pictures) = made.pictures else { return Ok(()) };
    let blobs = &ctx.app().blobs;
    let failed = |e| AppError::new(errors::NOT_STORED).because(e);
    // Named before they are written: whoever gives up removes what is named.
    file.thumbnail_path = beside(&file.path, "_thumb", pictures.thumbnail.extension);
    file.preview_path = beside(&file.path, "_preview", pictures.preview.extension);
    blobs.put(&file.thumbnail_path, pictures.thumbnail.bytes).await.map_err(failed)?;
    blobs.put(&file.preview_path, pictures.preview.bytes).await.map_err(failed)?;
    file.info.mini_preview = Some(pictures.mini_preview);
    file.info.has_preview_image = !made.info.animated;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searched_text_ends_with_a_whole_character() {
        let text = text_of("ä".repeat(CONTENT_BYTES_MAX).as_bytes());
        assert_eq!(text.len(), CONTENT_BYTES_MAX);
        let odd = format!("x{}", "ä".repeat(CONTENT_BYTES_MAX));
        assert_eq!(text_of(odd.as_bytes()).len(), CONTENT_BYTES_MAX - 1);
        assert_eq!(text_of(b"a\0b"), "a b");
    }
}
