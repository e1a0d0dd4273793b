//! Custom emoji.

use std::io::Cursor;

use image::codecs::gif::{GifDecoder, GifEncoder, Repeat};
use image::{AnimationDecoder, DynamicImage, Frame, ImageDecoder, Limits};

use super::{Encoded, MediaError, Picture, gif, probe};

/// Emoji are stored no larger than this on each side.
pub const EMOJI_SIDE_MAX: u32 = 128;
/// Uploads may be this large on each side.
pub const EMOJI_SOURCE_SIDE_MAX: u32 = 1028;

/// Longest animation. At the largest size it takes seconds to make it smaller.
const FRAMES_MAX: usize = 500;
/// How carefully colours are chosen, from 1 (best) to 30 (fast).
const GIF_SPEED: i32 = 10;

/// An emoji as it is stored.
pub type EmojiImage = Encoded;

/// Checks an upload and makes it small enough. What fits already is kept byte for byte; animations stay animations.
pub fn emoji_image(bytes: &[u8]) -> Result<EmojiImage, MediaError> {
    let side_max = u64::from(EMOJI_SOURCE_SIDE_MAX);
    let info = probe(bytes, side_max * side_max)?;
    let (width, height) = (info.width, info.height);
    let too_many_frames = info.animated && gif::frame_count(bytes, FRAMES_MAX + 1) > FRAMES_MAX;
    if width.max(height) > EMOJI_SOURCE_SIDE_MAX || too_many_frames {
        return Err(MediaError::TooLarge);
    }
    // Also what is kept is decoded once: a broken file should fail now and not in every client.
    let picture = Picture::decode(bytes, side_max * side_max)?;
    if width.max(height) <= EMOJI_SIDE_MAX {
        let extension = info.format.extensions_str().first().copied().unwrap_or_default();
        return Ok(Encoded { bytes: bytes.to_vec(), mime: info.mime(), extension });
    }
    if info.animated {
        return Ok(Encoded { bytes: smaller_gif(bytes)?, mime: "image/gif", extension: "gif" });
    }
    let small = picture.fitted(EMOJI_SIDE_MAX, EMOJI_SIDE_MAX)?;
    Ok(Encoded { bytes: small.png()?, mime: "image/png", extension: "png" })
}

/// Frame by frame, so that only one of them is in memory.
fn smaller_gif(bytes: &[u8]) -> Result<Vec<u8>, MediaError> {
    let mut decoder = GifDecoder::new(Cursor::new(bytes)).map_err(MediaError::decode)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(EMOJI_SOURCE_SIDE_MAX);
    limits.max_image_height = Some(EMOJI_SOURCE_SIDE_MAX);
    decoder.set_limits(limits).map_err(MediaError::decode)?;
    let mut small = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut small, GIF_SPEED);
    encoder.set_repeat(Repeat::Infinite).map_err(MediaError::encode)?;
    for frame in decoder.into_frames().take(FRAMES_MAX) {
        let frame = frame.map_err(MediaError::decode)?;
        let delay = frame.delay();
        let picture = Picture::from_image(DynamicImage::ImageRgba8(frame.into_buffer()));
        let picture = picture.fitted(EMOJI_SIDE_MAX, EMOJI_SIDE_MAX)?;
        encoder.encode_frame(Frame::from_parts(picture.into_rgba(), 0, 0, delay)).map_err(MediaError::encode)?;
    }
    drop(encoder);
    Ok(small)
}
