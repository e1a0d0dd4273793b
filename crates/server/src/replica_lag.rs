//! Asks the questions of `SqlSettings.ReplicaLagSettings`, by which an operator wants to see how far replicas are behind.
//! Reading does not depend on them: see [`roost_store::replicas`].

use std::sync::Arc;
use std::time::Duration;

use roost_app::App;
use roost_store::StoreError;
use roost_store::connect::named_numbers;
use tokio_util::sync::CancellationToken;

/// A server that has not answered after this is away.
const ANSWER: Duration = Duration::from_secs(5);

/// Asks every `ReplicaMonitorIntervalSeconds`, until `stop`. Returns at once when there is nothing to ask.
pub async fn run(app: Arc<App>, stop: CancellationToken) {
    let config = app.config.current();
    let settings = &config.sql;
    if settings.replica_lag_settings.is_empty() || !config.metrics.enable {
        return;
    }
    let period = Duration::from_secs(settings.replica_monitor_interval_seconds.max(1).unsigned_abs());
    while stop.run_until_cancelled(tokio::time::sleep(period)).await.is_some() {
        for (index, one) in settings.replica_lag_settings.iter().enumerate() {
            let asked = async {
                for (node, lag) in named_numbers(&one.data_source, &one.query_absolute_lag).await? {
                    app.metrics.replica_lag_absolute(&node, lag);
                }
                for (node, lag) in named_numbers(&one.data_source, &one.query_time_lag).await? {
                    app.metrics.replica_lag_time(&node, lag);
                }
                Ok::<_, StoreError>(())
            };
            match tokio::time::timeout(ANSWER, asked).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, index, "the lag of a replica cannot be asked for"),
                Err(_) => tracing::warn!(index, "the lag of a replica is not answered in time"),
            }
        }
    }
}
