//! The job that writes everything into an archive, for a move to another server or as a copy to keep.

use std::sync::Arc;

use futures_util::FutureExt;
use roost_model::job::Job;
use roost_store::export::Wanted;
use roost_store::jobs as store;
use tempfile::TempDir;
use tokio::fs::File;
use tokio_util::io::ReaderStream;

use super::work::End;
use crate::bulk::{Archive, Exporter};
use crate::system::exchange::folder;
use crate::{App, AppError, Db};

/// Writes `ID_export.zip` into the export folder. The job's data says what is in it beside texts: `include_attachments`,
/// `include_profile_pictures`, `include_roles_and_schemes`, `include_archived_channels`.
pub(super) async fn export_process(app: &Arc<App>, db: &Db, job: &Job) -> Result<End, AppError> {
    let is = |name: &str| job.data.as_ref().and_then(|data| data.get(name)).is_some_and(|value| value == "true");
    let wanted = Wanted {
        roles: is("include_roles_and_schemes"),
        archived_channels: is("include_archived_channels"),
        files: is("include_attachments"),
        pictures: is("include_profile_pictures"),
    };
    let home = TempDir::new().map_err(AppError::internal)?;
    let file = home.path().join("export.zip");
    let mut archive = Archive::create(&file)?;
    let goes_on = || {
        let touched = async { Ok(store::job_touch(db, job, app.clock.now_ms(), job.progress).await?) };
        touched.boxed()
    };
    let exporter = Exporter { db, blobs: &app.blobs, wanted, version: app.node.version, goes_on: &goes_on };
    if !exporter.write(&mut archive).await? {
        return Ok(End::Stopped);
    }
    archive.finish().await?;
    let whole = File::open(&file).await.map_err(AppError::internal)?;
    let path = format!("{}/{}_export.zip", folder(&app.config.current().export.directory), job.id);
    app.exports.put_stream(&path, ReaderStream::new(whole), u64::MAX).await.map_err(AppError::internal)?;
    Ok(End::Done)
}
