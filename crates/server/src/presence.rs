//! Writes automatic statuses in batches, and ends "do not disturb" when its time is over.

use std::sync::Arc;

use roost_app::presence::{self, Timings};
use roost_app::{App, Db};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// Runs until `stop`, and writes a last time then.
pub async fn run(app: Arc<App>, db: Db, timings: Timings, stop: CancellationToken) {
    let (mut flushes, mut ends) = (interval(timings.flush), interval(timings.expire));
    // After a time without a database once is enough.
    flushes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ends.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = flushes.tick() => flush(&app, &db).await,
            _ = ends.tick() => expire(&app, &db).await,
        }
    }
    flush(&app, &db).await;
}

async fn flush(app: &App, db: &Db) {
    if let Err(error) = presence::flush(app, db).await {
        tracing::warn!(%error, "statuses could not be written");
    }
}

async fn expire(app: &App, db: &Db) {
    if let Err(error) = presence::expire(app, db).await {
        tracing::warn!(%error, "do not disturb could not be ended");
    }
}
