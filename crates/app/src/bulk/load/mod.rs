//! The second pass: writing batches.

mod direct;
mod files;
mod members;
mod names;
mod people;
mod places;
mod posts;
mod rows;
mod run;
mod running;
mod threads;
mod writes;

use std::collections::HashSet;
use std::num::NonZeroU32;
use std::sync::Arc;

use roost_blob::Blobs;
use roost_model::Id;
use roost_store::Db;
use roost_store::tx::Quiet;

use self::run::Run;
pub use self::run::Watch;
use self::running::BATCHES_MAX;
use super::batches::{Batch, Files};
use super::failure::{AtLine as _, Failure};
use super::line::Kind;
use super::report::Report;
use super::source::Source;
use super::validate::first_number;
use crate::Record;
use crate::clock::{Clock, Random};
use crate::record::Kind as Stale;

/// Times that a batch is tried when the database says that the same again may succeed.
const TRIES_MAX: u32 = 5;

/// What a load works with.
#[derive(Clone)]
pub struct Importer {
    pub db: Db,
    pub blobs: Blobs,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    /// Iterations of new password hashes.
    pub password_work_factor: NonZeroU32,
    /// Largest attachment in bytes; larger ones are skipped.
    pub file_size_max: u64,
    /// Language of users whose line says none.
    pub locale: String,
    /// Author of the log record at the end.
    pub member: i64,
}

impl Importer {
    /// Connections that a load uses at one time: one for each batch, and one for lookups beside a transaction.
    pub const CONNECTIONS_MAX: usize = BATCHES_MAX + 1;

    /// Writes the file. The report says what was written, also after a failure.
    pub async fn load(
        &self,
        source: &Arc<Source>,
        files: Files,
        report: &mut Report,
        watch: &Watch<'_>,
    ) -> Result<(), Failure> {
        let outcome = Run::new(self, source, report, watch).all(files).await;
        if report.written_total() > 0 {
            self.flush_nodes().await?;
        }
        outcome
    }

    /// A batch that the database refuses is written line by line, so that the failure names its line.
    async fn write_or_split(&self, source: &Source, batch: Batch) -> Result<Report, Failure> {
        match self.write_with_retries(source, &batch).await {
            Err(failure) if failure.is_conflict() && batch.lines.len() > 1 => {
                let mut report = Report::default();
                for line in batch.lines {
                    let one = Batch { kind: batch.kind, lines: vec![line], subjects: HashSet::new() };
                    report.add(self.write_with_retries(source, &one).await?);
                }
                Ok(report)
            }
            outcome => outcome,
        }
    }

    async fn write_with_retries(&self, source: &Source, batch: &Batch) -> Result<Report, Failure> {
        let mut attempt = 1;
        loop {
            let mut report = Report { lines: batch.lines.len() as u64, ..Report::default() };
            match self.write(source, batch, &mut report).await {
                Err(failure) if failure.is_retryable() && attempt < TRIES_MAX => attempt += 1,
                outcome => return outcome.map(|()| report),
            }
        }
    }

    async fn write(&self, source: &Source, batch: &Batch, report: &mut Report) -> Result<(), Failure> {
        match batch.kind {
            Kind::Role | Kind::Scheme => self.roles(batch, report).await,
            Kind::Emoji => self.emoji(source, batch, report).await,
            Kind::Team => self.teams(batch, report).await,
            Kind::Channel => self.channels(batch, report).await,
            Kind::User => self.users(source, batch, report).await,
            Kind::Bot => self.bots(source, batch, report).await,
            Kind::Post | Kind::DirectPost => self.posts(source, batch, report).await,
            Kind::DirectChannel => self.direct_channels(batch, report).await,
            _ => Ok(()),
        }
    }

    /// A record that is about everything: the nodes forget what they have cached.
    async fn flush_nodes(&self) -> Result<(), Failure> {
        let tx = self.db.begin().await.at(0)?;
        let mut record = Record::new();
        record.invalidate(Stale::Everything, Id::EMPTY);
        tx.commit(self.member, &record.to_bytes()).await.at(0)?;
        Ok(())
    }

    fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    fn id(&self) -> Id {
        self.random.id()
    }
}

/// The number that a failure of the whole batch is told with.
fn number(batch: &Batch) -> u64 {
    first_number(&batch.lines)
}

/// Why batches are committed without a record.
const QUIET: Quiet = Quiet::BulkLoad;
