//! The bytes of an unfinished upload: parts in the file store, one after another, which become one file at the end.
//!
//! A part is stored whole or not at all, and what counts is the position in the database. So a request that breaks off
//! anywhere leaves a position up to which every byte is there.

use std::io;
use std::pin::pin;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use roost_model::errors::file as errors;
use roost_model::file::UploadSession;

use super::place;
use crate::{AppError, Ctx};

/// Bytes of a part, and the least that a first request must bring.
const PART_LEN: i64 = 5 * 1024 * 1024;

/// What came of a stream.
pub(super) struct Stored {
    /// All bytes before it are stored.
    pub(super) offset: i64,
    /// Why the stream broke off, if it did.
    pub(super) broken: Option<io::Error>,
}

/// Stores what arrives, up to the size of the upload; what comes after that is not read.
pub(super) async fn store(
    ctx: &Ctx,
    upload: &UploadSession,
    bytes: impl Stream<Item = io::Result<Bytes>>,
) -> Result<Stored, AppError> {
    let mut bytes = pin!(bytes);
    let mut out = Stored { offset: upload.file_offset, broken: None };
    let mut buffer = BytesMut::new();
    while out.offset < upload.file_size {
        let wanted = PART_LEN.min(upload.file_size - out.offset);
        let wanted_len = usize::try_from(wanted).map_err(AppError::internal)?;
        let mut ended = false;
        while buffer.len() < wanted_len && !ended {
            match bytes.next().await {
                Some(Ok(chunk)) => buffer.extend_from_slice(&chunk),
                Some(Err(error)) => out.broken = Some(error),
                None => ended = true,
            }
            ended |= out.broken.is_some();
        }
        if out.offset == 0 && buffer.len() < wanted_len {
            return Err(errors::UPLOAD_FIRST_PART.into());
        }
        let part = buffer.split_to(wanted_len.min(buffer.len())).freeze();
        let len = i64::try_from(part.len()).map_err(AppError::internal)?;
        if len > 0 {
            let stored = ctx.app().blobs.put(&place::part(upload.id, out.offset), part).await;
            stored.map_err(|e| AppError::new(errors::UPLOAD_PART_NOT_STORED).because(e))?;
            out.offset += len;
        }
        if ended {
            break;
        }
    }
    Ok(out)
}

/// Makes one file of the parts, at the upload's own path.
pub(super) async fn join(ctx: &Ctx, upload: &UploadSession) -> Result<(), AppError> {
    let failed = |e| AppError::new(errors::UPLOAD_PART_NOT_STORED).because(e);
    let blobs = &ctx.app().blobs;
    let paths = paths(ctx, upload).await?;
    if let [only] = paths.as_slice() {
        if *only != upload.path {
            blobs.rename(only, &upload.path).await.map_err(failed)?;
        }
        return Ok(());
    }
    let store = blobs.clone();
    let parts = stream::iter(paths).then(move |path| {
        let store = store.clone();
        async move { store.stream(&path).await.map(|(_, bytes)| bytes) }
    });
    let size_max = u64::try_from(upload.file_size).map_err(AppError::internal)?;
    let size = blobs.put_stream(&upload.path, parts.try_flatten().map_err(io::Error::other), size_max).await;
    if size.map_err(failed)? != size_max {
        return Err(AppError::new(errors::UPLOAD_PART_NOT_STORED).because("the parts are not as long as the upload"));
    }
    Ok(())
}

/// The keys of the parts in their order.
async fn paths(ctx: &Ctx, upload: &UploadSession) -> Result<Vec<String>, AppError> {
    let blobs = &ctx.app().blobs;
    let mut paths = Vec::new();
    let mut offset = 0;
    while offset < upload.file_size {
        let mut path = place::part(upload.id, offset);
        let mut size = blobs.size(&path).await;
        if offset == 0 && size.as_ref().is_err_and(roost_blob::BlobError::is_not_found) {
            // Begun on the server from which this one took over: it appended to the file itself. Also when a completion
            // broke off after the parts had become the file.
            path.clone_from(&upload.path);
            size = blobs.size(&path).await;
        }
        let size = size.map_err(|e| AppError::new(errors::UPLOAD_PART_NOT_STORED).because(e))?;
        offset += i64::try_from(size).map_err(AppError::internal)?.max(1);
        paths.push(path);
    }
    Ok(paths)
}

/// Removes the parts. Not an error when that fails: nobody looks for them.
pub(super) async fn remove(ctx: &Ctx, upload: &UploadSession) {
    if let Err(error) = ctx.app().blobs.delete_prefix(&place::parts_folder(upload.id)).await {
        tracing::warn!(upload = %upload.id, %error, "the parts of an upload stay behind");
    }
}
