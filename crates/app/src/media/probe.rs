//! Size and kind of a picture without decoding it.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, ImageReader, Limits};

use super::{MediaError, gif};

/// Memory for decoders per allowed pixel, in bytes: sixteen bits for each of four channels.
const BYTES_PER_PIXEL_MAX: u64 = 8;
/// Besides the pixels, for palettes, metadata and small pictures.
const DECODER_BYTES_MIN: u64 = 16 * 1024 * 1024;

/// What the header of a picture says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageInfo {
    pub format: ImageFormat,
    /// As it is seen, after the camera's orientation is applied.
    pub width: u32,
    pub height: u32,
    /// An animated GIF, which is shown itself and gets no preview.
    pub animated: bool,
}

impl ImageInfo {
    pub fn mime(&self) -> &'static str {
        self.format.to_mime_type()
    }
}

/// Reads the header. Refuses more than `pixels_max` pixels.
pub fn probe(bytes: &[u8], pixels_max: u64) -> Result<ImageInfo, MediaError> {
    let (format, mut decoder) = decoder(bytes, pixels_max)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = if turns(orientation(&mut decoder)) { (height, width) } else { (width, height) };
    let animated = format == ImageFormat::Gif && gif::frame_count(bytes, 2) > 1;
    Ok(ImageInfo { format, width, height, animated })
}

/// A decoder that has read no more than the header and will not take more memory than the limit allows.
pub(super) fn decoder(bytes: &[u8], pixels_max: u64) -> Result<(ImageFormat, impl ImageDecoder + '_), MediaError> {
    let format = image::guess_format(bytes).map_err(|_| MediaError::NotAnImage)?;
    let bytes_max = pixels_max.saturating_mul(BYTES_PER_PIXEL_MAX).saturating_add(DECODER_BYTES_MIN);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(bytes_max);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(MediaError::decode)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > pixels_max || decoder.total_bytes() > bytes_max {
        return Err(MediaError::TooLarge);
    }
    if pixels == 0 {
        return Err(MediaError::Damaged("it has no pixels".into()));
    }
    Ok((format, decoder))
}

/// How to turn the picture. Broken metadata does not spoil a picture.
pub(super) fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

fn turns(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}
