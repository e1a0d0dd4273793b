//! Files and unfinished uploads.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::errors::file as errors;
use crate::{ErrorId, Id, skip};

/// What is known about a file. Where its bytes are is in [`StoredFile`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileInfo {
    pub id: Id,
    /// The owner's id, or the word `bookmark` for files of channel bookmarks.
    pub user_id: String,
    #[serde(skip_serializing_if = "Id::is_empty")]
    pub post_id: Id,
    pub channel_id: Id,
    /// Unix milliseconds, as the other times.
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub name: String,
    /// Without the dot.
    pub extension: String,
    /// Bytes.
    pub size: i64,
    pub mime_type: String,
    /// Pixels; left out for what is no picture.
    #[serde(skip_serializing_if = "skip::zero")]
    pub width: i64,
    #[serde(skip_serializing_if = "skip::zero")]
    pub height: i64,
    #[serde(skip_serializing_if = "skip::off")]
    pub has_preview_image: bool,
    /// A tiny JPEG in base64.
    pub mini_preview: Option<String>,
    pub remote_id: Option<Id>,
    pub archived: bool,
}

/// A file and the keys of its bytes in the file store; an empty key is "there is none". Keys stay on the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredFile {
    pub info: FileInfo,
    pub path: String,
    pub thumbnail_path: String,
    pub preview_path: String,
    /// Text found in the file, for search.
    pub content: String,
}

impl FileInfo {
    pub fn is_image(&self) -> bool {
        self.mime_type.starts_with("image/")
    }
}

impl StoredFile {
    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let info = &self.info;
        let owner_ok = info.user_id == "bookmark" || info.user_id == "nouser" || Id::parse(&info.user_id).is_some();
        let checks = [
            (!info.id.is_empty(), errors::INVALID_ID),
            (owner_ok, errors::INVALID_USER),
            (info.create_at != 0, errors::INVALID_CREATE_AT),
            (info.update_at != 0, errors::INVALID_UPDATE_AT),
            (!self.path.is_empty(), errors::INVALID_PATH),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }
}

/// Answer of `POST /files`. `client_ids` is `null` for a body that is no form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileUploaded {
    pub file_infos: Vec<FileInfo>,
    pub client_ids: Option<Vec<String>>,
}

/// Answer of `POST …/files/search`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileInfoList {
    pub order: Vec<Id>,
    pub file_infos: BTreeMap<Id, FileInfo>,
    pub next_file_info_id: Id,
    pub prev_file_info_id: Id,
    /// Always 0: this server hides no old files.
    pub first_inaccessible_file_time: i64,
}

/// Answer of `GET /files/{id}/link`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLink {
    pub link: String,
}

pub const UPLOAD_ATTACHMENT: &str = "attachment";
pub const UPLOAD_IMPORT: &str = "import";

/// An upload in parts. Sizes are bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UploadSession {
    pub id: Id,
    /// [`UPLOAD_ATTACHMENT`] or [`UPLOAD_IMPORT`].
    #[serde(rename = "type")]
    pub upload_type: String,
    pub create_at: i64,
    pub user_id: Id,
    #[serde(skip_serializing_if = "Id::is_empty")]
    pub channel_id: Id,
    pub filename: String,
    pub file_size: i64,
    pub file_offset: i64,
    pub remote_id: Id,
    pub req_file_id: Id,
    /// Key in the file store; not on the wire.
    #[serde(skip)]
    pub path: String,
}

/// `POST /uploads`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UploadDraft {
    #[serde(rename = "type")]
    pub upload_type: String,
    pub channel_id: String,
    pub filename: String,
    pub file_size: i64,
}

impl UploadSession {
    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let attachment = self.upload_type == UPLOAD_ATTACHMENT;
        let checks = [
            (!self.id.is_empty(), errors::UPLOAD_INVALID_ID),
            (attachment || self.upload_type == UPLOAD_IMPORT, errors::UPLOAD_INVALID_TYPE),
            (!self.user_id.is_empty(), errors::UPLOAD_INVALID_USER),
            (!attachment || !self.channel_id.is_empty(), errors::UPLOAD_INVALID_CHANNEL),
            (self.create_at != 0, errors::UPLOAD_INVALID_CREATE_AT),
            (!self.filename.is_empty(), errors::UPLOAD_INVALID_NAME),
            (self.file_size > 0, errors::UPLOAD_INVALID_SIZE),
            ((0..=self.file_size).contains(&self.file_offset), errors::UPLOAD_INVALID_OFFSET),
            (!self.path.is_empty(), errors::UPLOAD_INVALID_PATH),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_of_nothing_is_refused() {
        let id = Id::from_random(1);
        let upload = UploadSession {
            id,
            upload_type: UPLOAD_ATTACHMENT.to_owned(),
            user_id: id,
            channel_id: id,
            create_at: 1,
            filename: "up.txt".to_owned(),
            path: "p".to_owned(),
            ..UploadSession::default()
        };
        assert_eq!(upload.validate(), Err(errors::UPLOAD_INVALID_SIZE));
        assert_eq!(UploadSession { file_size: 5, ..upload.clone() }.validate(), Ok(()));
        assert_eq!(
            UploadSession { file_size: 5, file_offset: 6, ..upload }.validate(),
            Err(errors::UPLOAD_INVALID_OFFSET)
        );
    }
}
