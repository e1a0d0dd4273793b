//! Uploading files, one request with one or several of them: all of them become files, or none.

use std::io;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use roost_blob::BlobError;
use roost_model::Id;
use roost_model::errors::file as errors;
use roost_model::file::{FileInfo, StoredFile};
use roost_store::files::file_insert_in_tx;

use super::access::require_upload;
use super::content::extract_later;
use super::describe::{describe, head_len};
use super::place;
use crate::media::{base_name, extension, mime_of_name};
use crate::{AppError, Ctx, Record};

/// Longest name, in characters: what the column holds.
const NAME_LEN_MAX: usize = 256;
/// Longest extension, in characters: what the column holds.
const EXTENSION_LEN_MAX: usize = 64;
/// Owner of the files of channel bookmarks.
pub(super) const BOOKMARK_OWNER: &str = "bookmark";

/// Files that arrive.
pub struct Upload<'a> {
    ctx: &'a Ctx,
    owner: String,
    /// Not known while files come before it in a form.
    channel: Option<Id>,
    /// Bytes that are left of the limit, which is one for all files together.
    left: u64,
    limit: u64,
    files: Vec<StoredFile>,
}

/// Lets `fill` receive files and makes them known. When it refuses, nothing of them is left.
pub async fn upload<T>(
    ctx: &Ctx,
    bookmark: bool,
    fill: impl AsyncFnOnce(&mut Upload<'_>) -> Result<T, AppError>,
) -> Result<(Vec<FileInfo>, T), AppError> {
    let settings = &ctx.config().file;
    if !settings.enable_file_attachments {
        return Err(errors::ATTACHMENTS_OFF.into());
    }
    let limit = u64::try_from(settings.max_file_size).unwrap_or(0);
    let owner = if bookmark { BOOKMARK_OWNER.to_owned() } else { ctx.user_id().to_string() };
    let mut upload = Upload { ctx, owner, channel: None, left: limit, limit, files: Vec::new() };
    let done = match fill(&mut upload).await {
        Ok(out) => upload.save().await.map(|()| out),
        Err(error) => Err(error),
    };
    match done {
        Ok(out) => Ok((upload.files.into_iter().map(|file| file.info).collect(), out)),
        Err(error) => {
            upload.discard().await;
            Err(error)
        }
    }
}

impl Upload<'_> {
    /// Names the channel: 403 where the session's user may not upload.
    pub async fn into_channel(&mut self, channel: Id) -> Result<(), AppError> {
        if self.channel != Some(channel) {
            require_upload(self.ctx, channel, errors::UPLOAD_RESTRICTED).await?;
            self.channel = Some(channel);
        }
        Ok(())
    }

    /// So many files are there.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// 413 when a file of this size would pass the limit.
    pub fn require_room(&self, name: &str, size: u64) -> Result<(), AppError> {
        if size > self.left { Err(too_large(name, self.limit)) } else { Ok(()) }
    }

    /// Receives a file.
    pub async fn add(
        &mut self,
        name: &str,
        bytes: impl Stream<Item = io::Result<Bytes>> + Send,
    ) -> Result<(), AppError> {
        let mut file = new_file(self.ctx, name, &self.owner, self.channel);
        let (size, head) = receive(self.ctx, &file, bytes, self.left).await.map_err(|error| match error {
            BlobError::TooLarge { .. } => too_large(name, self.limit),
            BlobError::Interrupted(e) if e.kind() == io::ErrorKind::FileTooLarge => too_large(name, self.limit),
            BlobError::Interrupted(e) => AppError::new(errors::UPLOAD_BROKEN).because(e),
            other => AppError::new(errors::NOT_STORED).because(other),
        })?;
        self.left = self.left.saturating_sub(size);
        file.info.size = i64::try_from(size).unwrap_or(i64::MAX);
        self.files.push(file);
        let Some(file) = self.files.last_mut() else { return Ok(()) };
        describe(self.ctx, file, head, errors::UPLOAD_PIXELS).await
    }

    /// Makes the files known.
    async fn save(&mut self) -> Result<(), AppError> {
        if self.files.is_empty() {
            return Ok(());
        }
        let channel = self.channel.ok_or_else(|| AppError::invalid_body("channel_id"))?;
        for file in self.files.iter_mut().filter(|file| file.info.channel_id.is_empty()) {
            file.info.channel_id = channel;
            for path in [&mut file.path, &mut file.thumbnail_path, &mut file.preview_path] {
                let sorted = place::sorted(path, channel);
                if *path != sorted {
                    let moved = self.ctx.app().blobs.rename(path, &sorted).await;
                    moved.map_err(|e| AppError::new(errors::NOT_STORED).because(e))?;
                    *path = sorted;
                }
            }
        }
        let mut tx = self.ctx.db().begin().await?;
        for file in &self.files {
            file.validate()?;
            file_insert_in_tx(&mut tx, file);
        }
        self.ctx.commit(tx, Record::new()).await?;
        extract_later(self.ctx, &self.files);
        Ok(())
    }

    async fn discard(self) {
        for file in &self.files {
            discard(self.ctx, file).await;
        }
    }
}

/// Removes the bytes of a file that nobody knows of.
pub(super) async fn discard(ctx: &Ctx, file: &StoredFile) {
    for path in [&file.path, &file.thumbnail_path, &file.preview_path] {
        if path.is_empty() {
            continue;
        }
        if let Err(error) = ctx.app().blobs.delete(path).await {
            tracing::warn!(%path, %error, "the bytes of a refused file stay behind");
        }
    }
}

/// A file of which the name is known.
pub(super) fn new_file(ctx: &Ctx, name: &str, owner: &str, channel: Option<Id>) -> StoredFile {
    let id = ctx.new_id();
    let info = FileInfo {
        id,
        user_id: owner.to_owned(),
        channel_id: channel.unwrap_or_default(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        name: shown_name(name),
        extension: extension(name).chars().take(EXTENSION_LEN_MAX).collect(),
        mime_type: mime_of_name(name),
        remote_id: Some(Id::EMPTY),
        ..FileInfo::default()
    };
    let path = place::attachment(ctx.now_ms(), channel, owner, id, name);
    StoredFile { info, path, ..StoredFile::default() }
}

/// The name as people see it: the last part of a path, without control characters, and so long that it can be stored.
/// The extension stays when the name is cut.
pub(super) fn shown_name(name: &str) -> String {
    let name: String = base_name(name).chars().map(|c| if c.is_control() { '_' } else { c }).collect();
    let len = name.chars().count();
    if len <= NAME_LEN_MAX {
        return name;
    }
    let extension: String = match name.rsplit_once('.') {
        Some((_, extension)) if extension.chars().count() < EXTENSION_LEN_MAX => format!(".{extension}"),
        _ => String::new(),
    };
    let stem: String = name.chars().take(NAME_LEN_MAX - extension.chars().count()).collect();
    stem + &extension
}

/// Stores the bytes of a file; returns their number and their start.
async fn receive(
    ctx: &Ctx,
    file: &StoredFile,
    bytes: impl Stream<Item = io::Result<Bytes>> + Send,
    size_max: u64,
) -> Result<(u64, Bytes), BlobError> {
    let wanted = head_len(&file.info.mime_type);
    let mut head = BytesMut::new();
    let bytes = bytes.inspect(|chunk| {
        if let Ok(chunk) = chunk {
            let missing = wanted.saturating_sub(head.len()).min(chunk.len());
            head.extend_from_slice(chunk.get(..missing).unwrap_or_default());
        }
    });
    let size = ctx.app().blobs.put_stream(&file.path, bytes, size_max).await?;
    Ok((size, head.freeze()))
}

fn too_large(name: &str, limit: u64) -> AppError {
    AppError::new(errors::UPLOAD_TOO_LARGE).with("name", name).with("limit", limit.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_without_what_cannot_be_stored() {
        for (name, shown) in [
            ("a b.txt", "a b.txt"),
            ("../../etc/passwd", "passwd"),
            ("a\0b\r\n.png", "a_b__.png"),
            ("", "."),
            ("größe", "größe"),
        ] {
            assert_eq!(shown_name(name), shown, "{name:?}");
        }
        let long = shown_name(&format!("{}.png", "漢".repeat(400)));
        assert!(long.chars().count() == 256 && long.ends_with("漢.png"));
        assert_eq!(shown_name(&"x.".repeat(400)).chars().count(), 256);
        assert_eq!(shown_name(&format!("a.{}", "b".repeat(400))).chars().count(), 256);
    }
}
