//! Uploads in parts: beginning one, and looking at what is there of it.

use roost_model::Id;
use roost_model::errors::{file as errors, user as user_errors};
use roost_model::file::{UPLOAD_ATTACHMENT, UPLOAD_IMPORT, UploadDraft, UploadSession};
use roost_model::permission::Permission;
use roost_store::uploads as store;

use super::access::require_upload;
use super::place;
use super::upload::shown_name;
use crate::access::channel::{self, UploadFile};
use crate::media::storage_name;
use crate::system::exchange::folder;
use crate::{AppError, Ctx, Record};

/// Begins an upload.
pub async fn upload_create(ctx: &Ctx, draft: UploadDraft) -> Result<UploadSession, AppError> {
    let import = draft.upload_type == UPLOAD_IMPORT;
    let channel = Id::parse_or_empty(&draft.channel_id);
    if import {
        ctx.require(Permission::ManageSystem)?;
    } else {
        channel::channel::<UploadFile>(ctx, channel).await?;
    }
    let limit = ctx.config().file.max_file_size;
    if draft.file_size > limit {
        return Err(AppError::new(errors::UPLOAD_SIZE).with("limit", limit.to_string()));
    }
    let id = ctx.new_id();
    let upload = UploadSession {
        id,
        upload_type: if import { UPLOAD_IMPORT } else { UPLOAD_ATTACHMENT }.to_owned(),
        create_at: ctx.now_ms(),
        user_id: ctx.user_id(),
        channel_id: if import { Id::EMPTY } else { channel },
        filename: shown_name(&draft.filename),
        file_size: draft.file_size,
        path: path(ctx, id, (!import).then_some(channel), &draft.filename),
        ..UploadSession::default()
    };
    upload.validate()?;
    if !import {
        let access = require_upload(ctx, channel, errors::UPLOAD_CHANNEL_RESTRICTED).await?;
        if access.channel.delete_at != 0 {
            return Err(errors::UPLOAD_CHANNEL_DELETED.into());
        }
    }
    let mut tx = ctx.db().begin().await?;
    store::upload_insert_in_tx(&mut tx, &upload);
    ctx.commit(tx, Record::new()).await?;
    Ok(upload)
}

/// Refuses uploads in parts where attachments are turned off.
pub fn require_uploads_on(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().file.enable_file_attachments { Ok(()) } else { Err(errors::UPLOADS_OFF.into()) }
}

fn path(ctx: &Ctx, id: Id, channel: Option<Id>, name: &str) -> String {
    if channel.is_some() {
        return place::attachment(ctx.now_ms(), channel, ctx.user_id().as_str(), id, name);
    }
    let folder = folder(&ctx.config().import.directory);
    let name = storage_name(name);
    // Cut where the id in front would make the name too long for the file store.
    let name = name.get(..name.floor_char_boundary(200)).unwrap_or_default();
    format!("{folder}/{id}_{name}").trim_start_matches('/').to_owned()
}

/// An upload of the session's user; administrators see those of others.
pub async fn upload_get(ctx: &Ctx, id: Id) -> Result<UploadSession, AppError> {
    let upload = existing(ctx, id).await?;
    if upload.user_id != ctx.user_id() && !ctx.can(Permission::ManageSystem) {
        return Err(errors::UPLOAD_DENIED.into());
    }
    Ok(upload)
}

pub(super) async fn existing(ctx: &Ctx, id: Id) -> Result<UploadSession, AppError> {
    store::upload_get(ctx.db(), id).await?.ok_or_else(|| errors::UPLOAD_NOT_FOUND.into())
}

/// One's own uploads that are not complete.
pub async fn upload_list(ctx: &Ctx, user: Id) -> Result<Vec<UploadSession>, AppError> {
    if user != ctx.user_id() {
        return Err(user_errors::UPLOADS_DENIED.into());
    }
    Ok(store::upload_list_of_user(ctx.db(), user).await?)
}
