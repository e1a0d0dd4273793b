//! Uploads in parts: sending one.

use std::io;

use bytes::Bytes;
use futures_util::Stream;
use roost_model::Id;
use roost_model::errors::file as errors;
use roost_model::file::{FileInfo, StoredFile, UPLOAD_IMPORT, UploadSession};
use roost_model::permission::Permission;
use roost_store::files::file_insert_in_tx;
use roost_store::{StoreError, uploads as store};

use super::access::require_upload;
use super::content::extract_later;
use super::describe::{describe, head_len};
use super::state::Receiving;
use super::upload::{discard, new_file};
use super::{parts, sessions};
use crate::{AppError, Ctx, Record};

/// The turn to send a part of an upload.
pub struct Part<'a> {
    ctx: &'a Ctx,
    upload: UploadSession,
    _turn: Receiving<'a>,
}

/// Takes the turn: 400 while another request has it.
pub async fn upload_resume(ctx: &Ctx, id: Id) -> Result<Part<'_>, AppError> {
    let turn = ctx.app().files.receive(id);
    let upload = sessions::existing(ctx, id).await?;
    if upload.upload_type == UPLOAD_IMPORT {
        ctx.require(Permission::ManageSystem)?;
    } else if upload.user_id == ctx.user_id() {
        require_upload(ctx, upload.channel_id, errors::UPLOAD_CHANNEL_RESTRICTED).await?;
    } else {
        return Err(AppError::no_permission());
    }
    let turn = turn.ok_or(errors::UPLOAD_CONCURRENT)?;
    Ok(Part { ctx, upload, _turn: turn })
}

impl Part<'_> {
    /// 400 when so many bytes are more than what is left.
    pub fn require_fits(&self, len: u64) -> Result<(), AppError> {
        let left = u64::try_from(self.upload.file_size - self.upload.file_offset).unwrap_or(0);
        if len > left { Err(errors::UPLOAD_PART_LENGTH.into()) } else { Ok(()) }
    }

    /// Receives the part. Returns the file once it is complete. What arrived before a stream broke off counts.
    pub async fn receive(mut self, bytes: impl Stream<Item = io::Result<Bytes>>) -> Result<Option<FileInfo>, AppError> {
        let stored = parts::store(self.ctx, &self.upload, bytes).await?;
        if stored.offset != self.upload.file_offset {
            let mut tx = self.ctx.db().begin().await?;
            store::upload_advance_in_tx(&mut tx, self.upload.id, self.upload.file_offset, stored.offset);
            self.ctx.commit(tx, Record::new()).await.map_err(concurrent)?;
            self.upload.file_offset = stored.offset;
        }
        if let Some(error) = stored.broken {
            return Err(AppError::new(errors::UPLOAD_BROKEN).because(error));
        }
        if self.upload.file_offset < self.upload.file_size {
            return Ok(None);
        }
        complete(self.ctx, &self.upload).await.map(Some)
    }
}

/// Somebody else moved or completed the upload.
fn concurrent(error: AppError) -> AppError {
    if matches!(error.store(), Some(StoreError::Gone)) { errors::UPLOAD_CONCURRENT.into() } else { error }
}

/// All bytes are there: they become a file.
async fn complete(ctx: &Ctx, upload: &UploadSession) -> Result<FileInfo, AppError> {
    parts::join(ctx, upload).await?;
    let mut file = file_of(ctx, upload);
    if upload.upload_type != UPLOAD_IMPORT {
        let wanted = head_len(&file.info.mime_type) as u64;
        let head = ctx.app().blobs.get_range(&file.path, 0..wanted).await;
        let head = head.map_err(|e| AppError::new(errors::NOT_READ).because(e))?;
        if let Err(error) = describe(ctx, &mut file, head, errors::UPLOAD_PART_PIXELS).await {
            if error.id == *errors::UPLOAD_PART_PIXELS {
                forget(ctx, upload, &file).await?;
            }
            return Err(error);
        }
    }
    file.validate()?;
    let mut tx = ctx.db().begin().await?;
    store::upload_delete_in_tx(&mut tx, upload.id);
    file_insert_in_tx(&mut tx, &file);
    ctx.commit(tx, Record::new()).await.map_err(concurrent)?;
    parts::remove(ctx, upload).await;
    if upload.upload_type != UPLOAD_IMPORT {
        extract_later(ctx, std::slice::from_ref(&file));
    }
    Ok(file.info)
}

fn file_of(ctx: &Ctx, upload: &UploadSession) -> StoredFile {
    let mut file = new_file(ctx, &upload.filename, upload.user_id.as_str(), upload.channel_id.some());
    if let Some(id) = upload.req_file_id.some() {
        file.info.id = id;
    }
    file.info.size = upload.file_size;
    file.path.clone_from(&upload.path);
    file
}

/// Ends an upload that can never become a file.
async fn forget(ctx: &Ctx, upload: &UploadSession, file: &StoredFile) -> Result<(), AppError> {
    let mut tx = ctx.db().begin().await?;
    store::upload_delete_in_tx(&mut tx, upload.id);
    ctx.commit(tx, Record::new()).await.map_err(concurrent)?;
    discard(ctx, file).await;
    parts::remove(ctx, upload).await;
    Ok(())
}
