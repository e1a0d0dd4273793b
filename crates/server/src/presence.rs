//! Writes automatic statuses once a second, and ends "do not disturb" on the minute.

use std::sync::Arc;
use std::time::Duration;

use roost_app::{App, Db, presence};
use tokio_util::sync::CancellationToken;

const PERIOD: Duration = Duration::from_secs(1);

/// Ends are whole minutes.
const EXPIRE_EVERY: u32 = 60;

/// Runs until `stop`, and writes a last time then.
pub async fn run(app: Arc<App>, db: Db, stop: CancellationToken) {
    let mut turn = 0;
    while stop.run_until_cancelled(tokio::time::sleep(PERIOD)).await.is_some() {
        flush(&app, &db).await;
        if turn == 0
            && let Err(error) = presence::expire(&app, &db).await
        {
            tracing::warn!(%error, "do not disturb could not be ended");
        }
        turn = (turn + 1) % EXPIRE_EVERY;
    }
    flush(&app, &db).await;
}

async fn flush(app: &App, db: &Db) {
    if let Err(error) = presence::flush(app, db).await {
        tracing::warn!(%error, "statuses could not be written");
    }
}
