//! One replica: how far it is, as this node knows, and the read with the question before it.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Object, Pool};
use futures_util::future::join_all;
use parking_lot::Mutex;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, Statement};

use crate::StoreError;
use crate::connect::PoolOptions;
use crate::db::Call;
use crate::log::{REPLICA_HAS, REPLICA_IDENTITY};
use crate::row::RowExt;

/// Numbers of the log that a replica of which nothing is known must have without a hole. No transaction holds its number
/// for as long as others take that many.
const WINDOW: i64 = 65_536;

/// Pauses after which a replica that is behind is asked again, before the primary is.
const AGAIN: [Duration; 2] = [Duration::from_millis(2), Duration::from_millis(5)];

/// A replica that stays behind is left alone for so long, and for twice as long each time that it still is, up to
/// 32 times: asking it costs, and the primary has to answer anyway.
const REST_BEHIND: Duration = Duration::from_millis(50);
const REST_BEHIND_DOUBLED_MAX: u32 = 5;

/// One that cannot be asked.
const REST_FAILED: Duration = Duration::from_secs(1);

/// A replica that does not say how far it is after this hangs.
const ANSWER: Duration = Duration::from_millis(500);

/// What is known of a replica may have been cleaned away meanwhile after this.
const FORGET: Duration = Duration::from_mins(1);

/// Whose copies count. A node that follows another primary has another value, even one that looks the same.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) system: String,
    pub(super) timeline: String,
}

/// A replica.
pub(super) struct Standby {
    pub(super) options: PoolOptions,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    has: Option<Has>,
    /// How often it was forgotten. What a read finds that began before that is of a replica that may be another.
    forgotten: u64,
    since: Option<Instant>,
    rest_until: Option<Instant>,
    failed: bool,
    /// How often it was behind in a row.
    behind: u32,
}

/// What a replica has.
struct Has {
    /// Whose copy it is. A read that was under way while the primary changed knows only the one before, and what it finds
    /// says nothing to those that follow the next one.
    origin: Arc<Origin>,
    /// When the server that answered was started.
    start: i64,
    /// The number up to which it has the log without a hole.
    up_to: i64,
}

/// What was known of a replica when a read began.
struct Begun {
    /// When its server was started; `None`: nothing is known of it.
    start: Option<i64>,
    /// The number above which the log has to be looked at.
    from: i64,
    /// See [`Known::forgotten`].
    forgotten: u64,
}

/// Why a replica was not read.
pub(super) enum Refused {
    Behind,
    Failed(StoreError),
    /// It lives, but the read failed: it may do so at the primary too, or it was in the way of what the replica has to
    /// catch up with.
    Read(tokio_postgres::Error),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl Standby {
    pub(super) fn new(options: PoolOptions) -> Self {
        Self { options, known: Mutex::default() }
    }

    /// Whether it is worth asking now. One that failed is tried by one reader at a time.
    pub(super) fn take(&self) -> bool {
        let (mut known, now) = (self.known.lock(), Instant::now());
        if known.rest_until.is_some_and(|until| now < until) {
            return false;
        }
        if known.failed {
            known.rest_until = Some(now + REST_FAILED);
        }
        true
    }

    /// Leaves it alone for a moment. Whether this is news.
    pub(super) fn rest(&self, failed: bool) -> bool {
        let mut known = self.known.lock();
        let behind = REST_BEHIND * (1 << known.behind.min(REST_BEHIND_DOUBLED_MAX));
        known.rest_until = Some(Instant::now() + if failed { REST_FAILED } else { behind });
        known.behind += u32::from(!failed);
        std::mem::replace(&mut known.failed, failed) != failed
    }

    /// Where a read begins.
    fn begin(&self, origin: &Arc<Origin>, expected: i64) -> Begun {
        let known = self.known.lock();
        let has = known.has.as_ref().filter(|has| Arc::ptr_eq(&has.origin, origin));
        let from = has.map_or(i64::MIN, |has| has.up_to).max(expected - WINDOW).max(0);
        let start = has.filter(|has| has.up_to >= from).map(|has| has.start);
        Begun { start, from, forgotten: known.forgotten }
    }

    /// Remembers what a read found. `false`: the replica was forgotten meanwhile.
    fn has(&self, begun: &Begun, found: Has) -> bool {
        let mut known = self.known.lock();
        let forgotten = known.forgotten;
        if begun.forgotten != forgotten {
            return false;
        }
        let same = |known: &Has| Arc::ptr_eq(&known.origin, &found.origin) && known.start == found.start;
        let up_to = known.has.as_ref().filter(|known| same(known)).map_or(0, |known| known.up_to).max(found.up_to);
        let has = Some(Has { up_to, ..found });
        *known = Known { has, forgotten, since: Some(Instant::now()), ..Known::default() };
        true
    }

    /// It was restarted, replaced or cleaned: nothing is known of it any more.
    fn forget(&self) {
        let mut known = self.known.lock();
        known.has = None;
        known.forgotten += 1;
    }

    fn is_old(&self) -> bool {
        self.known.lock().since.is_none_or(|since| since.elapsed() > FORGET)
    }

    pub(super) async fn read(
        &self,
        pool: &Pool,
        origin: &Arc<Origin>,
        expected: i64,
        calls: &[Call<'_>],
    ) -> Result<Vec<Vec<Row>>, Refused> {
        // One that was behind just now is not waited for.
        let mut pauses = if self.known.lock().behind == 0 { AGAIN.iter() } else { [].iter() };
        loop {
            match self.read_once(pool, origin, expected, calls).await {
                Err(Refused::Behind) => {
                    let Some(pause) = pauses.next() else { return Err(Refused::Behind) };
                    sleep(*pause).await;
                }
                outcome => return outcome,
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where a connection leaves the pool of a replica")]
    async fn read_once(
        &self,
        pool: &Pool,
        origin: &Arc<Origin>,
        expected: i64,
        calls: &[Call<'_>],
    ) -> Result<Vec<Vec<Row>>, Refused> {
        let client = pool.get().await.map_err(StoreError::from)?;
        let begun = self.begin(origin, expected);
        let is_enough = |row: &Row| {
            let (start, count, min) = (row.int(0), row.int(1), row.int(2));
            let restarted = begun.start.is_some_and(|known| known != start);
            let enough = !restarted && is_whole(begun.from, expected, count, min, begun.start.is_some());
            if restarted || !enough && self.is_old() {
                self.forget();
            }
            enough.then_some(start)
        };
        let (start, reads) = match ask(&client, [&begun.from, &expected], calls, is_enough).await? {
            Asked::Enough(start, reads) => (start, reads),
            Asked::Behind => return Err(Refused::Behind),
            Asked::Hangs => {
                // Its answers may never come: nobody else shall wait behind them.
                drop(Object::take(client));
                return Err(Refused::Failed(StoreError::Unavailable("it does not answer".to_owned())));
            }
        };
        if begun.start.is_none() {
            self.identify(&client, origin).await?;
        }
        if !self.has(&begun, Has { origin: origin.clone(), start, up_to: expected }) {
            return Err(Refused::Behind);
        }
        reads.into_iter().map(|rows| rows.map_err(Refused::Read)).collect()
    }

    /// Refuses the copy of another database, or of one whose primary was lost.
    async fn identify(&self, client: &Object, origin: &Origin) -> Result<(), Refused> {
        let statement = client.prepare_cached(REPLICA_IDENTITY.sql).await.map_err(StoreError::from)?;
        let row = client.query_one(&statement, &[&origin.timeline]).await.map_err(StoreError::from)?;
        let is_other = |what: &str| Err(Refused::Failed(StoreError::Unavailable(what.to_owned())));
        if row.text(0) != origin.system {
            return is_other("it is a copy of another database");
        }
        if !row.get::<_, bool>(1) {
            return is_other("it does not follow the primary");
        }
        Ok(())
    }
}

/// Whether rows of the log, `count` of them from `min` on, are all that there is from `from` (without) to `expected`.
/// `known`: everything up to `from` is there. Otherwise what is below `min` was cleaned away, which only happens to what
/// is old.
fn is_whole(from: i64, expected: i64, count: i64, min: i64, known: bool) -> bool {
    expected <= from || (count > 0 && count == expected - min + 1 && (!known || min == from + 1))
}

/// What a replica said.
enum Asked {
    /// When it was started, and what the reads found.
    Enough(i64, Vec<Result<Vec<Row>, tokio_postgres::Error>>),
    Behind,
    /// Nothing, in time.
    Hangs,
}

/// Sends the question how far a replica is, and the reads behind it, at once.
async fn ask(
    client: &Object,
    range: [&(dyn ToSql + Sync); 2],
    calls: &[Call<'_>],
    is_enough: impl FnOnce(&Row) -> Option<i64>,
) -> Result<Asked, StoreError> {
    let Ok(prepared) = timeout(ANSWER, prepare(client, calls)).await else { return Ok(Asked::Hangs) };
    let (question, statements) = prepared?;
    let mut question = pin!(timeout(ANSWER, client.query_one(&question, &range)));
    let reads = statements.iter().zip(calls).map(|(statement, call)| client.query(statement, call.params));
    let mut reads = pin!(join_all(reads));
    let mut early = None;
    let answer = loop {
        tokio::select! {
            biased;
            answer = &mut question => break answer,
            answers = &mut reads, if early.is_none() => early = Some(answers),
        }
    };
    let Ok(answer) = answer else { return Ok(Asked::Hangs) };
    let Some(start) = is_enough(&answer?) else { return Ok(Asked::Behind) };
    let reads = match early {
        Some(answers) => answers,
        None => reads.await,
    };
    Ok(Asked::Enough(start, reads))
}

async fn prepare(client: &Object, calls: &[Call<'_>]) -> Result<(Statement, Vec<Statement>), StoreError> {
    let question = client.prepare_cached(REPLICA_HAS.sql).await?;
    let mut statements = Vec::with_capacity(calls.len());
    for call in calls {
        statements.push(call.prepare(client).await?);
    }
    Ok((question, statements))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Has, Origin, Standby, is_whole};
    use crate::connect::PoolOptions;

    /// The numbers of a primary's timelines.
    fn origin(timeline: &str) -> Arc<Origin> {
        Arc::new(Origin { system: "1".to_owned(), timeline: timeline.to_owned() })
    }

    #[test]
    fn a_read_that_began_under_the_primary_before_says_nothing_of_the_copies_of_the_next_one() {
        let standby = Standby::new(PoolOptions::new("", 1));
        let (before, next) = (origin("00000001"), origin("00000002"));
        let late = standby.begin(&before, 10);
        let found = |origin: &Arc<Origin>| Has { origin: origin.clone(), start: 1, up_to: 10 };
        assert!(standby.has(&late, found(&before)));
        assert_eq!(standby.begin(&before, 10).start, Some(1));
        assert_eq!(standby.begin(&next, 10).start, None, "it has to say whose copy it is");
        assert_eq!(standby.begin(&origin("00000001"), 10).start, None, "even when the names are the same");
        assert!(standby.has(&standby.begin(&next, 10), found(&next)));
        assert_eq!(standby.begin(&next, 10).start, Some(1));
    }

    #[test]
    fn the_log_is_whole_only_without_a_hole_up_to_what_is_expected() {
        // From, expected, count, smallest, whether everything up to `from` is known to be there.
        assert!(is_whole(10, 15, 5, 11, true));
        assert!(is_whole(10, 10, 0, 0, true));
        assert!(is_whole(10, 9, 0, 0, true));
        assert!(!is_whole(10, 15, 4, 11, true), "a hole, or not there yet");
        assert!(!is_whole(10, 15, 3, 13, true), "a hole at the beginning");
        assert!(!is_whole(10, 15, 0, 0, true), "nothing of it");
        assert!(is_whole(0, 15, 5, 11, false), "what is older was cleaned away");
        assert!(!is_whole(0, 15, 5, 10, false), "a hole");
        assert!(!is_whole(0, 15, 0, 0, false));
    }
}
