//! Counts people and phones now and then, for the metrics alone.

use std::sync::Arc;
use std::time::Duration;

use roost_app::{App, Db};
use roost_store::devices::device_census;
use roost_store::{StoreError, analytics};
use tokio_util::sync::CancellationToken;

/// Between two counts: they read whole tables.
const PERIOD: Duration = Duration::from_mins(15);

/// Kinds of apps that are told apart.
const KINDS_MAX: i64 = 100;

/// Counts until `stop`, the first time at once. Returns at once when nobody asks for metrics.
pub async fn run(app: Arc<App>, db: Db, stop: CancellationToken) {
    if !app.config.current().metrics.enable {
        return;
    }
    loop {
        if let Err(error) = count(&app, &db).await {
            tracing::warn!(%error, "people and phones cannot be counted");
        }
        if stop.run_until_cancelled(tokio::time::sleep(PERIOD)).await.is_none() {
            return;
        }
    }
}

async fn count(app: &App, db: &Db) -> Result<(), StoreError> {
    app.metrics.active_users(analytics::active_users(db).await?);
    let apps = device_census(db, app.clock.now_ms(), KINDS_MAX).await?;
    let counted = apps.iter().map(|kind| {
        ([kind.version.as_str(), kind.platform.as_str(), kind.notifications_disabled.as_str()], kind.count)
    });
    app.metrics.mobile_sessions(counted);
    Ok(())
}
