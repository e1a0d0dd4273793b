//! Batches that are written at the same time: while one waits for the disk, another keeps the database busy.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use roost_store::StoreError;
use tokio::task::{self, JoinSet};

use super::Importer;
use crate::bulk::batches::Batch;
use crate::bulk::failure::Failure;
use crate::bulk::line::Kind;
use crate::bulk::report::Report;
use crate::bulk::source::Source;

/// Most batches at one time. Each holds its lines and their rows in memory, and a connection.
pub(super) const BATCHES_MAX: usize = 3;

/// Only posts are written side by side: lines of other kinds refer to each other, and there are few of them.
pub(super) struct Running {
    kind: Kind,
    tasks: JoinSet<Result<Report, Failure>>,
    /// What the batches are about.
    subjects: HashMap<task::Id, HashSet<u64>>,
}

impl Running {
    pub fn new() -> Self {
        Self { kind: Kind::Version, tasks: JoinSet::new(), subjects: HashMap::new() }
    }

    /// Whether the batch may start beside those that run: two about the same post would both find it missing.
    pub fn has_room_for(&self, batch: &Batch) -> bool {
        let beside = batch.kind == self.kind && [Kind::Post, Kind::DirectPost].contains(&batch.kind);
        let apart = || self.subjects.values().all(|subjects| subjects.is_disjoint(&batch.subjects));
        self.tasks.is_empty() || (beside && self.tasks.len() < BATCHES_MAX && apart())
    }

    pub fn start(&mut self, importer: &Importer, source: &Arc<Source>, mut batch: Batch) {
        self.kind = batch.kind;
        let subjects = std::mem::take(&mut batch.subjects);
        let (importer, source) = (importer.clone(), source.clone());
        let task = self.tasks.spawn(async move { importer.write_or_split(&source, batch).await });
        self.subjects.insert(task.id(), subjects);
    }

    /// What became of the batch that ends next; `None` when none runs.
    pub async fn next(&mut self) -> Option<Result<Report, Failure>> {
        let (id, outcome) = match self.tasks.join_next_with_id().await? {
            Ok((id, outcome)) => (id, outcome),
            Err(error) => (error.id(), Err(Failure::Store(0, StoreError::Bug(error.to_string())))),
        };
        self.subjects.remove(&id);
        Some(outcome)
    }
}
