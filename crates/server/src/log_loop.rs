//! The node's one path from the numbered log to its caches and sockets.

use std::sync::Arc;
use std::time::Duration;

use roost_app::log::LogReceiver;
use roost_app::record::Kind;
use roost_app::sessions::refresh_sockets;
use roost_app::{App, Db, Record};
use roost_cluster::log_reader::{Ask, LogReader, Timings};
use roost_model::Id;
use roost_store::{StoreError, log};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Records that a starting node applies before it is ready: enough for every transaction that was open then.
const WINDOW_LEN: i64 = 1_000;

/// Rows per read.
const READ_LEN: i64 = 1_000;

/// Pause after a failed read: the database is away.
const RETRY_MS: u64 = 100;

/// Where the loop begins.
pub async fn start_position(db: &Db) -> Result<i64, StoreError> {
    log::log_window(db, WINDOW_LEN).await
}

/// Applies the log until `stop`; never ends on an error.
pub async fn run(app: Arc<App>, db: Db, start: i64, timings: Timings, mut own: LogReceiver, stop: CancellationToken) {
    let began = Instant::now();
    let now_ms = move || u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let mut reader: LogReader<Arc<Record>> = LogReader::new(start, timings, now_ms());
    let mut first = true;
    while !stop.is_cancelled() {
        while let Some((g, record)) = reader.next_ready() {
            apply(&app, &db, g, record).await;
            own.applied.send_replace(g);
        }
        own.applied.send_if_modified(|seen| std::mem::replace(seen, reader.applied()) != reader.applied());
        let ask = if std::mem::take(&mut first) { Ask::Read { above: start } } else { reader.ask(now_ms()) };
        match ask {
            Ask::Read { above } => match log::log_read_since(&db, above, READ_LEN).await {
                Ok(rows) => reader.rows(rows.into_iter().map(|row| (row.g, decode(row.g, &row.body))), now_ms()),
                Err(error) => pause(&error).await,
            },
            Ask::Void { from, to } => {
                tracing::info!(from, to, "closing a hole in the log");
                match log::log_void(&db, from, to).await {
                    Ok(()) => reader.voided(),
                    Err(error) => pause(&error).await,
                }
            }
            Ask::Wait { ms } => {
                let wait = Duration::from_millis(ms);
                tokio::select! {
                    () = stop.cancelled() => return,
                    arrived = tokio::time::timeout(wait, own.queue.recv()) => match arrived {
                        Ok(Some(appended)) => {
                            reader.arrived(appended.g, Some(appended.record));
                            while let Ok(appended) = own.queue.try_recv() {
                                reader.arrived(appended.g, Some(appended.record));
                            }
                        }
                        Ok(None) => return,
                        Err(_) => {}
                    }
                }
            }
        }
    }
}

async fn pause(error: &StoreError) {
    tracing::warn!(%error, "the log cannot be read");
    tokio::time::sleep(Duration::from_millis(RETRY_MS)).await;
}

/// `None` for a void row. A body that cannot be read counts as "everything is old": caches and sockets start over.
fn decode(g: i64, body: &[u8]) -> Option<Arc<Record>> {
    if body.is_empty() {
        return None;
    }
    let record = Record::from_bytes(body).unwrap_or_else(|error| {
        tracing::error!(g, %error, "a record of the log cannot be read; every cache is flushed");
        let mut record = Record::new();
        record.invalidate(Kind::Everything, Id::EMPTY);
        record
    });
    Some(Arc::new(record))
}

async fn apply(app: &App, db: &Db, g: i64, record: Arc<Record>) {
    app.caches.apply(&record);
    for invalidation in &record.invalidations {
        let key = Id::parse_or_empty(&invalidation.key);
        match invalidation.kind() {
            Kind::Everything | Kind::AllSessions => app.hub.reset().await,
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
    for event in &record.events {
        app.metrics.event(&event.name);
    }
    let Record { memberships, events, commons, .. } = Arc::unwrap_or_clone(record);
    if app.hub.apply(g.unsigned_abs(), memberships, events, &commons).await.is_err() {
        tracing::debug!(g, "a record after the sockets were closed");
    }
}
