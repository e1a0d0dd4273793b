//! Makes the jobs of the day, and does those that wait, one at a time.

use std::sync::Arc;

use roost_app::jobs::{Daily, Works, job_work};
use roost_app::{App, Db};
use tokio_util::sync::CancellationToken;

/// Runs until `stop`. A job that is at work then is ended by its own means, or taken over by another node.
pub async fn run(app: Arc<App>, db: Db, works: Works, stop: CancellationToken) {
    let wait = async || {
        tokio::select! {
            () = app.jobs.woken() => {}
            () = tokio::time::sleep(works.timings.poll) => {}
        }
    };
    let mut daily = Daily::new(app.clock.now_ms());
    while stop.run_until_cancelled(wait()).await.is_some() {
        let settings = app.config.current().job.clone();
        if settings.run_scheduler
            && let Err(error) = daily.make(&app, &db).await
        {
            tracing::warn!(%error, "the jobs of the day could not be made");
        }
        if !settings.run_jobs {
            continue;
        }
        // All that wait, before waiting again.
        loop {
            match stop.run_until_cancelled(Box::pin(job_work(&app, &db, &works))).await {
                Some(Ok(true)) => {}
                Some(Ok(false)) | None => break,
                Some(Err(error)) => {
                    tracing::warn!(%error, "jobs could not be looked at");
                    break;
                }
            }
        }
    }
}
