//! Files that wait to be imported, and those that exports have written.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt;
use roost_blob::{BlobError, BlobStream, Blobs};
use roost_model::errors::system as errors;
use roost_model::permission::Permission;
use serde::Serialize;

use crate::{App, AppError, Ctx};

/// What uploads in parts are called until they are whole.
const INCOMPLETE: &str = ".tmp";

/// A folder of the settings as the file store names it: relative, without dots.
pub(crate) fn folder(setting: &str) -> String {
    setting.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect::<Vec<_>>().join("/")
}

/// An export that can be downloaded.
#[derive(Debug)]
pub struct ExportFile {
    /// Bytes.
    pub size: u64,
    path: String,
}

impl ExportFile {
    /// The bytes from the first to the last.
    pub async fn bytes(&self, app: &Arc<App>) -> Result<BlobStream, AppError> {
        app.exports.stream(&self.path).await.map(|(_, bytes)| bytes).map_err(AppError::internal)
    }
}

/// An address of an export.
#[derive(Debug, Serialize)]
pub struct ExportLink {
    pub url: String,
    /// For how long it can be used, in nanoseconds.
    pub expiration: u64,
}

/// The names of the exports.
pub async fn export_list(ctx: &Ctx) -> Result<Vec<String>, AppError> {
    ctx.require(Permission::ManageSystem)?;
    names(&ctx.app().exports, &ctx.config().export.directory).await
}

/// An export by its name, or 404.
pub async fn export_open(ctx: &Ctx, name: &str) -> Result<ExportFile, AppError> {
    ctx.require(Permission::ManageSystem)?;
    let path = path(&ctx.config().export.directory, name).ok_or(errors::EXPORT_NOT_FOUND)?;
    match ctx.app().exports.size(&path).await {
        Ok(size) => Ok(ExportFile { size, path }),
        Err(error) if gone(&error) => Err(errors::EXPORT_NOT_FOUND.into()),
        Err(error) => Err(AppError::internal(error)),
    }
}

/// An address at which whoever has it reads an export for a while, past this server: only for a bucket that exports have to
/// themselves.
pub async fn export_link(ctx: &Ctx, name: &str) -> Result<ExportLink, AppError> {
    ctx.require(Permission::ManageSystem)?;
    let config = ctx.config();
    if !config.feature_flags.enable_export_direct_download {
        return Err(errors::EXPORT_LINK_OFF.into());
    }
    if !config.file.dedicated_export_store {
        return Err(errors::EXPORT_LINK_NO_STORE.into());
    }
    let path = path(&config.export.directory, name).ok_or(errors::EXPORT_LINK_NOT_FOUND)?;
    let failed = |error: BlobError| AppError::new(errors::EXPORT_LINK_FAILED).because(error);
    let valid = Duration::from_secs(config.file.export_amazon_s3_presign_expires_seconds.unsigned_abs());
    let exports = &ctx.app().exports;
    let url = exports.link(&path, valid).await.map_err(failed)?.ok_or(errors::EXPORT_LINK_NO_BUCKET)?;
    if !exports.exists(&path).await.map_err(failed)? {
        return Err(errors::EXPORT_LINK_NOT_FOUND.into());
    }
    Ok(ExportLink { url, expiration: u64::try_from(valid.as_nanos()).unwrap_or(u64::MAX) })
}

/// Deletes an export; that it is gone already is fine.
pub async fn export_delete(ctx: &Ctx, name: &str) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)?;
    let path = path(&ctx.config().export.directory, name).ok_or_else(|| AppError::invalid_url("export_name"))?;
    delete(&ctx.app().exports, &path).await
}

/// The names of the files that wait to be imported.
pub async fn import_list(ctx: &Ctx) -> Result<Vec<String>, AppError> {
    ctx.require(Permission::ManageSystem)?;
    names(&ctx.app().blobs, &ctx.config().import.directory).await
}

/// Deletes a file that waits to be imported; that it is gone already is fine.
pub async fn import_delete(ctx: &Ctx, name: &str) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)?;
    let path = path(&ctx.config().import.directory, name).ok_or_else(|| AppError::invalid_url("import_name"))?;
    delete(&ctx.app().blobs, &path).await
}

/// Where a file of this name is; `None` for what cannot be the name of one file of the folder.
pub(crate) fn path(directory: &str, name: &str) -> Option<String> {
    let one = Path::new(name).extension().is_some_and(|end| end == "zip")
        && !name.contains(['/', '\\', '\0'])
        && !name.starts_with('.');
    one.then(|| [folder(directory).as_str(), name].join("/").trim_start_matches('/').to_owned())
}

/// The files that are in a folder itself, by name.
async fn names(store: &Blobs, directory: &str) -> Result<Vec<String>, AppError> {
    let folder = folder(directory);
    let files = store.list(&folder).map_err(AppError::internal)?;
    let files: Vec<_> = files.try_collect().await.map_err(AppError::internal)?;
    let mut names: Vec<String> = files
        .iter()
        .filter_map(|file| file.path.strip_prefix(folder.as_str()))
        .map(|rest| rest.trim_start_matches('/'))
        .filter(|name| !name.contains('/') && !name.ends_with(INCOMPLETE))
        .map(ToOwned::to_owned)
        .collect();
    names.sort_unstable();
    Ok(names)
}

async fn delete(store: &Blobs, path: &str) -> Result<(), AppError> {
    match store.delete(path).await {
        Err(error) if !gone(&error) => Err(AppError::internal(error)),
        _ => Ok(()),
    }
}

fn gone(error: &BlobError) -> bool {
    error.is_not_found() || matches!(error, BlobError::InvalidPath { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_archives_in_the_folder_are_paths() {
        assert_eq!(path("./export", "a.zip").as_deref(), Some("export/a.zip"));
        assert_eq!(path("", "a.zip").as_deref(), Some("a.zip"));
        for name in ["../a.zip", "deep/a.zip", "a.txt", ".zip", "..\\a.zip", ""] {
            assert_eq!(path("./export", name), None, "{name}");
        }
    }
}
