//! Pictures and file types: pure functions from bytes to bytes.
//!
//! Everything here is CPU work (a 12-megapixel JPEG with all its previews takes half a second), so callers put it on blocking threads. Memory is
//! bounded by the pixel limit that the caller gives: about sixteen bytes per pixel at the peak.

pub mod avatar;
mod emoji;
mod error;
mod filename;
mod gif;
mod mime;
mod mini_jpeg;
mod picture;
mod probe;
mod svg;

pub use emoji::{EMOJI_SIDE_MAX, EMOJI_SOURCE_SIDE_MAX, EmojiImage, emoji_image};
pub use error::MediaError;
pub use filename::{base_name, extension, storage_name};
pub use gif::frame_count;
pub use mime::{Delivery, delivery, is_image, is_svg, mime_of_name, sniff};
pub use picture::{Encoded, PREVIEW_WIDTH_MAX, PROFILE_SIDE, Picture, THUMBNAIL_HEIGHT_MAX, THUMBNAIL_WIDTH_MAX};
pub use probe::{ImageInfo, probe};
pub use svg::svg_size;

/// `FileSettings.MaxImageResolution` unless configured otherwise: an 8K screen.
pub const PIXELS_MAX: u64 = 33_177_600;

#[cfg(test)]
mod tests;
