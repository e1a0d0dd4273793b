//! Statuses that follow from connections and activity. What a person chose is never overridden.

use roost_model::Id;
use roost_model::status::{self, Status};

use super::{save, status_of};
use crate::{App, AppError, Db};

/// Activity is written at most this often while the status stays the same.
const ACTIVITY_WRITE_MS: i64 = 120_000;

/// A connection began, or the user did something.
pub async fn online(app: &App, db: &Db, user: Id) -> Result<(), AppError> {
    let now_ms = app.clock.now_ms();
    let old = status_of(app, db, user).await?;
    let changed = old.status != status::ONLINE;
    if old.manual || (!changed && now_ms - old.last_activity_at < ACTIVITY_WRITE_MS) {
        return Ok(());
    }
    let word = status::ONLINE.to_owned();
    let new = Status { status: word, last_activity_at: now_ms, dnd_end_time: 0, ..(*old).clone() };
    save(app, db, &new, changed).await
}

/// A client says whether its user is at the keyboard. `by_hand`: the user said so, not the client.
pub async fn active(app: &App, db: &Db, user: Id, is_active: bool, by_hand: bool) -> Result<(), AppError> {
    if is_active {
        return online(app, db, user).await;
    }
    let old = status_of(app, db, user).await?;
    if (old.manual && !by_hand) || old.status == status::AWAY {
        return Ok(());
    }
    let new = Status { status: status::AWAY.to_owned(), manual: by_hand, ..(*old).clone() };
    save(app, db, &new, true).await
}

/// A connection is alive: the user is away once nothing was heard of them for the time of the settings.
pub async fn away_when_idle(app: &App, db: &Db, user: Id, at_ms: i64, last_activity_ms: i64) -> Result<(), AppError> {
    let timeout_ms = app.config.current().team.user_status_away_timeout * 1_000;
    let old = status_of(app, db, user).await?;
    let idle_ms = at_ms - last_activity_ms.max(old.last_activity_at);
    if old.manual || old.status != status::ONLINE || idle_ms < timeout_ms {
        return Ok(());
    }
    let new = Status { status: status::AWAY.to_owned(), ..(*old).clone() };
    save(app, db, &new, true).await
}

/// The last connection on this node ended.
pub async fn offline_without_connections(app: &App, db: &Db, user: Id) -> Result<(), AppError> {
    if app.hub.user_connections(user) > 0 {
        return Ok(());
    }
    let old = status_of(app, db, user).await?;
    if old.manual || old.status == status::OFFLINE {
        return Ok(());
    }
    let new = Status { status: status::OFFLINE.to_owned(), ..(*old).clone() };
    save(app, db, &new, true).await
}
