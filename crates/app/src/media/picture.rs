//! A decoded picture and what is made of it.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fast_image_resize::{ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};

use super::{MediaError, mini_jpeg, probe};

/// Thumbnails fit into this box.
pub const THUMBNAIL_WIDTH_MAX: u32 = 120;
pub const THUMBNAIL_HEIGHT_MAX: u32 = 100;
/// Previews are no wider than this.
pub const PREVIEW_WIDTH_MAX: u32 = 1920;
/// Profile pictures and team icons are squares of this side.
pub const PROFILE_SIDE: u32 = 128;

const JPEG_QUALITY: u8 = 90;

/// A decoded picture, turned as it is meant to be seen, with eight bits per channel.
#[derive(Debug, Clone)]
pub struct Picture {
    /// `ImageRgb8`, or `ImageRgba8` when some pixel is transparent.
    image: DynamicImage,
}

/// A picture as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    pub bytes: Vec<u8>,
    pub mime: &'static str,
    /// Without dot.
    pub extension: &'static str,
}

impl Picture {
    /// Decodes the first frame. Refuses more than `pixels_max` pixels before it allocates for them.
    pub fn decode(bytes: &[u8], pixels_max: u64) -> Result<Self, MediaError> {
        let (_, mut decoder) = probe::decoder(bytes, pixels_max)?;
        let orientation = probe::orientation(&mut decoder);
        let mut image = DynamicImage::from_decoder(decoder).map_err(MediaError::decode)?;
        image.apply_orientation(orientation);
        Ok(Self::from_image(image))
    }

    pub(super) fn from_image(image: DynamicImage) -> Self {
        let image = if image.color().has_alpha() {
            let image = image.into_rgba8();
            if image.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
                DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(image).into_rgb8())
            } else {
                DynamicImage::ImageRgba8(image)
            }
        } else {
            DynamicImage::ImageRgb8(image.into_rgb8())
        };
        Self { image }
    }

    pub fn width(&self) -> u32 {
        self.image.width()
    }

    pub fn height(&self) -> u32 {
        self.image.height()
    }

    /// Fits into 120x100. Smaller pictures keep their size.
    pub fn thumbnail(&self) -> Result<Encoded, MediaError> {
        self.fitted(THUMBNAIL_WIDTH_MAX, THUMBNAIL_HEIGHT_MAX)?.encoded()
    }

    /// At most 1920 wide. Smaller pictures keep their size.
    pub fn preview(&self) -> Result<Encoded, MediaError> {
        self.fitted(PREVIEW_WIDTH_MAX, u32::MAX)?.encoded()
    }

    /// The `mini_preview` of a file: a JPEG of 16x16 in base64, whatever the shape of the picture.
    pub fn mini_preview(&self) -> Result<String, MediaError> {
        let small = self.resized(mini_jpeg::SIDE, mini_jpeg::SIDE, &ResizeOptions::new())?;
        Ok(STANDARD.encode(mini_jpeg::encode(&small.on_white())))
    }

    /// The middle of the picture as a square PNG of `side` pixels: profile pictures and team icons.
    pub fn square_png(&self, side: u32) -> Result<Vec<u8>, MediaError> {
        self.resized(side, side, &ResizeOptions::new().fit_into_destination(None))?.png()
    }

    /// The picture as PNG.
    pub fn png(&self) -> Result<Vec<u8>, MediaError> {
        let mut bytes = Vec::new();
        let color = if self.is_opaque() { ExtendedColorType::Rgb8 } else { ExtendedColorType::Rgba8 };
        PngEncoder::new(&mut bytes)
            .write_image(self.image.as_bytes(), self.width(), self.height(), color)
            .map_err(MediaError::encode)?;
        Ok(bytes)
    }

    /// Made smaller, never larger, until it fits. The shape stays.
    pub(super) fn fitted(&self, width_max: u32, height_max: u32) -> Result<Self, MediaError> {
        let (width, height) = fit(self.width(), self.height(), width_max, height_max);
        if (width, height) == (self.width(), self.height()) {
            return Ok(self.clone());
        }
        self.resized(width, height, &ResizeOptions::new())
    }

    pub(super) fn into_rgba(self) -> RgbaImage {
        self.image.into_rgba8()
    }

    fn is_opaque(&self) -> bool {
        !self.image.color().has_alpha()
    }

    fn resized(&self, width: u32, height: u32, options: &ResizeOptions) -> Result<Self, MediaError> {
        let mut image = DynamicImage::new(width, height, self.image.color());
        Resizer::new().resize(&self.image, &mut image, options).map_err(MediaError::encode)?;
        Ok(Self { image })
    }

    /// JPEG, or PNG when there is something transparent.
    fn encoded(&self) -> Result<Encoded, MediaError> {
        if !self.is_opaque() {
            return Ok(Encoded { bytes: self.png()?, mime: "image/png", extension: "png" });
        }
        let mut bytes = Cursor::new(Vec::new());
        JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
            .write_image(self.image.as_bytes(), self.width(), self.height(), ExtendedColorType::Rgb8)
            .map_err(MediaError::encode)?;
        Ok(Encoded { bytes: bytes.into_inner(), mime: "image/jpeg", extension: "jpg" })
    }

    /// Without transparency.
    fn on_white(self) -> RgbImage {
        match self.image {
            DynamicImage::ImageRgba8(image) => blended(&image),
            image => image.into_rgb8(),
        }
    }
}

fn blended(image: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let Rgba([r, g, b, alpha]) = *image.get_pixel(x, y);
        let mix = |channel: u8| {
            let sum = u16::from(channel) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from(sum / 255).unwrap_or(u8::MAX)
        };
        Rgb([mix(r), mix(g), mix(b)])
    })
}

/// The largest size of the same shape that fits, no side below one.
fn fit(width: u32, height: u32, width_max: u32, height_max: u32) -> (u32, u32) {
    if width <= width_max && height <= height_max {
        return (width, height);
    }
    let scaled = |side: u32, to: u32, of: u32| {
        let rounded = (u64::from(side) * u64::from(to) + u64::from(of) / 2) / u64::from(of.max(1));
        u32::try_from(rounded).unwrap_or(u32::MAX).max(1)
    };
    if u64::from(width) * u64::from(height_max) >= u64::from(height) * u64::from(width_max) {
        (width_max, scaled(height, width_max, width))
    } else {
        (scaled(width, height_max, height), height_max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_fit() {
        for (size, limit, expected) in [
            ((8, 8), (120, 100), (8, 8)),
            ((120, 100), (120, 100), (120, 100)),
            ((240, 200), (120, 100), (120, 100)),
            ((240, 100), (120, 100), (120, 50)),
            ((100, 400), (120, 100), (25, 100)),
            ((10_000, 1), (120, 100), (120, 1)),
            ((1, 10_000), (120, 100), (1, 100)),
            ((3840, 2160), (1920, u32::MAX), (1920, 1080)),
            ((1000, 9000), (1920, u32::MAX), (1000, 9000)),
            ((u32::MAX, u32::MAX), (1920, u32::MAX), (1920, 1920)),
        ] {
            assert_eq!(fit(size.0, size.1, limit.0, limit.1), expected, "{size:?}");
        }
    }

    #[test]
    fn transparency_becomes_white() {
        let image = RgbaImage::from_fn(3, 1, |x, _| Rgba([0, 100, 255, [0, 128, 255][x as usize]]));
        let white = blended(&image);
        assert_eq!(white.as_raw()[..], [255, 255, 255, 127, 177, 255, 0, 100, 255]);
    }
}
