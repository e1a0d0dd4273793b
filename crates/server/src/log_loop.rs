//! The node's one path from the numbered log to its caches and sockets.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use roost_app::log::{Appended, LogReceiver};
use roost_app::record::Kind;
use roost_app::sessions::refresh_sockets;
use roost_app::{App, Db, Record};
use roost_cluster::bus::Bus;
use roost_cluster::log_reader::{Ask, LogReader, Timings};
use roost_model::Id;
use roost_store::connect::Renewal;
use roost_store::replicas::Replicas;
use roost_store::{StoreError, log};
use roost_telemetry::Traces;
use roost_telemetry::traces::{Finished, SpanContext, SpanKind};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::config_watch;
use crate::history::{self, History};

/// Records that a starting node applies before it is ready: enough for every transaction that was open then.
const WINDOW_LEN: i64 = 1_000;

/// Rows per read.
const READ_LEN: i64 = 1_000;

/// Pause after a failed read: the database is away.
const RETRY_MS: u64 = 100;

/// While there are other nodes PostgreSQL is asked so often: each answer is the proof by which caches are trusted.
const CLUSTER_POLL_MS: u64 = 250;

/// The other nodes, for the loop.
pub struct Others {
    pub bus: Bus,
    /// Copies of their records.
    pub records: mpsc::Receiver<(i64, Bytes)>,
}

/// The log in the database.
pub struct Source {
    pub db: Db,
    /// Of all pools of the node.
    pub renewal: Arc<Renewal>,
    /// Those who follow the primary, if people read from them.
    pub replicas: Option<Arc<Replicas>>,
    /// See [`start_position`].
    pub start: i64,
}

/// Where the loop begins.
pub async fn start_position(db: &Db) -> Result<i64, StoreError> {
    log::log_window(db, WINDOW_LEN).await
}

/// Applies the log until `stop`; never ends on an error.
pub async fn run(
    app: Arc<App>,
    source: Source,
    mut timings: Timings,
    own: LogReceiver,
    others: Option<Others>,
    stop: CancellationToken,
) {
    if others.is_some() {
        timings.poll_ms = timings.poll_ms.min(CLUSTER_POLL_MS);
    }
    let Source { db, renewal, replicas, start } = source;
    let began = Instant::now();
    let reader = LogReader::new(start, timings, 0);
    Loop { app, db, renewal, history: History::new(replicas), began, reader, own, others }.run(start, stop).await;
}

/// A record on its way through the loop.
struct Taken {
    record: Arc<Record>,
    /// See [`history::digest`].
    digest: u64,
}

struct Loop {
    app: Arc<App>,
    db: Db,
    renewal: Arc<Renewal>,
    history: History,
    began: Instant,
    reader: LogReader<Taken>,
    own: LogReceiver,
    others: Option<Others>,
}

impl Loop {
    async fn run(mut self, start: i64, stop: CancellationToken) {
        self.app.hub.begin(start.unsigned_abs()).await;
        let mut first = true;
        while !stop.is_cancelled() {
            while let Some((g, Taken { record, digest })) = self.reader.next_ready() {
                apply(&self.app, &self.db, g, record).await;
                self.history.applied(g, digest);
                self.own.applied.send_replace(g);
            }
            let applied = self.reader.applied();
            self.own.applied.send_if_modified(|seen| std::mem::replace(seen, applied) != applied);
            let ask =
                if std::mem::take(&mut first) { Ask::Read { above: start } } else { self.reader.ask(self.now_ms()) };
            self.app.metrics.log_holes(self.reader.holes());
            match ask {
                Ask::Read { above } => self.read(above).await,
                Ask::Void { from, to } => {
                    tracing::info!(from, to, "closing a hole in the log");
                    match log::log_void(&self.db, from, to).await {
                        Ok(()) => {
                            self.app.metrics.log_voided((to - from + 1).unsigned_abs());
                            self.reader.voided();
                        }
                        Err(error) => pause(&error).await,
                    }
                }
                Ask::Wait { ms } => {
                    if self.wait(Duration::from_millis(ms), &stop).await.is_break() {
                        return;
                    }
                }
            }
        }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    async fn read(&mut self, above: i64) {
        let asked_ms = self.others.as_ref().map(|others| others.bus.now_ms());
        let asked = async {
            let rows = log::log_read_since(&self.db, above, READ_LEN).await?;
            self.history.check(&self.app, &self.db, &self.renewal).await?;
            Ok(rows)
        };
        match asked.await {
            Ok(rows) => {
                let highest = rows.last().map_or(above, |row| row.g);
                // A full answer does not say how far the log goes.
                let all = i64::try_from(rows.len()).is_ok_and(|len| len < READ_LEN);
                let now_ms = self.now_ms();
                self.reader.rows(rows.into_iter().map(|row| (row.g, decode(row.g, row.body))), now_ms);
                if let (Some(others), Some(asked_ms), true) = (&self.others, asked_ms, all) {
                    others.bus.polled(asked_ms, highest);
                }
            }
            Err(error) => pause(&error).await,
        }
    }

    /// Waits for records, of this node or another, or until it is time. Breaks when the node stops.
    async fn wait(&mut self, time: Duration, stop: &CancellationToken) -> ControlFlow<()> {
        let (others, own) = (&mut self.others, &mut self.own);
        let woken = tokio::select! {
            biased;
            () = stop.cancelled() => Woken::Stop,
            first = own.queue.recv() => first.map_or(Woken::Stop, Woken::Own),
            woken = from_others(others) => woken,
            () = tokio::time::sleep(time) => Woken::Time,
        };
        match woken {
            Woken::Stop => return ControlFlow::Break(()),
            Woken::Own(first) => {
                self.own_arrived(first);
                while let Ok(next) = self.own.queue.try_recv() {
                    self.own_arrived(next);
                }
            }
            Woken::Copy((g, body)) => {
                self.reader.arrived(g, decode(g, body));
                while let Some((g, body)) = self.others.as_mut().and_then(|others| others.records.try_recv().ok()) {
                    self.reader.arrived(g, decode(g, body));
                }
            }
            // A peer may have committed what it could not send.
            Woken::Broke => self.read(self.reader.applied()).await,
            Woken::Time => {}
        }
        ControlFlow::Continue(())
    }

    /// The others get their copy before this node looks at it.
    fn own_arrived(&mut self, appended: Appended) {
        if let Some(others) = &self.others {
            others.bus.record(appended.g, &appended.body);
        }
        let taken = (!appended.body.is_empty())
            .then(|| Taken { digest: history::digest(&appended.body), record: appended.record });
        self.reader.arrived(appended.g, taken);
    }
}

/// Why the loop goes on.
enum Woken {
    Stop,
    /// A record of this node.
    Own(Appended),
    /// The copy of another node's record.
    Copy((i64, Bytes)),
    /// A link to another node broke.
    Broke,
    Time,
}

/// Never, when there are no others.
async fn from_others(others: &mut Option<Others>) -> Woken {
    let Some(Others { bus, records }) = others else { return std::future::pending().await };
    tokio::select! {
        Some(copy) = records.recv() => Woken::Copy(copy),
        () = bus.broke() => Woken::Broke,
    }
}

async fn pause(error: &StoreError) {
    tracing::warn!(%error, "the log cannot be read");
    tokio::time::sleep(Duration::from_millis(RETRY_MS)).await;
}

/// `None` for a void row. A body that cannot be read counts as "everything is old": caches and sockets start over.
fn decode(g: i64, body: Bytes) -> Option<Taken> {
    if body.is_empty() {
        return None;
    }
    let digest = history::digest(&body);
    let record = Record::from_bytes(body).unwrap_or_else(|error| {
        tracing::error!(g, %error, "a record of the log cannot be read; every cache is flushed");
        let mut record = Record::new();
        record.invalidate(Kind::Everything, Id::EMPTY);
        record
    });
    Some(Taken { record: Arc::new(record), digest })
}

async fn apply(app: &App, db: &Db, g: i64, record: Arc<Record>) {
    let start = app.traces.is_some().then(Instant::now);
    app.caches.apply(&record);
    for invalidation in &record.invalidations {
        let key = Id::parse_or_empty(&invalidation.key);
        match invalidation.kind() {
            Kind::Everything | Kind::AllSessions => app.hub.reset().await,
            Kind::Config => config_watch::take_up(app).await,
            Kind::Status => app.presence.stored(key),
            Kind::ServerBusy => app.busy.set(invalidation.key.parse().unwrap_or(0)),
            Kind::EndSockets => app.hub.end_user_sessions(key).await,
            Kind::EndSessionSockets => app.hub.end_session(key).await,
            Kind::RefreshSockets => {
                if let Err(error) = refresh_sockets(app, db, key).await {
                    tracing::warn!(g, %error, "sockets with old permissions end");
                    app.hub.end_user_sessions(key).await;
                }
            }
            _ => {}
        }
    }
    for user in &record.status_chosen {
        app.presence.chosen(Id::parse_or_empty(user));
    }
    for event in &record.events {
        app.metrics.event(&event.name);
        app.presence.spread(app, event);
    }
    tracing::trace!(g, request_id = record.request_id, events = record.events.len(), "a record is applied");
    let Record { memberships, events, commons, take_overs, request_id, span, .. } = Arc::unwrap_or_clone(record);
    let g = g.unsigned_abs();
    app.hub.take_overs(g, &take_overs).await;
    if app.hub.apply(g, memberships, events, &commons).await.is_err() {
        tracing::debug!(g, "a record after the sockets were closed");
    }
    if let (Some(traces), Some(start), Some(span)) = (&app.traces, start, SpanContext::from_bytes(&span)) {
        traced(app, traces, span, (g, &request_id), start);
    }
}

/// What a node does because of a request lies below it, whoever it came to.
fn traced(app: &App, traces: &Traces, above: SpanContext, (g, request_id): (u64, &str), start: Instant) {
    let mut id = [0; 8];
    app.random.fill(&mut id);
    let took = start.elapsed();
    let now = Duration::from_millis(app.clock.now_ms().unsigned_abs());
    let g = i64::try_from(g).unwrap_or(i64::MAX);
    let finished = Finished {
        name: "apply".to_owned(),
        kind: SpanKind::Consumer,
        start: now.saturating_sub(took),
        took,
        attributes: vec![("roost.request_id", request_id.into()), ("roost.record", g.into())],
        failed: false,
    };
    traces.below(above, id, finished);
}
