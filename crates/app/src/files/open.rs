//! Handing out files and the pictures made of them.

use std::ops::Range;
use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use roost_blob::{BlobError, BlobStream};
use roost_model::errors::file as errors;
use roost_model::file::{FileInfo, StoredFile};
use roost_model::{ErrorId, Id};
use roost_store::files as store;

use super::access::require_read;
use crate::content_flagging::flagged_file;
use crate::media::{Delivery, delivery};
use crate::{App, AppError, Ctx};

/// Previews and thumbnails are called so, whatever they are: clients go by the name and look at the bytes.
const PICTURE_TYPE: &str = "image/jpeg";

/// A file that may be handed out, with where to get its bytes.
#[derive(Debug)]
pub struct Download {
    /// As the uploader named it.
    pub name: String,
    pub delivery: Delivery,
    /// Bytes.
    pub size: u64,
    /// Unix milliseconds.
    pub modified_at_ms: i64,
    path: String,
}

impl Download {
    /// The bytes of a part of the file, which must not begin behind its end. Nothing is opened before they are asked for.
    pub fn bytes(&self, app: Arc<App>, range: Range<u64>) -> BlobStream {
        let (path, whole) = (self.path.clone(), range == (0..self.size));
        let opened = async move {
            if whole {
                return app.blobs.stream(&path).await.map(|(_, bytes)| bytes);
            }
            app.blobs.stream_range(&path, range).await
        };
        stream::once(opened).try_flatten().boxed()
    }
}

fn not_read(error: BlobError) -> AppError {
    let id = if error.is_not_found() { errors::BYTES_NOT_FOUND } else { errors::NOT_READ };
    AppError::new(id).because(error)
}

/// Which file is asked for, and why.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub id: Id,
    /// To be saved, whatever it is.
    pub save: bool,
    /// The reported post that it belongs to, for a reviewer.
    pub flagged_post: Option<&'a str>,
}

/// What is known of a file. 404 also for deleted ones.
pub async fn file_info(ctx: &Ctx, wanted: Wanted<'_>) -> Result<FileInfo, AppError> {
    Ok(found(ctx, wanted, errors::LINK_FILE_NOT_FOUND).await?.info)
}

/// The file itself.
pub async fn file_download(ctx: &Ctx, wanted: Wanted<'_>) -> Result<Download, AppError> {
    let file = found(ctx, wanted, errors::INFO_NOT_FOUND).await?;
    whole(ctx, file, wanted.save).await
}

pub async fn file_thumbnail(ctx: &Ctx, wanted: Wanted<'_>) -> Result<Download, AppError> {
    let file = found(ctx, wanted, errors::LINK_FILE_NOT_FOUND).await?;
    picture(ctx, file.info, file.thumbnail_path, errors::NO_THUMBNAIL, wanted.save).await
}

pub async fn file_preview(ctx: &Ctx, wanted: Wanted<'_>) -> Result<Download, AppError> {
    let file = found(ctx, wanted, errors::LINK_FILE_NOT_FOUND).await?;
    picture(ctx, file.info, file.preview_path, errors::NO_PREVIEW, wanted.save).await
}

async fn found(ctx: &Ctx, wanted: Wanted<'_>, missing: &'static ErrorId) -> Result<StoredFile, AppError> {
    match wanted.flagged_post {
        Some(post) => flagged_file(ctx, post, wanted.id).await,
        None => readable(ctx, wanted.id, missing).await,
    }
}

/// A file that the session's user may read.
pub(super) async fn readable(ctx: &Ctx, id: Id, missing: &'static ErrorId) -> Result<StoredFile, AppError> {
    let file = existing(ctx, id, missing).await?;
    require_read(ctx, &file).await?;
    Ok(file)
}

/// A file that is not deleted, whoever asks.
pub(super) async fn existing(ctx: &Ctx, id: Id, missing: &'static ErrorId) -> Result<StoredFile, AppError> {
    let file = store::file_get(ctx.db(), id).await?;
    file.filter(|file| file.info.delete_at == 0).ok_or_else(|| missing.into())
}

pub(super) async fn whole(ctx: &Ctx, file: StoredFile, save: bool) -> Result<Download, AppError> {
    let delivery = delivery(&file.info.mime_type, save);
    download(ctx, file.info, file.path, delivery).await
}

async fn picture(
    ctx: &Ctx,
    info: FileInfo,
    path: String,
    missing: &'static ErrorId,
    save: bool,
) -> Result<Download, AppError> {
    if path.is_empty() {
        return Err(missing.into());
    }
    download(ctx, info, path, delivery(PICTURE_TYPE, save)).await
}

/// The size is that of the bytes which are there, not what the row says.
async fn download(ctx: &Ctx, info: FileInfo, path: String, delivery: Delivery) -> Result<Download, AppError> {
    let size = ctx.app().blobs.size(&path).await.map_err(not_read)?;
    Ok(Download { name: info.name, delivery, size, modified_at_ms: info.update_at, path })
}
