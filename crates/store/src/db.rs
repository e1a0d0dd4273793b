//! A handle to the database for one request.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use deadpool_postgres::{Object, Pool, PoolError, TimeoutType};
use futures_util::future::join_all;
use parking_lot::Mutex;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::replicas::{Kind, Reading, ReplicaPools};
use crate::tx::Tx;
use crate::{Statement, StoreError};

/// A list of parameters, in the order of `$1`, `$2`, …
pub type Params<'a> = &'a [&'a (dyn ToSql + Sync)];

/// For which values PostgreSQL plans a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Planning {
    /// For any: a connection keeps the statement, and after some runs its plan.
    #[default]
    Once,
    /// For those that are given, each time anew: where they decide which index is the right one. Costs a trip more, and the
    /// planning.
    ForValues,
}

/// A text, its parameters, and how it is planned.
pub(crate) struct Call<'a> {
    /// Empty for one that is made at run time.
    pub name: &'static str,
    pub sql: &'a str,
    pub params: Params<'a>,
    pub planning: Planning,
}

impl<'a> Call<'a> {
    pub fn of(statement: &'a Statement, params: Params<'a>) -> Self {
        Self { name: statement.name, sql: statement.sql, params, planning: Planning::Once }
    }

    pub async fn prepare(&self, client: &Object) -> Result<tokio_postgres::Statement, tokio_postgres::Error> {
        match self.planning {
            Planning::Once => client.prepare_cached(self.sql).await,
            Planning::ForValues => client.prepare(self.sql).await,
        }
    }
}

/// Where rows are read from: outside any transaction, or inside one.
pub trait Reads {
    /// All rows of a statement.
    fn rows(
        &mut self,
        statement: &'static Statement,
        params: Params<'_>,
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>>;
}

impl Reads for &Db {
    async fn rows(&mut self, statement: &'static Statement, params: Params<'_>) -> Result<Vec<Row>, StoreError> {
        self.query(statement, params).await
    }
}

impl Reads for Tx {
    async fn rows(&mut self, statement: &'static Statement, params: Params<'_>) -> Result<Vec<Row>, StoreError> {
        self.query(statement, params).await
    }
}

/// What one request asked of the database: printed in its log line and asserted by tests.
#[derive(Debug, Default)]
pub struct QueryStats {
    statements: AtomicU32,
    trips: AtomicU32,
    micros: AtomicU64,
    /// Each of the trips, where somebody wants to know: see [`Db::keeping_trips`].
    kept: Option<Mutex<Vec<Trip>>>,
}

/// One wait for an answer of the database.
#[derive(Clone, Debug)]
pub struct Trip {
    /// The statements that it was for; one that is made at run time has no name.
    pub names: Vec<&'static str>,
    pub start: Instant,
    pub took: Duration,
}

/// Trips of a request that are kept at most.
const TRIPS_KEPT_MAX: usize = 128;

impl QueryStats {
    /// Statements sent, without BEGIN and COMMIT.
    pub fn statements(&self) -> u32 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Times that the request waited for an answer, BEGIN and COMMIT included.
    pub fn trips(&self) -> u32 {
        self.trips.load(Ordering::Relaxed)
    }

    /// Time spent waiting, in microseconds.
    pub fn micros(&self) -> u64 {
        self.micros.load(Ordering::Relaxed)
    }

    /// The first trips, if they are kept.
    pub fn take_trips(&self) -> Vec<Trip> {
        self.kept.as_ref().map(|kept| std::mem::take(&mut *kept.lock())).unwrap_or_default()
    }

    pub(crate) fn add(&self, statements: usize, start: Instant, names: impl Iterator<Item = &'static str>) {
        let took = start.elapsed();
        self.statements.fetch_add(u32::try_from(statements).unwrap_or(u32::MAX), Ordering::Relaxed);
        self.trips.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
        if let Some(kept) = &self.kept {
            let mut kept = kept.lock();
            if kept.len() < TRIPS_KEPT_MAX {
                kept.push(Trip { names: names.collect(), start, took });
            }
        }
    }
}

/// Pool and counters. Cloning is two reference counts.
#[derive(Clone)]
pub struct Db {
    pool: Pool,
    stats: Arc<QueryStats>,
    /// A server that has not answered after this is away: a machine that hangs cancels nothing itself.
    patience: Duration,
    /// See [`crate::connect::PoolOptions::hold_ms`].
    hold: Duration,
    /// The replicas of this thread, if there are any.
    replicas: Option<Arc<ReplicaPools>>,
    /// Where reads go; `None`: to the primary.
    reading: Option<Arc<Reading>>,
}

/// Between two tries to reach the database.
const TRY_AGAIN: Duration = Duration::from_millis(100);

/// What the server answers, as long as it does so in time. Otherwise the answer is thrown away when it comes, and the
/// connection goes on after it.
pub(crate) async fn in_time<T>(
    patience: Duration,
    answer: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let no_answer = || StoreError::Unavailable(format!("no answer in {} ms", patience.as_millis()));
    timeout(patience, answer).await.unwrap_or_else(|_| Err(no_answer()))
}

impl Db {
    pub(crate) fn new(pool: Pool, patience: Duration, hold: Duration) -> Self {
        Self { pool, stats: Arc::default(), patience, hold, replicas: None, reading: None }
    }

    /// Lets reads go to replicas, of those who ask for it.
    #[must_use]
    pub fn with_replicas(self, replicas: ReplicaPools) -> Self {
        Self { replicas: Some(Arc::new(replicas)), ..self }
    }

    /// The same pool with counters of its own.
    #[must_use]
    pub fn for_request(&self) -> Self {
        Self { stats: Arc::default(), ..self.clone() }
    }

    /// The same request, with each of its trips kept.
    #[must_use]
    pub fn keeping_trips(&self) -> Self {
        let stats = QueryStats { kept: Some(Mutex::default()), ..QueryStats::default() };
        Self { stats: Arc::new(stats), ..self.clone() }
    }

    /// For a request that only reads: from replicas, as long as they have everything that it may expect, and it does not
    /// write after all.
    #[must_use]
    pub fn for_reading(&self) -> Self {
        let reading = self.replicas.clone().map(|pools| Arc::new(Reading::new(pools, Kind::General)));
        Self { reading, ..self.for_request() }
    }

    /// The same request, reading what is not in the log (see [`crate::tx::Quiet`]): replicas do not know how old theirs is.
    #[must_use]
    pub fn primary(&self) -> Self {
        Self { reading: None, ..self.clone() }
    }

    /// The same request, searching: there may be replicas for that.
    #[must_use]
    pub fn searching(&self) -> Self {
        let reading = self.reading.as_ref().map(|reading| Arc::new(reading.of_kind(Kind::Search)));
        Self { reading, ..self.clone() }
    }

    pub fn stats(&self) -> &QueryStats {
        &self.stats
    }

    /// Connections that this pool holds to the primary, to replicas, and to replicas for searches.
    pub fn connections(&self) -> [usize; 3] {
        let [general, searches] = self.replicas.as_ref().map_or([0; 2], |replicas| replicas.connections());
        [self.pool.status().size, general, searches]
    }

    pub(crate) fn stats_handle(&self) -> Arc<QueryStats> {
        self.stats.clone()
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where a connection leaves the pool")]
    pub(crate) async fn client(&self) -> Result<Object, StoreError> {
        let until = Instant::now() + self.hold;
        loop {
            match self.pool.get().await {
                Err(PoolError::Backend(_) | PoolError::Timeout(TimeoutType::Create)) if Instant::now() < until => {
                    sleep(TRY_AGAIN).await;
                }
                outcome => return Ok(outcome?),
            }
        }
    }

    /// All rows of a read outside any transaction.
    pub async fn query(&self, statement: &Statement, params: Params<'_>) -> Result<Vec<Row>, StoreError> {
        Ok(self.read(&[Call::of(statement, params)]).await?.pop().unwrap_or_default())
    }

    /// The first row of a read outside any transaction.
    pub async fn query_opt(&self, statement: &Statement, params: Params<'_>) -> Result<Option<Row>, StoreError> {
        Ok(self.query(statement, params).await?.into_iter().next())
    }

    /// Several reads in one round trip, answers in the order of the calls.
    pub async fn query_many(&self, calls: &[(&Statement, Params<'_>)]) -> Result<Vec<Vec<Row>>, StoreError> {
        let calls: Vec<Call<'_>> = calls.iter().map(|(statement, params)| Call::of(statement, params)).collect();
        self.read(&calls).await
    }

    /// Several reads in one round trip, answers in their order.
    pub(crate) async fn read(&self, calls: &[Call<'_>]) -> Result<Vec<Vec<Row>>, StoreError> {
        if let Some(reading) = &self.reading {
            let start = Instant::now();
            // Apart, so that the futures of those who read stay small.
            let answers = Box::pin(in_time(self.patience, async { Ok(reading.read(calls).await) })).await;
            if let Some(answers) = answers? {
                self.stats.add(calls.len(), start, calls.iter().map(|call| call.name));
                return Ok(answers);
            }
        }
        in_time(self.patience, self.read_primary(calls)).await
    }

    async fn read_primary(&self, calls: &[Call<'_>]) -> Result<Vec<Vec<Row>>, StoreError> {
        let client = self.client().await?;
        let mut prepared = Vec::with_capacity(calls.len());
        for call in calls {
            prepared.push(call.prepare(&client).await?);
        }
        let start = Instant::now();
        let pending = prepared.iter().zip(calls).map(|(statement, call)| client.query(statement, call.params));
        let answers = join_all(pending).await;
        self.stats.add(calls.len(), start, calls.iter().map(|call| call.name));
        answers.into_iter().map(|rows| rows.map_err(StoreError::from)).collect()
    }

    /// Opens a transaction. BEGIN travels with the first statement. What the request reads later may be what it wrote.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        if let Some(reading) = &self.reading {
            reading.stay_at_primary();
        }
        Ok(Tx::new(self.client().await?, self.stats_handle(), self.patience))
    }
}
