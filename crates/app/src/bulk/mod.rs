//! Bulk files: one JSON object per line, in the format of the original.
//!
//! A load has two passes. [`validate()`] reads the whole file and writes nothing; [`Importer::load`] reads it again and
//! writes batch by batch. What is there already is found by the names and times of the file, so that a second load changes
//! nothing, and one that was interrupted goes on where it stopped.

mod batches;
mod check;
mod export;
mod failure;
mod line;
mod load;
mod references;
mod refusal;
mod report;
mod shape;
mod source;
mod validate;

pub use batches::Files;
pub use export::{Archive, Exporter};
pub use failure::Failure;
pub use line::{Kind, check_line};
pub use load::{Importer, Watch};
pub use refusal::Refusal;
pub use report::{REFUSALS_MAX, Refusals, Report, Tally, reason};
pub use source::Source;
pub use validate::validate;

use roost_store::bulk::ImportLock;

use crate::{AppError, Db};

/// The lock of an import that a node runs. Only one import runs on a database.
pub async fn import_lock(db: &Db) -> Result<ImportLock, AppError> {
    let lock = ImportLock::take(db).await?;
    lock.ok_or_else(|| AppError::internal("another import is running on this database"))
}

/// The channels that a team comes with: name and display name. Every member is in the first.
const DEFAULT_CHANNELS: [(&str, &str); 2] = [("town-square", "Town Square"), ("off-topic", "Off-Topic")];
