//! Reading an archive of Slack.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use bytes::Bytes;
use serde::de::DeserializeOwned;
use zip::ZipArchive;
use zip::result::ZipError;

use super::shape::{SlackChannel, SlackMessage, SlackUser};

/// Unpacked bytes of all texts together: what is more is a bomb, or belongs into a bulk file.
const TEXTS_LEN_MAX: u64 = 512 * 1024 * 1024;
/// Folder for the files of messages, in archives to which they were added: exports only have their addresses.
const UPLOADS: &str = "__uploads/";

/// What a conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Open,
    Private,
    Direct,
}

/// Everything but the files themselves.
#[derive(Debug, Default)]
pub struct Export {
    pub users: Vec<SlackUser>,
    pub channels: Vec<(Kind, SlackChannel)>,
    /// By the folder, which is the name of a channel or the id of a conversation of two.
    pub messages: HashMap<String, Vec<SlackMessage>>,
    /// By their id in Slack: where they are in the archive, and their name.
    pub uploads: HashMap<String, (usize, String)>,
}

/// An archive in memory.
pub type Zip = ZipArchive<Cursor<Bytes>>;

/// Reads all texts. What cannot be read is told in the log and left out.
pub fn read(bytes: Bytes, log: &mut Vec<String>) -> Result<(Export, Zip), ZipError> {
    let mut zip = ZipArchive::new(Cursor::new(bytes))?;
    let mut export = Export::default();
    let mut left = TEXTS_LEN_MAX;
    for index in 0..zip.len() {
        let Some(Ok(name)) = zip.name_for_index(index).map(|name| name.map(std::borrow::Cow::into_owned)) else {
            continue;
        };
        if let Some(upload) = name.strip_prefix(UPLOADS) {
            if let Some((id, file)) = upload.split_once('/').filter(|(_, file)| !file.is_empty()) {
                export.uploads.insert(id.to_owned(), (index, file.to_owned()));
            }
            continue;
        }
        let Some(stem) = name.strip_suffix(".json") else { continue };
        let mut text = Vec::new();
        zip.by_index(index)?.take(left + 1).read_to_end(&mut text)?;
        left = left.checked_sub(text.len() as u64).ok_or(ZipError::InvalidArchive("the texts are too large".into()))?;
        let channels = |kind: Kind, text: &[u8], log: &mut Vec<String>| -> Vec<(Kind, SlackChannel)> {
            let channels: Vec<SlackChannel> = parsed(&name, text, log);
            channels.into_iter().map(|channel| (kind, channel)).collect()
        };
        match (stem, stem.split_once('/')) {
            ("users", _) => export.users = parsed(&name, &text, log),
            ("channels", _) => export.channels.extend(channels(Kind::Open, &text, log)),
            ("groups", _) => export.channels.extend(channels(Kind::Private, &text, log)),
            ("mpims" | "dms", _) => export.channels.extend(channels(Kind::Direct, &text, log)),
            (_, Some((folder, _))) => {
                let messages: Vec<SlackMessage> = parsed(&name, &text, log);
                export.messages.entry(folder.to_owned()).or_default().extend(messages);
            }
            _ => {}
        }
    }
    Ok((export, zip))
}

fn parsed<T: DeserializeOwned + Default>(name: &str, text: &[u8], log: &mut Vec<String>) -> T {
    serde_json::from_slice(text).unwrap_or_else(|error| {
        log.push(format!("{name} cannot be read: {error}"));
        T::default()
    })
}
