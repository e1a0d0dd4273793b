//! Text of PDF files, page by page.

use lopdf::{Document, LoadOptions};

use super::Limits;
use super::read::ReadError;
use crate::text::html::push;

/// One stream of a file takes this much when it is unpacked; they are unpacked one after another.
const STREAM_BYTES_MAX: usize = 16 * 1024 * 1024;

pub(super) fn add(out: &mut String, bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let document = Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(STREAM_BYTES_MAX))?;
    for page in document.get_pages().into_keys() {
        if !limits.allow_more(out) {
            break;
        }
        // Pages that draw what is no text, or in a way that nobody knows, are passed over.
        if let Ok(text) = document.extract_text_with_limit(&[page], STREAM_BYTES_MAX) {
            push(out, &text, limits.text_bytes_max);
            push(out, " ", limits.text_bytes_max);
        }
    }
    Ok(())
}
