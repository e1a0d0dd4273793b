//! The course of one load: batches are started as long as there is room, and what they have written is added up.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::running::Running;
use super::{Importer, number};
use crate::bulk::batches::{Files, Item, read};
use crate::bulk::failure::{AtLine as _, Failure};
use crate::bulk::line::Kind;
use crate::bulk::report::Report;
use crate::bulk::source::Source;

/// Nodes that serve meanwhile are told to forget what they have cached this often, and at the end.
const FLUSH_EVERY_MS: i64 = 2_000;

/// How a load is watched and stopped.
pub struct Watch<'a> {
    /// Told the numbers so far after every batch.
    pub progress: &'a (dyn Fn(&Report) + Sync),
    /// Asked before every batch. Batches that are being written are finished.
    pub stopped: &'a (dyn Fn() -> bool + Sync),
}

pub(super) struct Run<'a> {
    importer: &'a Importer,
    source: &'a Arc<Source>,
    report: &'a mut Report,
    watch: &'a Watch<'a>,
    running: Running,
    /// When the nodes were told last, and how much was written then.
    flushed_at: i64,
    flushed: u64,
}

impl<'a> Run<'a> {
    pub fn new(importer: &'a Importer, source: &'a Arc<Source>, report: &'a mut Report, watch: &'a Watch<'a>) -> Self {
        let flushed_at = importer.now_ms();
        Self { importer, source, report, watch, running: Running::new(), flushed_at, flushed: 0 }
    }

    /// Writes the whole file. Whatever goes wrong, what is being written is finished; of several failures the first in
    /// the file is told.
    pub async fn all(mut self, files: Files) -> Result<(), Failure> {
        let mut outcome = self.feed(read(self.source.clone(), files)).await;
        while let Some(written) = self.running.next().await {
            outcome = Failure::first(outcome, self.settle(written).await);
        }
        outcome
    }

    async fn feed(&mut self, mut items: mpsc::Receiver<Item>) -> Result<(), Failure> {
        let mut posts_begun = false;
        while let Some(item) = items.recv().await {
            if (self.watch.stopped)() {
                return Err(Failure::Stopped);
            }
            let batch = match item {
                Item::Refused(number, refusal) => return Err(Failure::Refused(number, refusal)),
                Item::Batch(batch) => batch,
            };
            while !self.running.has_room_for(&batch)
                && let Some(written) = self.running.next().await
            {
                self.settle(written).await?;
            }
            if batch.kind == Kind::Post && !std::mem::replace(&mut posts_begun, true) {
                self.importer.system_bot().await.at(number(&batch))?;
            }
            self.running.start(self.importer, self.source, batch);
        }
        Ok(())
    }

    /// Adds up what a batch has written, and lets the nodes know from time to time.
    async fn settle(&mut self, written: Result<Report, Failure>) -> Result<(), Failure> {
        self.report.add(written?);
        (self.watch.progress)(self.report);
        let (total, now_ms) = (self.report.written_total(), self.importer.now_ms());
        if total > self.flushed && now_ms - self.flushed_at >= FLUSH_EVERY_MS {
            self.importer.flush_nodes().await?;
            (self.flushed_at, self.flushed) = (now_ms, total);
        }
        Ok(())
    }
}
