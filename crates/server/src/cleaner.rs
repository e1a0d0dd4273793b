//! Keeps the numbered log and the post claims from growing.

use std::time::Duration;

use roost_app::Db;
use roost_store::log;
use tokio_util::sync::CancellationToken;

/// Rows older than this are no longer needed: a node that was away longer starts over.
const AGE_S: f64 = 30.0 * 60.0;

/// Rows per transaction, so that nobody waits for the cleaner.
const CHUNK_LEN: i64 = 5_000;

const PERIOD: Duration = Duration::from_mins(1);

/// Deletes old rows in chunks, once a minute, until `stop`. Several nodes doing so at once is harmless.
pub async fn run(db: Db, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(PERIOD)).await.is_some() {
        loop {
            match log::log_clean(&db, AGE_S, CHUNK_LEN).await {
                Ok(removed) if removed >= CHUNK_LEN.unsigned_abs() => {}
                Ok(_) => break,
                Err(error) => {
                    tracing::warn!(%error, "the log could not be cleaned");
                    break;
                }
            }
        }
    }
}
