//! The job that writes everything into an archive, for a move to another server or as a copy to keep.

use std::sync::Arc;

use roost_model::job::Job;
use roost_store::export::Wanted;
use tempfile::TempDir;
use tokio::fs::File;
use tokio_util::io::ReaderStream;

use super::work::{End, until_lost};
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
    tokio::select! {
        written = write(app, db, job, wanted) => written.map(|()| End::Done),
        () = until_lost(app, db, job) => Ok(End::Stopped),
    }
}

async fn write(app: &App, db: &Db, job: &Job, wanted: Wanted) -> Result<(), AppError> {
    let home = TempDir::new().map_err(AppError::internal)?;
    let file = home.path().join("export.zip");
    let mut archive = Archive::create(&file)?;
    let exporter = Exporter { db, blobs: &app.blobs, wanted, version: app.node.version };
    exporter.write(&mut archive).await?;
    archive.finish().await?;
    let whole = File::open(&file).await.map_err(AppError::internal)?;
    let path = format!("{}/{}_export.zip", folder(&app.config.current().export.directory), job.id);
    app.exports.put_stream(&path, ReaderStream::new(whole), u64::MAX).await.map_err(AppError::internal)?;
    Ok(())
}
