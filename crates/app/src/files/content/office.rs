//! Text of office documents, which are archives of XML. What their parts say is read by the reader of pages, which takes
//! whatever there is.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::Limits;
use super::read::ReadError;
use crate::text::html::{Part, decode, push, walk};

/// Files of one archive that are looked at.
const ENTRIES_MAX: usize = 2_000;

/// Largest part that is read, unpacked.
const PART_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Where words end. All other marks may stand within one.
const BREAKS: [&str; 12] =
    ["w:p", "w:tab", "w:br", "a:p", "a:br", "si", "is", "text:p", "text:h", "text:tab", "text:s", "text:line-break"];

/// Elements that hold the words of documents, presentations and sheets.
const TEXTS: [&str; 3] = ["w:t", "a:t", "t"];

pub(super) fn add(out: &mut String, bytes: &[u8], limits: &mut Limits) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut names = names(&archive);
    names.retain(|name| is_read(name));
    names.sort_unstable();
    for name in names {
        if !limits.allow_more(out) {
            break;
        }
        if let Some(part) = unpacked(&mut archive, &name, limits) {
            add_part(out, &part, name == OPEN_DOCUMENT, limits.text_bytes_max);
        }
    }
    Ok(())
}

/// The part of an OpenDocument with its text, all of which is text.
const OPEN_DOCUMENT: &str = "content.xml";

/// Whether a part holds what people wrote.
fn is_read(name: &str) -> bool {
    const FOLDERS: [&str; 4] = ["word/", "ppt/slides/", "ppt/notesSlides/", "xl/worksheets/"];
    const WORD: [&str; 6] = ["document", "header", "footer", "footnotes", "endnotes", "comments"];
    if name == OPEN_DOCUMENT || name == "xl/sharedStrings.xml" {
        return true;
    }
    let folder = FOLDERS.into_iter().find(|folder| name.starts_with(folder));
    let Some(rest) = folder.and_then(|folder| name.strip_prefix(folder)) else { return false };
    let Some(part) = rest.strip_suffix(".xml").filter(|part| !part.contains('/')) else { return false };
    folder != Some("word/") || WORD.iter().any(|kind| part.starts_with(kind))
}

fn add_part(out: &mut String, part: &[u8], all_is_text: bool, bytes_max: usize) {
    let mut within = all_is_text;
    walk(&decode(part, ""), &mut |part| match part {
        Part::Text(text) if within => push(out, text, bytes_max),
        Part::Start(element) if TEXTS.contains(&element.name()) => within = true,
        Part::End(name) if TEXTS.contains(&name) => within = all_is_text,
        Part::Start(element) if BREAKS.contains(&element.name()) => push(out, " ", bytes_max),
        Part::End(name) if BREAKS.contains(&name) => push(out, " ", bytes_max),
        _ => {}
    });
    push(out, " ", bytes_max);
}

/// Goes through the files of an archive: their names, and their bytes where those are wanted and can be had.
pub(super) fn entries(
    bytes: &[u8],
    limits: &mut Limits,
    mut each: impl FnMut(&str, Option<&[u8]>, &mut Limits),
) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    for name in names(&archive) {
        let wanted = limits.within_archives && limits.allow_more("");
        let bytes = if wanted { unpacked(&mut archive, &name, limits) } else { None };
        each(&name, bytes.as_deref(), limits);
    }
    Ok(())
}

fn names(archive: &ZipArchive<Cursor<&[u8]>>) -> Vec<String> {
    archive.file_names().take(ENTRIES_MAX).filter_map(|name| Some(name.ok()?.into_owned())).collect()
}

/// The bytes of a file in an archive, unless they are too many or damaged.
fn unpacked(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, limits: &mut Limits) -> Option<Vec<u8>> {
    let bytes_max = PART_BYTES_MAX.min(limits.unpacked_bytes_left as u64);
    let mut bytes = Vec::new();
    let read = archive.by_name(name).ok()?.take(bytes_max + 1).read_to_end(&mut bytes);
    limits.unpacked_bytes_left = limits.unpacked_bytes_left.saturating_sub(bytes.len());
    (read.is_ok() && bytes.len() as u64 <= bytes_max).then_some(bytes)
}
