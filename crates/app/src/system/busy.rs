//! The mark "this server is busy": while it is set, searches and typing are refused on all nodes.

use std::sync::atomic::{AtomicI64, Ordering};

use roost_model::permission::Permission;
use roost_model::system::ServerBusy;

use crate::{AppError, Ctx, Record};

/// Seconds when the request names none.
pub const DEFAULT_S: i64 = 3_600;

/// What the original shows where there is no time: the first second of the year 1, in Unix seconds.
const NO_TIME_S: i64 = -62_135_596_800;

const DAY_S: i64 = 86_400;

/// Until when this node is marked.
#[derive(Debug, Default)]
pub struct Busy {
    /// Unix seconds; 0: not marked.
    until_s: AtomicI64,
}

impl Busy {
    /// Called when the record of a change is applied.
    pub fn set(&self, until_s: i64) {
        self.until_s.store(until_s, Ordering::Relaxed);
    }

    pub fn is_on(&self, now_ms: i64) -> bool {
        self.until_s.load(Ordering::Relaxed) > now_ms / 1_000
    }
}

/// The mark, for administrators.
pub fn busy_get(ctx: &Ctx) -> Result<ServerBusy, AppError> {
    ctx.require(Permission::ManageSystem)?;
    let app = ctx.app();
    let busy = app.busy.is_on(app.clock.now_ms());
    let expires = if busy { app.busy.until_s.load(Ordering::Relaxed) } else { NO_TIME_S };
    Ok(ServerBusy { busy, expires, expires_ts: written_out(expires) })
}

/// Marks all nodes for so many seconds.
pub async fn busy_set(ctx: &Ctx, seconds: i64) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)?;
    if seconds < 1 {
        return Err(AppError::invalid_url("seconds"));
    }
    change(ctx, (ctx.now_ms() / 1_000).saturating_add(seconds)).await
}

/// Takes the mark away.
pub async fn busy_clear(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)?;
    change(ctx, 0).await
}

async fn change(ctx: &Ctx, until_s: i64) -> Result<(), AppError> {
    tracing::warn!(until_s, "the mark that the server is busy changed");
    let mut record = Record::new();
    record.server_busy(until_s);
    ctx.commit(ctx.db().begin().await?, record).await
}

/// Unix seconds as `Mon Jan 1 00:00:00 +0000 UTC 0001`.
fn written_out(unix_s: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (days, second) = (unix_s.div_euclid(DAY_S), unix_s.rem_euclid(DAY_S));
    let (year, month, day) = date(days);
    let name = |list: &[&'static str], index: i64| {
        usize::try_from(index).ok().and_then(|index| list.get(index)).copied().unwrap_or_default()
    };
    let (weekday, month) = (name(&DAYS, days.rem_euclid(7)), name(&MONTHS, month - 1));
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{weekday} {month} {day} {hour:02}:{minute:02}:{second:02} +0000 UTC {year:04}")
}

/// Unix milliseconds as `2006-01-02 15:04:05.999 +0000 UTC`, without the zeros at the end of the fraction.
pub(crate) fn written_as_time(unix_ms: i64) -> String {
    let (days, ms) = (unix_ms.div_euclid(DAY_S * 1_000), unix_ms.rem_euclid(DAY_S * 1_000));
    let (year, month, day) = date(days);
    let (second, fraction) = (ms / 1_000, format!(".{:03}", ms % 1_000));
    let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{fraction} +0000 UTC")
}

/// Year, month from 1 and day from 1 of a number of days since 1970: counted in years from March, so that the leap day
/// is the last day of one.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_original_does() {
        assert_eq!(written_out(NO_TIME_S), "Mon Jan 1 00:00:00 +0000 UTC 0001");
        assert_eq!(written_out(0), "Thu Jan 1 00:00:00 +0000 UTC 1970");
        assert_eq!(written_out(1_709_210_096), "Thu Feb 29 12:34:56 +0000 UTC 2024");
        assert_eq!(written_out(1_767_225_599), "Wed Dec 31 23:59:59 +0000 UTC 2025");
        assert_eq!(written_as_time(1_709_210_096_000), "2024-02-29 12:34:56 +0000 UTC");
        assert_eq!(written_as_time(1_709_210_096_070), "2024-02-29 12:34:56.07 +0000 UTC");
    }

    #[test]
    fn the_mark_ends_by_itself() {
        let busy = Busy::default();
        assert!(!busy.is_on(0));
        busy.set(10);
        assert!(busy.is_on(9_999));
        assert!(!busy.is_on(10_000));
    }
}
