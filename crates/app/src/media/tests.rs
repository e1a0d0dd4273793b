use std::io::Cursor;

use image::codecs::gif::{GifEncoder, Repeat};
use image::{Delay, DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

/// The picture of the recordings: 8x8, red.
const RED_PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC";

fn red_png() -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(RED_PNG).unwrap()
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Left half red, right half blue.
fn flag(width: u32, height: u32) -> DynamicImage {
    let image =
        RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) });
    DynamicImage::ImageRgb8(image)
}

fn animation(width: u32, height: u32, frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, 30);
    encoder.set_repeat(Repeat::Infinite).unwrap();
    for i in 0..frames {
        let shade = u8::try_from(i * 40 % 256).unwrap();
        let image = RgbaImage::from_pixel(width, height, Rgba([shade, 0, 0, 255]));
        encoder.encode_frame(Frame::from_parts(image, 0, 0, Delay::from_numer_denom_ms(70, 1))).unwrap();
    }
    drop(encoder);
    bytes
}

/// A JPEG with an EXIF block that says how to turn it.
fn turned_jpeg(image: &DynamicImage, orientation: u8) -> Vec<u8> {
    let plain = encoded(image, ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&plain[2..]);
    bytes
}

/// A PNG that is nothing but a header with this size and the start of its data.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    bytes.extend(&header);
    bytes.extend(crc32(&header).to_be_bytes());
    bytes.extend(b"\0\0\0\x04IDAT\x78\x9c\x63\x00");
    bytes.extend(crc32(b"IDAT\x78\x9c\x63\x00").to_be_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, b| {
        (0..8).fold(crc ^ u32::from(*b), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[test]
fn the_recorded_picture() {
    let info = probe(&red_png(), PIXELS_MAX).unwrap();
    assert_eq!(info, ImageInfo { format: ImageFormat::Png, width: 8, height: 8, animated: false });
    assert_eq!(info.mime(), "image/png");
    let picture = Picture::decode(&red_png(), PIXELS_MAX).unwrap();
    let mini = picture.mini_preview().unwrap();
    assert!(
        mini.starts_with("/9j/2wCEAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoM") && mini.ends_with("APnSiiivww/1TP/Z"),
        "{mini}"
    );
    assert_eq!(mini.len(), 800);
    for small in [picture.thumbnail().unwrap(), picture.preview().unwrap()] {
        assert_eq!((small.mime, small.extension), ("image/jpeg", "jpg"));
        let seen = Picture::decode(&small.bytes, PIXELS_MAX).unwrap();
        assert_eq!((seen.width(), seen.height()), (8, 8));
    }
}

#[test]
fn every_kind_is_read() {
    for format in
        [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Tiff]
    {
        let bytes = encoded(&flag(40, 20), format);
        let info = probe(&bytes, PIXELS_MAX).unwrap();
        assert_eq!(info, ImageInfo { format, width: 40, height: 20, animated: false }, "{format:?}");
        let picture = Picture::decode(&bytes, PIXELS_MAX).unwrap();
        assert_eq!((picture.width(), picture.height()), (40, 20), "{format:?}");
        assert!(matches!(probe(&bytes, 799), Err(MediaError::TooLarge)), "{format:?}");
        assert!(matches!(Picture::decode(&bytes, 799), Err(MediaError::TooLarge)), "{format:?}");
        assert!(Picture::decode(&bytes, 800).is_ok());
        if format != ImageFormat::Bmp {
            assert_eq!(sniff(&bytes), info.mime());
        }
    }
}

#[test]
fn thumbnails_and_previews_keep_the_shape() {
    let picture = Picture::decode(&encoded(&flag(3000, 1000), ImageFormat::Png), PIXELS_MAX).unwrap();
    for (small, size) in [(picture.thumbnail().unwrap(), (120, 40)), (picture.preview().unwrap(), (1920, 640))] {
        let seen = image::load_from_memory(&small.bytes).unwrap().into_rgb8();
        assert_eq!(seen.dimensions(), size);
        let (left, right) = (seen.get_pixel(1, size.1 / 2).0, seen.get_pixel(size.0 - 2, size.1 / 2).0);
        assert!(left[0] > 240 && left[2] < 15 && right[0] < 15 && right[2] > 240, "{left:?} {right:?}");
    }
}

#[test]
fn transparent_pictures_stay_transparent() {
    let image = RgbaImage::from_fn(400, 400, |x, _| Rgba([0, 200, 0, if x < 200 { 0 } else { 255 }]));
    let picture = Picture::decode(&encoded(&DynamicImage::ImageRgba8(image), ImageFormat::Png), PIXELS_MAX).unwrap();
    let thumbnail = picture.thumbnail().unwrap();
    assert_eq!((thumbnail.mime, thumbnail.extension), ("image/png", "png"));
    let seen = image::load_from_memory(&thumbnail.bytes).unwrap().into_rgba8();
    assert_eq!((seen.get_pixel(2, 50).0[3], seen.get_pixel(97, 50).0), (0, [0, 200, 0, 255]));
    let mini = picture.mini_preview().unwrap();
    assert!(mini.starts_with("/9j/"));
    let opaque = RgbaImage::from_pixel(4, 4, Rgba([1, 2, 3, 255]));
    let opaque = Picture::decode(&encoded(&DynamicImage::ImageRgba8(opaque), ImageFormat::Png), PIXELS_MAX).unwrap();
    assert_eq!(opaque.thumbnail().unwrap().mime, "image/jpeg");
}

#[test]
fn squares_show_the_middle() {
    let image =
        RgbImage::from_fn(300, 100, |x, _| if (100..200).contains(&x) { Rgb([0, 255, 0]) } else { Rgb([255, 0, 0]) });
    let picture = Picture::decode(&encoded(&DynamicImage::ImageRgb8(image), ImageFormat::Png), PIXELS_MAX).unwrap();
    let seen = image::load_from_memory(&picture.square_png(PROFILE_SIDE).unwrap()).unwrap().into_rgb8();
    assert_eq!(seen.dimensions(), (128, 128));
    assert!([(3, 3), (64, 64), (124, 124)].iter().all(|(x, y)| seen.get_pixel(*x, *y).0 == [0, 255, 0]));
    let tiny = Picture::decode(&red_png(), PIXELS_MAX).unwrap().square_png(PROFILE_SIDE).unwrap();
    assert_eq!(image::load_from_memory(&tiny).unwrap().into_rgb8().get_pixel(60, 60).0, [255, 0, 0]);
}

#[test]
fn the_camera_says_how_to_turn() {
    let red_is_at = |orientation: u8| {
        let bytes = turned_jpeg(&flag(64, 32), orientation);
        let info = probe(&bytes, PIXELS_MAX).unwrap();
        let seen = Picture::decode(&bytes, PIXELS_MAX).unwrap().preview().unwrap();
        let seen = image::load_from_memory(&seen.bytes).unwrap().into_rgb8();
        assert_eq!(seen.dimensions(), (info.width, info.height));
        let (w, h) = seen.dimensions();
        let places = [("left", 2, h / 2), ("right", w - 3, h / 2), ("top", w / 2, 2), ("bottom", w / 2, h - 3)];
        let is_red = |x: u32, y: u32| seen.get_pixel(x, y).0[0] > 200;
        // The middle of the seam can be either: with red on the left it is not red at the top.
        let sides = if w > h { &places[..2] } else { &places[2..] };
        sides.iter().find(|(_, x, y)| is_red(*x, *y)).unwrap().0
    };
    for (orientation, side) in [
        (1, "left"),
        (2, "right"),
        (3, "right"),
        (4, "left"),
        (5, "top"),
        (6, "top"),
        (7, "bottom"),
        (8, "bottom"),
        (0, "left"),
        (99, "left"),
    ] {
        assert_eq!(red_is_at(orientation), side, "{orientation}");
    }
}

#[test]
fn bombs_are_refused_by_their_header() {
    for (width, height) in
        [(100_000, 100_000), (u32::MAX / 2, u32::MAX / 2), (u32::MAX / 2, 1000), (33_177_601, 1), (8000, 8000)]
    {
        let bomb = png_header(width, height);
        assert!(matches!(probe(&bomb, PIXELS_MAX), Err(MediaError::TooLarge)), "{width}x{height}");
        assert!(matches!(Picture::decode(&bomb, PIXELS_MAX), Err(MediaError::TooLarge)), "{width}x{height}");
        assert!(emoji_image(&bomb).is_err());
    }
    let mut gif = animation(1, 1, 1);
    gif[6..10].copy_from_slice(&[0xff; 4]);
    assert!(matches!(probe(&gif, PIXELS_MAX), Err(MediaError::TooLarge)));
    // The screen is small, but a frame claims four gigabytes.
    let mut gif = animation(4, 4, 1);
    let frame = gif.iter().rposition(|b| *b == b',').unwrap();
    gif[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    assert!(Picture::decode(&gif, 1_000_000).is_err());
}

#[test]
fn cut_files_are_damaged() {
    for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Tiff] {
        let noisy = RgbImage::from_fn(50, 50, |x, y| {
            Rgb([u8::try_from(x * y % 251).unwrap(), u8::try_from(x * 5).unwrap(), 7])
        });
        let bytes = encoded(&DynamicImage::ImageRgb8(noisy), format);
        let result = Picture::decode(&bytes[..bytes.len() / 2], PIXELS_MAX);
        assert!(matches!(result, Err(MediaError::Damaged(_))), "{format:?} {result:?}");
    }
    let jpeg = encoded(&flag(50, 50), ImageFormat::Jpeg);
    assert!(matches!(Picture::decode(&jpeg[..20], PIXELS_MAX), Err(MediaError::Damaged(_))));
    for nothing in [&b""[..], b"nope", b"<svg width='1' height='1'/>", b"\0\0\0\x18ftypheic"] {
        assert!(matches!(probe(nothing, PIXELS_MAX), Err(MediaError::NotAnImage)));
        assert!(matches!(Picture::decode(nothing, PIXELS_MAX), Err(MediaError::NotAnImage)));
    }
    assert!(matches!(probe(b"BM", PIXELS_MAX), Err(MediaError::Damaged(_))));
}

#[test]
fn animations_are_told_from_pictures() {
    assert!(probe(&animation(4, 4, 3), PIXELS_MAX).unwrap().animated);
    assert!(!probe(&animation(4, 4, 1), PIXELS_MAX).unwrap().animated);
    assert_eq!(gif::frame_count(&animation(4, 4, 7), 100), 7);
    assert_eq!(gif::frame_count(&animation(4, 4, 7), 2), 2);
    assert_eq!(gif::frame_count(b"GIF89a", 2), 0);
}

#[test]
fn small_emoji_are_kept_as_they_are() {
    for bytes in [red_png(), animation(128, 128, 2), encoded(&flag(128, 64), ImageFormat::Jpeg)] {
        let emoji = emoji_image(&bytes).unwrap();
        assert!(emoji.bytes == bytes);
        assert_eq!(emoji.mime, sniff(&bytes));
    }
}

#[test]
fn large_emoji_are_made_smaller() {
    let emoji = emoji_image(&encoded(&flag(1028, 514), ImageFormat::Jpeg)).unwrap();
    assert_eq!((emoji.mime, emoji.extension), ("image/png", "png"));
    let info = probe(&emoji.bytes, PIXELS_MAX).unwrap();
    assert_eq!((info.width, info.height), (128, 64));

    let emoji = emoji_image(&animation(200, 400, 3)).unwrap();
    assert_eq!(emoji.mime, "image/gif");
    let info = probe(&emoji.bytes, PIXELS_MAX).unwrap();
    assert_eq!((info.width, info.height, info.animated), (64, 128, true));
    assert_eq!(gif::frame_count(&emoji.bytes, 100), 3);
    let decoder = image::codecs::gif::GifDecoder::new(Cursor::new(&emoji.bytes)).unwrap();
    let frames = image::AnimationDecoder::into_frames(decoder).collect_frames().unwrap();
    assert!(frames.iter().all(|frame| frame.delay() == Delay::from_numer_denom_ms(70, 1)));
    assert!(frames.windows(2).all(|pair| pair[0].buffer() != pair[1].buffer()));
}

#[test]
fn emoji_that_cannot_be() {
    assert!(matches!(emoji_image(b"nope"), Err(MediaError::NotAnImage)));
    assert!(matches!(emoji_image(&encoded(&flag(1029, 10), ImageFormat::Png)), Err(MediaError::TooLarge)));
    assert!(matches!(emoji_image(&animation(1, 1, 501)), Err(MediaError::TooLarge)));
    let whole = red_png();
    assert!(matches!(emoji_image(&whole[..60]), Err(MediaError::Damaged(_))));
}

proptest! {
    #[test]
    fn damage_never_panics(at in 0_usize..600, byte in any::<u8>(), kind in 0_usize..6, cut in 0_usize..1000) {
        let format =
            [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Tiff][kind];
        let mut bytes = encoded(&flag(20, 20), format);
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.truncate(bytes.len() - cut.min(bytes.len()) / 4);
        drop(probe(&bytes, 1_000_000));
        if let Ok(picture) = Picture::decode(&bytes, 1_000_000) {
            picture.thumbnail().unwrap();
            picture.mini_preview().unwrap();
        }
        drop(emoji_image(&bytes));
    }

    #[test]
    fn any_bytes_never_panic(bytes in any::<Vec<u8>>(), name in any::<String>()) {
        drop(probe(&bytes, PIXELS_MAX));
        sniff(&bytes);
        svg_size(&bytes);
        gif::frame_count(&[b"GIF89a", &bytes[..]].concat(), 1000);
        mime_of_name(&name);
        let stored = storage_name(&name);
        prop_assert!(!stored.is_empty() && stored != "." && stored != ".." && !stored.contains(['/', '\0']) && stored.len() <= 240);
        avatar::avatar(&name, &name).unwrap();
    }
}
