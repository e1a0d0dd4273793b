//! What a job has made, for download: the results of compliance exports, which another server made before this one took its
//! database over.

use futures_util::TryStreamExt;
use roost_blob::Blobs;
use roost_model::Id;
use roost_model::errors::job as errors;
use roost_model::job::{Job, MESSAGE_EXPORT};
use roost_model::permission::Permission;
use tempfile::TempDir;
use tokio::fs::File;

use super::manage::find;
use crate::bulk::Archive;
use crate::system::exchange::folder;
use crate::{AppError, Ctx};

/// Keys of a job's data: whether there is something to download, and the folder in which it is.
const IS_DOWNLOADABLE: &str = "is_downloadable";
const FOLDER: &str = "export_dir";
/// Where older servers put one archive for each job.
const ARCHIVES: &str = "export";

/// An archive that nobody else sees. It is gone when the file is closed.
#[derive(Debug)]
pub struct JobResults {
    pub name: String,
    /// Bytes.
    pub size: u64,
    pub file: File,
}

/// Packs what the job has made.
pub async fn job_download(ctx: &Ctx, id: Id) -> Result<JobResults, AppError> {
    if !ctx.config().message_export.download_export_results {
        return Err(errors::DOWNLOADS_OFF.into());
    }
    let job = find(ctx, id).await?;
    ctx.require(Permission::DownloadComplianceExportResult)?;
    if job.job_type != MESSAGE_EXPORT {
        return Err(errors::NO_DOWNLOAD_TYPE.into());
    }
    let named = |name: &str| job.data.as_ref().and_then(|data| data.get(name)).map_or("", String::as_str);
    if named(IS_DOWNLOADABLE) != "true" {
        return Err(errors::NO_DOWNLOAD.into());
    }
    let home = TempDir::new().map_err(AppError::internal)?;
    let path = home.path().join("results.zip");
    let mut archive = Archive::create(&path)?;
    let packed = pack(&ctx.app().exports, &job, &folder(named(FOLDER)), &mut archive).await;
    archive.finish().await?;
    if packed? == 0 {
        return Err(errors::RESULTS_GONE.into());
    }
    let file = File::open(&path).await.map_err(AppError::internal)?;
    let size = file.metadata().await.map_err(AppError::internal)?.len();
    Ok(JobResults { name: format!("{id}.zip"), size, file })
}

/// Adds every file of the job's folder, or the one archive, and says how many there are.
async fn pack(exports: &Blobs, job: &Job, folder: &str, archive: &mut Archive) -> Result<usize, AppError> {
    let mut found: Vec<(String, String)> = Vec::new();
    if folder.is_empty() {
        let path = format!("{ARCHIVES}/{}.zip", job.id);
        if exports.exists(&path).await.map_err(AppError::internal)? {
            found.push((path, format!("{}.zip", job.id)));
        }
    } else {
        let files = exports.list(folder).map_err(AppError::internal)?;
        let files: Vec<_> = files.try_collect().await.map_err(AppError::internal)?;
        let below = |path: &str| path.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned);
        found.extend(files.into_iter().filter_map(|file| below(&file.path).map(|name| (file.path, name))));
    }
    found.sort_unstable();
    for (path, name) in &found {
        let (_, bytes) = exports.stream(path).await.map_err(AppError::internal)?;
        archive.copy(name.clone(), bytes).await?;
    }
    Ok(found.len())
}
