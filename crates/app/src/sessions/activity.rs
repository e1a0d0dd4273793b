//! Sessions in use: when they were used last, how long they last, and when an idle one ends.

use std::sync::Arc;

use roost_config::Config;
use roost_model::session::Session;
use roost_store::{Db, sessions as store};

use super::create::session_length_ms;
use crate::{App, AppError};

/// `lastactivityat` is written this often at most.
const TOUCH_INTERVAL_MS: i64 = 5 * 60 * 1_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// What the time since a session was used last means for it.
#[derive(Debug, PartialEq, Eq)]
enum Use {
    /// Nothing to write.
    Fresh,
    /// To be written, with the time of expiry.
    Touch { expires_ms: i64 },
    /// Unused for longer than the server allows.
    Idle,
}

fn judge(config: &Config, session: &Session, now_ms: i64) -> Use {
    let unused_ms = now_ms - session.last_activity_at;
    let settings = &config.service;
    let timeout_ms = settings.session_idle_timeout_in_minutes.saturating_mul(60_000);
    let may_idle = session.is_oauth || session.is_mobile() || session.is_user_access_token();
    if timeout_ms > 0 && !may_idle && !settings.extend_session_length_with_activity && unused_ms > timeout_ms {
        return Use::Idle;
    }
    if unused_ms < TOUCH_INTERVAL_MS {
        return Use::Fresh;
    }
    Use::Touch { expires_ms: extended(config, session, now_ms) }
}

/// With activity a session lasts as long again, but not written anew before one percent of its length or a day passed.
fn extended(config: &Config, session: &Session, now_ms: i64) -> i64 {
    let off = !config.service.extend_session_length_with_activity;
    if off || session.expires_at == 0 || session.is_oauth || session.is_user_access_token() {
        return session.expires_at;
    }
    let length_ms = session_length_ms(config, session.is_mobile());
    let threshold_ms = (length_ms / 100).clamp(TOUCH_INTERVAL_MS, DAY_MS);
    let elapsed_ms = now_ms - (session.expires_at - length_ms);
    if elapsed_ms < threshold_ms { session.expires_at } else { now_ms + length_ms }
}

/// Notes that a session was used; `None` when it was idle for too long and has ended. Writes once in five minutes.
pub async fn session_used(
    app: &App,
    db: &Db,
    token: &str,
    session: Arc<Session>,
) -> Result<Option<Arc<Session>>, AppError> {
    let now_ms = app.clock.now_ms();
    let config = app.config.current();
    let key = token.to_owned();
    let expires_ms = match judge(&config, &session, now_ms) {
        Use::Fresh => return Ok(Some(session)),
        Use::Touch { expires_ms } => expires_ms,
        Use::Idle => {
            // Another node may have seen it used: what counts is the row.
            app.caches.sessions.invalidate(&key);
            let Some(found) = store::session_by_id(db, session.id).await? else { return Ok(None) };
            match judge(&config, &found.session, now_ms) {
                Use::Idle => return Ok(None),
                _ => extended(&config, &found.session, now_ms),
            }
        }
    };
    let ticket = app.caches.sessions.ticket(&key);
    store::session_touch(db, session.id.as_str(), now_ms, expires_ms).await?;
    let used = Arc::new(Session { last_activity_at: now_ms, expires_at: expires_ms, ..(*session).clone() });
    app.caches.sessions.insert(ticket, key, used.clone());
    Ok(Some(used))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE_MS: i64 = 60_000;

    fn session(unused_ms: i64) -> Session {
        Session { last_activity_at: 10 * DAY_MS - unused_ms, expires_at: 12 * DAY_MS, ..Session::default() }
    }

    fn judged(config: &Config, unused_ms: i64) -> Use {
        judge(config, &session(unused_ms), 10 * DAY_MS)
    }

    #[test]
    fn activity_is_written_once_in_five_minutes() {
        let config = Config::default();
        assert_eq!(judged(&config, 4 * MINUTE_MS), Use::Fresh);
        assert_eq!(judged(&config, 6 * MINUTE_MS), Use::Touch { expires_ms: 12 * DAY_MS });
    }

    #[test]
    fn an_idle_session_ends_unless_activity_extends_it_or_it_is_a_phone() {
        let mut config = Config::default();
        config.service.session_idle_timeout_in_minutes = 30;
        assert_eq!(judged(&config, 31 * MINUTE_MS), Use::Idle);
        let phone = Session { device_id: "apple:x".to_owned(), ..session(31 * MINUTE_MS) };
        assert_ne!(judge(&config, &phone, 10 * DAY_MS), Use::Idle);
        config.service.extend_session_length_with_activity = true;
        assert_ne!(judged(&config, 31 * MINUTE_MS), Use::Idle);
    }

    #[test]
    fn activity_extends_a_session_once_a_hundredth_of_it_has_passed() {
        let mut config = Config::default();
        config.service.extend_session_length_with_activity = true;
        config.service.session_length_web_in_hours = 48;
        let length_ms = 2 * DAY_MS;
        assert_eq!(extended(&config, &session(0), 10 * DAY_MS), 12 * DAY_MS);
        let later = 10 * DAY_MS + length_ms / 100;
        assert_eq!(extended(&config, &session(0), later), later + length_ms);
    }
}
