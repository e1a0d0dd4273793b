//! From the bytes of a file to its text. Pure, and for blocking threads.

use super::{Limits, office, pdf};
use crate::media::extension;
use crate::text::html;

/// Archives within archives are opened to this depth.
const DEPTH_MAX: usize = 2;

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Pdf,
    Office,
    Archive,
    Html,
    Text,
}

/// Why there is no text.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    #[error("no PDF that could be read: {0}")]
    Pdf(#[from] lopdf::Error),
    #[error("no archive that could be opened: {0}")]
    Archive(#[from] zip::result::ZipError),
}

impl Kind {
    /// By the ending of its name; `None` for what holds no text, or none that anybody searches.
    pub fn of(name: &str) -> Option<Self> {
        let extension = extension(name);
        KINDS.iter().find(|(_, endings)| endings.contains(&extension.as_str())).map(|(kind, _)| *kind)
    }

    /// Every ending of a name that is read.
    pub fn extensions() -> Vec<&'static str> {
        KINDS.iter().flat_map(|(_, endings)| *endings).copied().collect()
    }
}

const KINDS: [(Kind, &[&str]); 5] = [
    (Kind::Pdf, &["pdf"]),
    (Kind::Office, &["docx", "docm", "dotx", "pptx", "pptm", "ppsx", "xlsx", "xlsm", "odt", "ods", "odp"]),
    (Kind::Archive, &["zip"]),
    (Kind::Html, &["html", "htm", "xhtml"]),
    (Kind::Text, &["txt", "md", "csv", "log", "json", "xml", "yaml", "yml"]),
];

/// The text of a file, words parted by single spaces.
pub(super) fn text(kind: Kind, bytes: &[u8], limits: &mut Limits) -> Result<String, ReadError> {
    let mut out = String::new();
    add(&mut out, kind, bytes, limits, 0)?;
    out.truncate(out.trim_end().len());
    Ok(out)
}

fn add(out: &mut String, kind: Kind, bytes: &[u8], limits: &mut Limits, depth: usize) -> Result<(), ReadError> {
    match kind {
        Kind::Pdf => pdf::add(out, bytes, limits)?,
        Kind::Office => office::add(out, bytes, limits)?,
        Kind::Html => {
            let text = html::text(&html::decode(bytes, ""), limits.text_bytes_max);
            html::push(out, &text, limits.text_bytes_max);
        }
        Kind::Text => {
            let text = html::decode(bytes, "");
            // Whoever writes text writes no zeros.
            if !text.contains('\0') {
                html::push(out, &text, limits.text_bytes_max);
            }
        }
        Kind::Archive => {
            office::entries(bytes, limits, |name, bytes, limits| {
                // The search takes a path for one word.
                let words = name.replace(|c: char| !c.is_alphanumeric(), " ");
                html::push(out, &format!("{name} {words} "), limits.text_bytes_max);
                let Some(bytes) = bytes.filter(|_| depth < DEPTH_MAX) else { return };
                // One file that cannot be read is no reason to leave out the others.
                if let Some(kind) = Kind::of(name)
                    && let Err(error) = add(out, kind, bytes, limits, depth + 1)
                {
                    tracing::debug!(%error, "a file within an archive has no text that can be read");
                }
                html::push(out, " ", limits.text_bytes_max);
            })?;
        }
    }
    Ok(())
}
