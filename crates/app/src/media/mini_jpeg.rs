//! A JPEG of exactly 16x16 pixels: one block of 4:2:0, quality 90, no header that could be left out.
//!
//! The general encoder writes another layout. Clients only decode the picture, but the bytes are in the database and in
//! every answer about a file, and so that the same picture gives the same bytes as before they are written here. Tables
//! are those of annex K of ITU-T T.81.

use image::{Rgb, RgbImage};

/// Width and height of the picture.
pub(super) const SIDE: u32 = 16;

const LUMA_QUANTIZERS: [u16; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMA_QUANTIZERS: [u16; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99,
];
/// Positions in a block in the order of rising frequency.
const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];

struct CodeTable {
    id: u8,
    /// How many codes have one bit, two bits and so on.
    counts: [u8; 16],
    symbols: &'static [u8],
}

const DC_LUMA: CodeTable = CodeTable {
    id: 0x00,
    counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    symbols: &[0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b],
};
const AC_LUMA: CodeTable = CodeTable {
    id: 0x10,
    counts: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
    symbols: &[
        0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71,
        0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33, 0x62, 0x72,
        0x82, 0x09, 0x0a, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x34, 0x35, 0x36, 0x37,
        0x38, 0x39, 0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59,
        0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x83,
        0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0xa2, 0xa3,
        0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3,
        0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xe1, 0xe2,
        0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa,
    ],
};
const DC_CHROMA: CodeTable = CodeTable {
    id: 0x01,
    counts: [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
    symbols: &[0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b],
};
const AC_CHROMA: CodeTable = CodeTable {
    id: 0x11,
    counts: [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
    symbols: &[
        0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71, 0x13, 0x22,
        0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xa1, 0xb1, 0xc1, 0x09, 0x23, 0x33, 0x52, 0xf0, 0x15, 0x62, 0x72, 0xd1,
        0x0a, 0x16, 0x24, 0x34, 0xe1, 0x25, 0xf1, 0x17, 0x18, 0x19, 0x1a, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x35, 0x36,
        0x37, 0x38, 0x39, 0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58,
        0x59, 0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a,
        0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a,
        0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba,
        0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda,
        0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa,
    ],
};

/// Encodes a picture of [`SIDE`] by [`SIDE`] pixels; what is outside of a smaller one is black.
pub(super) fn encode(image: &RgbImage) -> Vec<u8> {
    let (luma_quantizers, chroma_quantizers) = (scaled(&LUMA_QUANTIZERS), scaled(&CHROMA_QUANTIZERS));
    let mut bytes = vec![0xff, 0xd8];
    let quantizers = [(0, &luma_quantizers), (1, &chroma_quantizers)];
    segment(&mut bytes, 0xdb, quantizers.iter().flat_map(|(id, table)| std::iter::once(*id).chain(in_zigzag(table))));
    segment(&mut bytes, 0xc0, [8, 0, 16, 0, 16, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
    let tables = [&DC_LUMA, &AC_LUMA, &DC_CHROMA, &AC_CHROMA];
    let table_bytes = |t: &CodeTable| [&[t.id], &t.counts[..], t.symbols].concat();
    segment(&mut bytes, 0xc4, tables.into_iter().flat_map(table_bytes));
    segment(&mut bytes, 0xda, [3, 1, 0, 2, 0x11, 3, 0x11, 0, 0x3f, 0]);

    let planes = Planes::of(image);
    let mut bits = Bits { bytes, held: 0, held_len: 0 };
    let mut last_dc = 0;
    for (left, top) in [(0, 0), (8, 0), (0, 8), (8, 8)] {
        let block = std::array::from_fn(|i| planes.luma(left + i % 8, top + i / 8));
        last_dc = bits.block(&block, &luma_quantizers, last_dc, &DC_LUMA, &AC_LUMA);
    }
    for chroma in [&planes.blue, &planes.red] {
        let block = std::array::from_fn(|i| halved(chroma, i % 8, i / 8));
        bits.block(&block, &chroma_quantizers, 0, &DC_CHROMA, &AC_CHROMA);
    }
    let mut bytes = bits.end();
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// The tables of the standard are for quality 50; at 90 a fifth of them is left.
fn scaled(table: &[u16; 64]) -> [u8; 64] {
    table.map(|q| u8::try_from((q * 20 + 50) / 100).unwrap_or(u8::MAX))
}

fn in_zigzag<T: Copy>(block: &[T; 64]) -> impl Iterator<Item = T> + '_ {
    ZIGZAG.iter().filter_map(|at| block.get(*at).copied())
}

fn segment(bytes: &mut Vec<u8>, marker: u8, content: impl IntoIterator<Item = u8>) {
    let content: Vec<u8> = content.into_iter().collect();
    let len = u16::try_from(content.len() + 2).expect("every segment here is below 500 bytes");
    bytes.extend([0xff, marker]);
    bytes.extend(len.to_be_bytes());
    bytes.extend(content);
}

/// One value per pixel, row by row.
struct Planes {
    luma: Vec<u8>,
    blue: Vec<u8>,
    red: Vec<u8>,
}

impl Planes {
    fn of(image: &RgbImage) -> Self {
        let mut planes = Self { luma: Vec::new(), blue: Vec::new(), red: Vec::new() };
        for (y, x) in (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (y, x))) {
            let Rgb(rgb) = image.get_pixel_checked(x, y).copied().unwrap_or(Rgb([0; 3]));
            let [r, g, b] = rgb.map(i32::from);
            // The factors of the JFIF standard times 65536, rounded to the nearest.
            planes.luma.push(byte(19_595 * r + 38_470 * g + 7_471 * b));
            planes.blue.push(byte(-11_056 * r - 21_712 * g + 32_768 * b + (128 << 16)));
            planes.red.push(byte(32_768 * r - 27_440 * g - 5_328 * b + (128 << 16)));
        }
        planes
    }

    fn luma(&self, x: usize, y: usize) -> f32 {
        f32::from(self.luma.get(y * 16 + x).copied().unwrap_or_default())
    }
}

/// The mean of four pixels.
fn halved(plane: &[u8], x: usize, y: usize) -> f32 {
    let at = 32 * y + 2 * x;
    let four = [at, at + 1, at + 16, at + 17].map(|i| u16::from(plane.get(i).copied().unwrap_or_default()));
    f32::from((four.iter().sum::<u16>() + 2) / 4)
}

fn byte(value_16: i32) -> u8 {
    u8::try_from(((value_16 + (1 << 15)) >> 16).clamp(0, 255)).unwrap_or_default()
}

/// The scan: bits, filled up from the highest.
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    held_len: u32,
}

impl Bits {
    /// Transforms, quantizes and writes a block; returns its mean for the next block of the same plane.
    fn block(
        &mut self,
        pixels: &[f32; 64],
        quantizers: &[u8; 64],
        last_dc: i32,
        dc: &CodeTable,
        ac: &CodeTable,
    ) -> i32 {
        let frequencies = transformed(&pixels.map(|p| p - 128.0));
        let mut mean = last_dc;
        let mut zeros = 0;
        for (i, (value, q)) in in_zigzag(&frequencies).zip(in_zigzag(quantizers)).enumerate() {
            #[expect(clippy::cast_possible_truncation, reason = "at most 8 * 128 in absolute value")]
            let value = (value / f32::from(q)).round() as i32;
            if i == 0 {
                mean = value;
                self.value(dc, 0, value - last_dc);
            } else if value == 0 {
                zeros += 1;
            } else {
                while zeros > 15 {
                    self.code(ac, 0xf0);
                    zeros -= 16;
                }
                self.value(ac, zeros, value);
                zeros = 0;
            }
        }
        if zeros > 0 {
            self.code(ac, 0);
        }
        mean
    }

    /// Writes how many zeros come before and how many bits the value has, then those bits.
    fn value(&mut self, table: &CodeTable, zeros: u8, value: i32) {
        let len = 32 - value.unsigned_abs().leading_zeros();
        self.code(table, zeros << 4 | u8::try_from(len).unwrap_or_default());
        let bits = if value < 0 { value - 1 } else { value };
        self.push(bits.cast_unsigned() & ((1 << len) - 1), len);
    }

    fn code(&mut self, table: &CodeTable, symbol: u8) {
        let mut code = 0;
        let mut symbols = table.symbols.iter();
        for (len, count) in (1..).zip(table.counts) {
            for _ in 0..count {
                if symbols.next() == Some(&symbol) {
                    return self.push(code, len);
                }
                code += 1;
            }
            code <<= 1;
        }
    }

    fn push(&mut self, bits: u32, len: u32) {
        self.held = self.held << len | bits;
        self.held_len += len;
        while self.held_len >= 8 {
            self.held_len -= 8;
            let [.., byte] = (self.held >> self.held_len).to_be_bytes();
            self.bytes.push(byte);
            if byte == 0xff {
                self.bytes.push(0);
            }
            self.held &= (1 << self.held_len) - 1;
        }
    }

    fn end(mut self) -> Vec<u8> {
        if self.held_len > 0 {
            let fill = 8 - self.held_len;
            self.push((1 << fill) - 1, fill);
        }
        self.bytes
    }
}

/// The discrete cosine transform of a block.
fn transformed(pixels: &[f32; 64]) -> [f32; 64] {
    let rows = transform_rows(pixels);
    transform_rows(&rows)
}

/// Transforms each row and turns the block over, so that doing it twice transforms the columns too.
fn transform_rows(block: &[f32; 64]) -> [f32; 64] {
    let mut out = [0.0; 64];
    for (i, value) in out.iter_mut().enumerate() {
        let (row, frequency) = (i % 8, i / 8);
        let (step, scale) = match u8::try_from(frequency) {
            Ok(0) | Err(_) => (0.0, std::f32::consts::FRAC_1_SQRT_2 / 2.0),
            Ok(frequency) => (f32::from(frequency) * std::f32::consts::PI / 16.0, 0.5),
        };
        let angles = (0_u8..8).map(|x| (f32::from(2 * x + 1) * step).cos());
        *value = block.iter().skip(row * 8).zip(angles).map(|(pixel, cos)| pixel * cos * scale).sum();
    }
    out
}

#[cfg(test)]
mod tests {
    use base64::Engine;

    use super::*;

    /// The recorded `mini_preview` of a red picture.
    const RED: &str = "\
        /9j/2wCEAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRQBAwQE\
        BQQFCQUFCRQNCw0UFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFP/AABEIABAAEAMBIgAC\
        EQEDEQH/xAGiAAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgsQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQy\
        gZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeI\
        iYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+gEAAwEBAQEB\
        AQEBAQAAAAAAAAECAwQFBgcICQoLEQACAQIEBAMEBwUEBAABAncAAQIDEQQFITEGEkFRB2FxEyIygQgUQpGhscEJIzNS8BVictEK\
        FiQ04SXxFxgZGiYnKCkqNTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqCg4SFhoeIiYqSk5SVlpeYmZqio6Sl\
        pqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2dri4+Tl5ufo6ery8/T19vf4+fr/2gAMAwEAAhEDEQA/APnSiiivww/1TP/Z";

    #[test]
    fn same_bytes_as_recorded() {
        let red = RgbImage::from_pixel(16, 16, Rgb([255, 0, 0]));
        assert_eq!(base64::engine::general_purpose::STANDARD.encode(encode(&red)), RED);
    }

    #[test]
    fn a_decoder_sees_the_picture_again() {
        // Smooth, so that halving the colours loses little, and with enough detail for long runs and all signs.
        let wave = |v: u32| u8::try_from(128 + (i32::try_from(v % 16).unwrap() - 8) * 14).unwrap();
        let images = [
            RgbImage::from_fn(16, 16, |x, y| Rgb([wave(x), wave(y), wave(x.midpoint(y))])),
            RgbImage::from_fn(16, 16, |x, y| Rgb([if (x / 8 + y / 8) % 2 == 0 { 0 } else { 255 }; 3])),
            RgbImage::from_fn(16, 16, |x, y| Rgb([if (x * 7 + y * 13) % 5 == 0 { 255 } else { 10 }; 3])),
            RgbImage::from_pixel(16, 16, Rgb([255; 3])),
            RgbImage::from_pixel(16, 16, Rgb([0; 3])),
        ];
        for (number, image) in images.iter().enumerate() {
            let seen = image::load_from_memory(&encode(image)).unwrap().into_rgb8();
            assert_eq!(seen.dimensions(), (16, 16));
            let worst = image.as_raw().iter().zip(seen.as_raw()).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
            assert!(worst < 32, "picture {number} is off by {worst}");
        }
    }
}
