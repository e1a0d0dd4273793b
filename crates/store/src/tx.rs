//! A transaction, and the only way to end it: [`Tx::commit`] with a record for the numbered log.

use std::iter::once;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::Object;
use futures_util::future::{join, join_all};
use tokio::time::Instant;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::db::{Params, QueryStats, in_time};
use crate::{Statement, StoreError, log};

/// An owned parameter of a queued statement.
pub type Param = Box<dyn ToSql + Sync + Send>;

/// Boxes parameters for [`Tx::queue`].
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$(Box::new($value) as $crate::tx::Param),*] };
}

/// How many rows a queued statement must touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    Any,
    /// Anything else is [`StoreError::Gone`], and nothing is committed.
    One,
}

/// Why a transaction may end without a record in the log.
#[derive(Clone, Copy, Debug)]
pub enum Quiet {
    /// `fileinfo.content`: nodes keep no text of files.
    FileContent,
    /// Batches of a bulk load; it ends with one record that flushes every cache.
    BulkLoad,
    /// `lastactivityat` and expiry of sessions, statuses written lazily.
    SessionActivity,
    /// Rows of `audits`.
    Audit,
    /// Deletions from `roost.log` and `roost.post_dedupe`.
    LogCleanUp,
    /// Rows of `jobs`: nodes look for them themselves.
    Jobs,
    /// Rows of `linkmetadata`: no node needs one.
    Links,
    /// Rows of `roost.notification_mail`: nodes look for them themselves.
    Mail,
    /// Rows of `roost.member`: nodes look at them themselves.
    Membership,
}

/// The number that a committed transaction got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    pub g: i64,
}

/// What the end of a transaction is called where trips are kept.
const COMMIT: &str = "commit";

struct Queued {
    statement: &'static Statement,
    params: Vec<Param>,
    rows: Rows,
}

/// An open transaction. Dropped without commit, it is rolled back before the connection serves anybody else.
pub struct Tx {
    client: Option<Object>,
    stats: Arc<QueryStats>,
    patience: Duration,
    begun: bool,
    queue: Vec<Queued>,
    /// Dropped after the connection is given back.
    kept: Option<Box<dyn Send + Sync>>,
}

impl Tx {
    pub(crate) fn new(client: Object, stats: Arc<QueryStats>, patience: Duration) -> Self {
        Self { client: Some(client), stats, patience, begun: false, queue: Vec::new(), kept: None }
    }

    /// Keeps something until the transaction has ended, such as a place in a queue.
    pub fn keep(&mut self, kept: impl Send + Sync + 'static) {
        self.kept = Some(Box::new(kept));
    }

    /// Adds a statement whose answer is not needed: it travels with the next flush.
    pub fn queue(&mut self, statement: &'static Statement, rows: Rows, params: Vec<Param>) {
        self.queue.push(Queued { statement, params, rows });
    }

    pub async fn query(&mut self, statement: &'static Statement, params: Params<'_>) -> Result<Vec<Row>, StoreError> {
        let mut answers = self.flush(&[(statement, params)]).await?;
        Ok(answers.pop().unwrap_or_default())
    }

    pub async fn query_opt(
        &mut self,
        statement: &'static Statement,
        params: Params<'_>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.query(statement, params).await?.into_iter().next())
    }

    /// Number of rows that the statement touched.
    pub async fn execute(&mut self, statement: &'static Statement, params: Params<'_>) -> Result<u64, StoreError> {
        self.flush(&[]).await?;
        let answer = async {
            let client = self.client()?;
            let prepared = client.prepare_cached(statement.sql).await?;
            let start = Instant::now();
            let count = client.execute(&prepared, params).await;
            self.stats.add(1, start, once(statement.name));
            Ok(count?)
        };
        in_time(self.patience, answer).await
    }

    /// Several statements in one round trip, after BEGIN and everything queued, in this order.
    pub async fn query_many(
        &mut self,
        calls: &[(&'static Statement, Params<'_>)],
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        self.flush(calls).await
    }

    async fn flush(&mut self, calls: &[(&'static Statement, Params<'_>)]) -> Result<Vec<Vec<Row>>, StoreError> {
        in_time(self.patience, self.send(calls)).await
    }

    async fn send(&mut self, calls: &[(&'static Statement, Params<'_>)]) -> Result<Vec<Vec<Row>>, StoreError> {
        let queue = std::mem::take(&mut self.queue);
        if self.begun && queue.is_empty() && calls.is_empty() {
            return Ok(Vec::new());
        }
        let begin = !std::mem::replace(&mut self.begun, true);
        let client = self.client()?;
        // Everything is prepared first: a cold statement after a warm one would overtake it on the wire.
        let queued = prepare(client, queue.iter().map(|q| q.statement)).await?;
        let called = prepare(client, calls.iter().map(|(statement, _)| *statement)).await?;
        let start = Instant::now();
        let queued_answers = queued.iter().zip(&queue).map(|(statement, q)| run_queued(client, statement, q));
        let called_answers = called.iter().zip(calls).map(|(statement, (_, params))| client.query(statement, params));
        let sent = join(begin_if(client, begin), join(join_all(queued_answers), join_all(called_answers)));
        let (begun, (queued_results, called_results)) = sent.await;
        let names = names(&queue).chain(calls.iter().map(|(statement, _)| statement.name));
        self.stats.add(queue.len() + calls.len(), start, names);
        begun?;
        for result in queued_results {
            result?;
        }
        called_results.into_iter().map(|rows| rows.map_err(StoreError::from)).collect()
    }

    /// Appends `record` to the numbered log and commits, in one flush with everything queued.
    ///
    /// The log insert's own answer is what is checked: COMMIT of a failed transaction answers "ok" to the library, but
    /// the insert before it fails. Without an answer it is not known whether it is committed; the log will tell.
    pub async fn commit(self, member: i64, record: &[u8]) -> Result<Committed, StoreError> {
        in_time(self.patience, self.append_and_commit(member, record)).await
    }

    async fn append_and_commit(mut self, member: i64, record: &[u8]) -> Result<Committed, StoreError> {
        let queue = std::mem::take(&mut self.queue);
        let begin = !std::mem::replace(&mut self.begun, true);
        let client = self.client()?;
        let queued = prepare(client, queue.iter().map(|q| q.statement)).await?;
        let append = client.prepare_cached(log::APPEND.sql).await?;
        // A row count that is not as demanded must stop COMMIT, so such statements are awaited before it is sent.
        let checked = queue.iter().any(|q| q.rows != Rows::Any);
        let start = Instant::now();
        let answers = queued.iter().zip(&queue).map(|(statement, q)| run_queued(client, statement, q));
        let append_params: [&(dyn ToSql + Sync); 2] = [&member, &record];
        let (appended, ended) = if checked {
            let (begun, results) = join(begin_if(client, begin), join_all(answers)).await;
            self.stats.add(queue.len(), start, names(&queue));
            begun?;
            for result in results {
                result?;
            }
            let start = Instant::now();
            let last = join(client.query_one(&append, &append_params), client.batch_execute("commit")).await;
            self.stats.add(1, start, [log::APPEND.name, COMMIT].into_iter());
            last
        } else {
            let last = join(client.query_one(&append, &append_params), client.batch_execute("commit"));
            let ((begun, results), last) = join(join(begin_if(client, begin), join_all(answers)), last).await;
            self.stats.add(queue.len() + 1, start, names(&queue).chain([log::APPEND.name, COMMIT]));
            begun?;
            for result in results {
                result?;
            }
            last
        };
        let g = appended.and_then(|row| row.try_get(0)).map_err(not_appended)?;
        ended?;
        self.client = None;
        Ok(Committed { g })
    }

    /// Commits without a record. Only for what no connection and no cache can notice.
    pub async fn commit_quiet(mut self, reason: Quiet) -> Result<(), StoreError> {
        self.flush(&[]).await?;
        tracing::trace!(?reason, "quiet commit");
        let start = Instant::now();
        let ended = in_time(self.patience, async { Ok(self.client()?.batch_execute("commit").await?) }).await;
        self.stats.add(0, start, once(COMMIT));
        ended?;
        self.client = None;
        Ok(())
    }

    /// Copies rows in with `copy … from stdin`; text format, one buffer.
    pub async fn copy_in(&mut self, sql: &str, data: bytes::Bytes) -> Result<u64, StoreError> {
        use futures_util::SinkExt;
        self.flush(&[]).await?;
        let client = self.client()?;
        let start = Instant::now();
        let mut sink = std::pin::pin!(client.copy_in(sql).await?);
        sink.send(data).await?;
        let rows = sink.finish().await?;
        self.stats.add(1, start, once("copy"));
        Ok(rows)
    }

    fn client(&self) -> Result<&Object, StoreError> {
        self.client.as_ref().ok_or_else(|| StoreError::Bug("the transaction has ended".to_owned()))
    }
}

/// A record that lost its numbers to readers who took them for holes can be written again, with all that goes with it.
fn not_appended(error: tokio_postgres::Error) -> StoreError {
    match StoreError::from(error) {
        error if error.is_conflict("log_pkey") => StoreError::Retryable(error.to_string()),
        error => error,
    }
}

fn names(queue: &[Queued]) -> impl Iterator<Item = &'static str> {
    queue.iter().map(|queued| queued.statement.name)
}

async fn begin_if(client: &Object, begin: bool) -> Result<(), tokio_postgres::Error> {
    if begin { client.batch_execute("begin").await } else { Ok(()) }
}

async fn prepare(
    client: &Object,
    statements: impl Iterator<Item = &'static Statement>,
) -> Result<Vec<tokio_postgres::Statement>, StoreError> {
    let mut out = Vec::new();
    for statement in statements {
        out.push(client.prepare_cached(statement.sql).await?);
    }
    Ok(out)
}

async fn run_queued(client: &Object, prepared: &tokio_postgres::Statement, queued: &Queued) -> Result<(), StoreError> {
    let refs: Vec<&(dyn ToSql + Sync)> = queued.params.iter().map(|p| p.as_ref() as &(dyn ToSql + Sync)).collect();
    let count = client.execute(prepared, &refs).await?;
    if queued.rows == Rows::One && count != 1 {
        tracing::debug!(statement = queued.statement.name, count, "unexpected number of rows");
        return Err(StoreError::Gone);
    }
    Ok(())
}

impl Drop for Tx {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        if !self.begun {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            // No runtime to roll back on: the connection goes, and the transaction with it.
            drop(Object::take(client));
            return;
        };
        runtime.spawn(async move {
            if client.batch_execute("rollback").await.is_err() {
                drop(Object::take(client));
            }
        });
    }
}
