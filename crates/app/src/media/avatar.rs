//! The picture of somebody who has not chosen one: their initial on a colour of their own.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, ScaleFont, point};
use image::{DynamicImage, Rgb, RgbImage};

use super::{MediaError, PROFILE_SIDE, Picture};

/// Height of the letters in pixels.
const LETTER_HEIGHT: f32 = 84.0;

/// Dark enough for white letters.
const COLORS: [[u8; 3]; 20] = [
    [0xb7, 0x1c, 0x1c],
    [0xad, 0x14, 0x57],
    [0x8e, 0x24, 0xaa],
    [0x6a, 0x1b, 0x9a],
    [0x51, 0x2d, 0xa8],
    [0x30, 0x3f, 0x9f],
    [0x19, 0x57, 0xb4],
    [0x01, 0x57, 0x9b],
    [0x00, 0x60, 0x64],
    [0x00, 0x69, 0x5c],
    [0x2e, 0x6b, 0x32],
    [0x33, 0x69, 0x1e],
    [0x5f, 0x6b, 0x12],
    [0x7a, 0x5c, 0x00],
    [0x99, 0x4d, 0x00],
    [0xa8, 0x3b, 0x00],
    [0x6d, 0x4c, 0x41],
    [0x4e, 0x5d, 0x66],
    [0x7b, 0x3f, 0x61],
    [0x3d, 0x5a, 0x80],
];

/// See `assets/initials-LICENSE.txt`.
static FONT: LazyLock<FontRef<'static>> = LazyLock::new(|| {
    FontRef::try_from_slice(include_bytes!("../../assets/initials.ttf")).expect("the font is part of the program")
});

/// A square PNG. The colour depends on the id, so it stays when the name changes.
pub fn avatar(user_id: &str, username: &str) -> Result<Vec<u8>, MediaError> {
    let background = color_of(user_id);
    let mut image = RgbImage::from_pixel(PROFILE_SIDE, PROFILE_SIDE, Rgb(background));
    draw_letter(&mut image, initial(username));
    Picture::from_image(DynamicImage::ImageRgb8(image)).png()
}

/// The first letter that the font has, or else a question mark.
fn initial(username: &str) -> char {
    let first = username.chars().next().and_then(|c| c.to_uppercase().next());
    first.filter(|c| FONT.glyph_id(*c).0 != 0 && !c.is_whitespace()).unwrap_or('?')
}

fn color_of(user_id: &str) -> [u8; 3] {
    // FNV-1a: spreads ids well and is the same everywhere.
    let hash = user_id.bytes().fold(0x811c_9dc5_u32, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193));
    let at = usize::try_from(hash).unwrap_or_default() % COLORS.len();
    COLORS.get(at).copied().unwrap_or_default()
}

/// White, in the middle.
fn draw_letter(image: &mut RgbImage, letter: char) {
    let font = FONT.as_scaled(LETTER_HEIGHT);
    let glyph = font.scaled_glyph(letter);
    let Some(outline) = FONT.outline_glyph(glyph) else { return };
    let bounds = outline.px_bounds();
    let corner = point(middle(image.width(), bounds.width()), middle(image.height(), bounds.height()));
    outline.draw(|x, y, coverage| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a corner inside the picture")]
        let (x, y) = (x + corner.x as u32, y + corner.y as u32);
        if let Some(pixel) = image.get_pixel_mut_checked(x, y) {
            pixel.0 = pixel.0.map(|channel| mix(channel, coverage));
        }
    });
}

fn middle(side: u32, letter: f32) -> f32 {
    let side = f32::from(u16::try_from(side).unwrap_or(u16::MAX));
    ((side - letter) / 2.0).max(0.0)
}

fn mix(channel: u8, white: f32) -> u8 {
    let white = white.clamp(0.0, 1.0);
    let mixed = f32::from(channel) * (1.0 - white) + 255.0 * white;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
    let mixed = mixed.round() as u8;
    mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_square_png_with_a_white_letter_in_the_middle() {
        let png = avatar("abcdefghij0123456789abcdef", "ann").unwrap();
        let seen = image::load_from_memory_with_format(&png, image::ImageFormat::Png).unwrap().into_rgb8();
        assert_eq!(seen.dimensions(), (128, 128));
        let white: Vec<_> =
            seen.enumerate_pixels().filter(|(_, _, p)| p.0 == [255; 3]).map(|(x, y, _)| (x, y)).collect();
        let (left, right) = (white.iter().map(|p| p.0).min().unwrap(), white.iter().map(|p| p.0).max().unwrap());
        let (top, bottom) = (white.iter().map(|p| p.1).min().unwrap(), white.iter().map(|p| p.1).max().unwrap());
        assert!(left.abs_diff(127 - right) <= 2 && top.abs_diff(127 - bottom) <= 2, "{left} {right} {top} {bottom}");
        assert!((30..110).contains(&(right - left)) && (50..110).contains(&(bottom - top)));
        assert_eq!(seen.get_pixel(0, 0).0, color_of("abcdefghij0123456789abcdef"));
    }

    #[test]
    fn depends_on_id_and_initial_only() {
        assert_eq!(avatar("id1", "ann").unwrap(), avatar("id1", "Anton").unwrap());
        assert_ne!(avatar("id1", "ann").unwrap(), avatar("id1", "bob").unwrap());
        let colors: std::collections::HashSet<_> = (0..200).map(|i| color_of(&format!("user{i}"))).collect();
        assert_eq!(colors.len(), COLORS.len());
    }

    #[test]
    fn names_without_a_letter_of_the_font() {
        for (name, letter) in
            [("ann", 'A'), ("9", '9'), ("_x", '_'), ("üx", 'Ü'), ("ßx", 'S'), ("李", '?'), ("", '?'), (" ", '?')]
        {
            assert_eq!(initial(name), letter, "{name}");
            avatar("x", name).unwrap();
        }
    }

    #[test]
    fn white_is_readable_on_every_color() {
        for color in COLORS {
            let linear = |c: u8| {
                let c = f64::from(c) / 255.0;
                if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            };
            let luminance = 0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2]);
            assert!(1.05 / (luminance + 0.05) >= 4.5, "{color:02x?}");
        }
    }
}
