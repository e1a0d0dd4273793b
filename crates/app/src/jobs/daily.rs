//! Work that is due once a day. Whichever node looks first makes the job, and any of them does it.

use roost_config::Config;
use roost_model::job::{EXPORT_DELETE, EXTRACT_CONTENT, IMPORT_DELETE, Job, REFRESH_VIEWS, status};
use roost_model::user::StringMap;
use roost_store::channel_lists::Page;
use roost_store::jobs as store;

use crate::{App, AppError, Db};

const KINDS: [&str; 4] = [EXPORT_DELETE, EXTRACT_CONTENT, IMPORT_DELETE, REFRESH_VIEWS];

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Files whose upload was still under way when the last job looked are looked at again.
const OVERLAP_MS: i64 = 60 * MINUTE_MS;

/// Old jobs that are taken away at once.
const CLEANED_LEN: i64 = 1_000;

/// What a node knows of the work of the day.
#[derive(Debug)]
pub struct Daily {
    /// A server that is new owes nothing of the time before.
    start_ms: i64,
    /// For each kind, until when it is known to be made.
    made_ms: [i64; KINDS.len()],
    /// When this node last took old jobs away, Unix milliseconds.
    cleaned_at: i64,
}

impl Daily {
    pub fn new(now_ms: i64) -> Self {
        Self { start_ms: now_ms, made_ms: [0; KINDS.len()], cleaned_at: 0 }
    }

    /// Makes the jobs that are due and that no node has made yet.
    pub async fn make(&mut self, app: &App, db: &Db) -> Result<(), AppError> {
        let now_ms = app.clock.now_ms();
        for (kind, made_ms) in KINDS.into_iter().zip(&mut self.made_ms) {
            let Some(minute) = minute_of_day(&app.config.current(), kind) else { continue };
            let due_ms = last_due(now_ms, minute);
            if *made_ms < due_ms {
                make(app, db, kind, (self.start_ms, due_ms, now_ms)).await?;
                *made_ms = due_ms;
            }
        }
        self.clean(app, db, now_ms).await
    }

    /// Takes ended jobs away that are older than `CleanupJobsThresholdDays`, once a day.
    async fn clean(&mut self, app: &App, db: &Db, now_ms: i64) -> Result<(), AppError> {
        let days = app.config.current().job.cleanup_jobs_threshold_days;
        if days < 0 || now_ms - self.cleaned_at < DAY_MS {
            return Ok(());
        }
        // The last one of a kind of the day tells that it was made.
        let before_ms = now_ms - days.max(1).saturating_mul(DAY_MS);
        while store::job_clean(db, before_ms, CLEANED_LEN).await? >= CLEANED_LEN.unsigned_abs() {}
        self.cleaned_at = now_ms;
        Ok(())
    }
}

/// When a kind of work is due, in minutes after midnight UTC; `None` where the server is set not to do it.
fn minute_of_day(config: &Config, kind: &str) -> Option<i64> {
    let keeps = |directory: &str, days: i64| !directory.is_empty() && days > 0;
    let (wanted, minute) = match kind {
        REFRESH_VIEWS => (true, written_minute(&config.service.refresh_post_stats_run_time)),
        EXPORT_DELETE => (keeps(&config.export.directory, config.export.retention_days), 60),
        IMPORT_DELETE => (keeps(&config.import.directory, config.import.retention_days), 75),
        _ => (config.file.extract_content, 90),
    };
    wanted.then_some(minute)
}

/// The minute of `HH:MM`; midnight where it is something else.
fn written_minute(text: &str) -> i64 {
    let minute = || {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
    };
    minute().unwrap_or(0)
}

/// The last time up to now that was so many minutes after midnight.
fn last_due(now_ms: i64, minute: i64) -> i64 {
    (now_ms - minute * MINUTE_MS).div_euclid(DAY_MS) * DAY_MS + minute * MINUTE_MS
}

/// Makes one, unless there is one since it was due. Work that was missed while no node ran is made up for.
async fn make(app: &App, db: &Db, kind: &str, (start_ms, due_ms, now_ms): (i64, i64, i64)) -> Result<(), AppError> {
    let mut tx = db.begin().await?;
    let page = Page { limit: 1, offset: 0 };
    let last = store::job_page_alone_in_tx(&mut tx, kind, &status::ALL, page).await?.pop();
    let last_ms = last.map(|job| job.create_at);
    if last_ms.map_or(due_ms < start_ms, |last_ms| last_ms >= due_ms) {
        return Ok(());
    }
    let job = Job {
        id: app.random.id(),
        job_type: kind.to_owned(),
        create_at: now_ms,
        data: (kind == EXTRACT_CONTENT).then(|| since(last_ms.unwrap_or(start_ms) - OVERLAP_MS)),
        ..Job::default()
    };
    Ok(store::job_insert_alone(tx, &job).await?)
}

/// The data of a job that looks at files from a time on, as far as nobody has read them.
fn since(ms: i64) -> StringMap {
    [("from", (ms / 1_000).to_string()), ("missing_only", true.to_string())]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_time_of_day_is_today_or_yesterday() {
        let noon = 100 * DAY_MS + DAY_MS / 2;
        assert_eq!(last_due(noon, 0), 100 * DAY_MS);
        assert_eq!(last_due(noon, 60), 100 * DAY_MS + 60 * MINUTE_MS);
        assert_eq!(last_due(noon, 12 * 60), noon);
        assert_eq!(last_due(noon, 12 * 60 + 1), noon + MINUTE_MS - DAY_MS);
    }

    #[test]
    fn times_of_day_are_read() {
        for (text, minute) in [("00:00", 0), ("23:59", 1_439), ("7:05", 425), ("24:00", 0), ("noon", 0)] {
            assert_eq!(written_minute(text), minute, "{text}");
        }
    }

    #[test]
    fn what_is_switched_off_is_not_due() {
        let mut config = Config::default();
        assert!(KINDS.iter().all(|kind| minute_of_day(&config, kind).is_some()));
        config.file.extract_content = false;
        config.export.retention_days = 0;
        config.import.directory.clear();
        let due: Vec<&str> = KINDS.into_iter().filter(|kind| minute_of_day(&config, kind).is_some()).collect();
        assert_eq!(due, [REFRESH_VIEWS]);
    }
}
