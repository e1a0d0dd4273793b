//! Does what people have put off: sends scheduled posts and reminders, tells of urgent posts again, and burns posts whose time is
//! over.

use std::sync::Arc;
use std::time::Duration;

use roost_app::notify::mails;
use roost_app::{App, AppError, Db, posts, reminders, scheduled_posts};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// Periods of what people have put off.
#[derive(Clone, Debug)]
pub struct Timings {
    /// Time between two looks for what is due.
    pub look: Duration,
    /// Time for which a new scheduled post is left alone: who meant another time can still change it.
    pub grace: Duration,
}

impl Default for Timings {
    fn default() -> Self {
        Self { look: Duration::from_secs(5), grace: Duration::from_secs(30) }
    }
}

/// Runs until `stop`. Several nodes doing so at once is harmless: each thing that is due is done by one of them.
pub async fn run(app: Arc<App>, db: Db, timings: Timings, stop: CancellationToken) {
    let grace_ms = i64::try_from(timings.grace.as_millis()).unwrap_or(i64::MAX);
    let mut looks = interval(timings.look);
    // After a time without a database once is enough.
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(looks.tick()).await.is_some() {
        if let Err(error) = send(&app, &db, grace_ms, &stop).await {
            tracing::warn!(%error, "scheduled posts could not be sent");
        }
        if let Err(error) = remind(&app, &db, &stop).await {
            tracing::warn!(%error, "reminders could not be sent");
        }
        if let Err(error) = tell_again(&app, &db, &stop).await {
            tracing::warn!(%error, "urgent posts could not be told again");
        }
        if let Err(error) = mail(&app, &db, &stop).await {
            tracing::warn!(%error, "mail about posts could not be sent");
        }
        if let Err(error) = burn(&app, &db, &stop).await {
            tracing::warn!(%error, "posts could not be burned");
        }
    }
}

/// Sends all that is due. A post under way is not interrupted.
async fn send(app: &Arc<App>, db: &Db, grace_ms: i64, stop: &CancellationToken) -> Result<(), AppError> {
    while !stop.is_cancelled() && scheduled_posts::send_next(app, db, grace_ms).await? {}
    Ok(())
}

/// Sends all reminders that are due.
async fn remind(app: &Arc<App>, db: &Db, stop: &CancellationToken) -> Result<(), AppError> {
    while !stop.is_cancelled() && reminders::remind_next(app, db).await? {}
    Ok(())
}

/// Tells all urgent posts again that are due.
async fn tell_again(app: &Arc<App>, db: &Db, stop: &CancellationToken) -> Result<(), AppError> {
    while !stop.is_cancelled() && posts::told_again_next(app, db).await? {}
    Ok(())
}

/// Sends all mail about posts that is due.
async fn mail(app: &Arc<App>, db: &Db, stop: &CancellationToken) -> Result<(), AppError> {
    while !stop.is_cancelled() && mails::mail_next(app, db).await? {}
    Ok(())
}

/// Burns all posts whose time is over.
async fn burn(app: &Arc<App>, db: &Db, stop: &CancellationToken) -> Result<(), AppError> {
    while !stop.is_cancelled() && posts::burn_next(app, db).await? {}
    Ok(())
}
