//! Statuses that follow from connections and activity. What a person chose is never overridden.

use roost_model::Id;
use roost_model::status::{self, Status};

use super::{status_change, status_of};
use crate::live::Live;
use crate::{App, AppError, Db};

/// Activity is noted at most this often while the status stays the same.
const ACTIVITY_STEP_MS: i64 = 30_000;

/// A connection began.
pub async fn connected(app: &App, db: &Db, user: Id) -> Result<(), AppError> {
    app.presence.announce(app, user);
    // It may have ended again by now: then its end decides.
    change(app, db, user, |old, now_ms| (app.hub.user_connections(user) > 0).then(|| seen(old, now_ms)).flatten()).await
}

/// The user did something.
pub async fn online(app: &App, db: &Db, user: Id) -> Result<(), AppError> {
    change(app, db, user, seen).await
}

/// A client says whether its user is at the keyboard. `by_hand`: the user said so, not the client.
pub async fn active(app: &App, db: &Db, user: Id, is_active: bool, by_hand: bool) -> Result<(), AppError> {
    let away_after_ms = away_after_ms(app);
    change(app, db, user, |old, now_ms| match (is_active, by_hand) {
        (true, true) => Some(online_since(old, now_ms)),
        (true, false) => seen(old, now_ms),
        (false, true) => Some(Status { status: status::AWAY.to_owned(), manual: true, ..old.clone() }),
        (false, false) => idle(old, now_ms - old.last_activity_at, away_after_ms),
    })
    .await
}

/// A connection is alive; a person was last noticed on it at `last_activity_ms`.
pub async fn alive(app: &App, db: &Db, user: Id, last_activity_ms: i64) -> Result<(), AppError> {
    let away_after_ms = away_after_ms(app);
    change(app, db, user, |old, now_ms| {
        let idle_ms = now_ms - last_activity_ms.max(old.last_activity_at);
        // Somebody thought them gone: another node, or this one before it was restarted.
        if old.status == status::OFFLINE && !old.manual {
            let word = if idle_ms < away_after_ms { status::ONLINE } else { status::AWAY };
            return Some(Status { status: word.to_owned(), ..old.clone() });
        }
        idle(old, idle_ms, away_after_ms)
    })
    .await
}

/// The last connection to a node ended; the user may have others, here or elsewhere. Whoever finds them elsewhere looks
/// again when they end there.
pub async fn disconnected(app: &App, db: &Db, user: Id) -> Result<(), AppError> {
    app.presence.announce(app, user);
    app.presence.unwatch(app, user);
    if app.hub.user_connections(user) > 0 || app.presence.is_elsewhere_still(user) {
        return Ok(());
    }
    change(app, db, user, |old, _| {
        let gone = app.hub.user_connections(user) == 0 && !old.manual && old.status != status::OFFLINE;
        gone.then(|| Status { status: status::OFFLINE.to_owned(), ..old.clone() })
    })
    .await
}

/// The member that these users were connected to has been away for a while: who has not been seen since is offline.
pub async fn lost(app: &App, db: &Db, users: &[Id], since_ms: i64) -> Result<(), AppError> {
    for user in users {
        if app.hub.user_connections(*user) > 0 || app.presence.is_elsewhere(*user) {
            continue;
        }
        change(app, db, *user, |old, _| {
            let gone = !old.manual && old.status != status::OFFLINE && old.last_activity_at <= since_ms;
            gone.then(|| Status { status: status::OFFLINE.to_owned(), ..old.clone() })
        })
        .await?;
    }
    Ok(())
}

fn away_after_ms(app: &App) -> i64 {
    app.config.current().team.user_status_away_timeout * 1_000
}

fn online_since(old: &Status, now_ms: i64) -> Status {
    let word = status::ONLINE.to_owned();
    Status { status: word, manual: false, last_activity_at: now_ms, dnd_end_time: 0, ..old.clone() }
}

/// Online from now on, unless that is nothing new.
fn seen(old: &Status, now_ms: i64) -> Option<Status> {
    let fresh = old.status == status::ONLINE && now_ms - old.last_activity_at < ACTIVITY_STEP_MS;
    (!old.manual && !fresh).then(|| online_since(old, now_ms))
}

/// Away, once nothing was noticed for long enough.
fn idle(old: &Status, idle_ms: i64, away_after_ms: i64) -> Option<Status> {
    let away = !old.manual && old.status == status::ONLINE && idle_ms >= away_after_ms;
    away.then(|| Status { status: status::AWAY.to_owned(), ..old.clone() })
}

async fn change(
    app: &App,
    db: &Db,
    user: Id,
    decide: impl FnOnce(&Status, i64) -> Option<Status>,
) -> Result<(), AppError> {
    if !app.config.current().service.enable_user_statuses {
        return Ok(());
    }
    let turn = app.presence.turn(user).await;
    let old = status_of(app, db, user).await?;
    let Some(new) = decide(&old, app.clock.now_ms()) else { return Ok(()) };
    let told = (new.status != old.status).then(|| status_change(&new));
    if told.is_some() && app.live.is_attached() {
        app.live.send(&Live { statuses: vec![(&new).into()], ..Live::default() });
    }
    app.presence.put(new);
    drop(turn);
    if let Some(event) = told {
        app.tell(event);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(word: &str, manual: bool, last_activity_at: i64) -> Status {
        Status { status: word.to_owned(), manual, last_activity_at, ..Status::default() }
    }

    #[test]
    fn activity_brings_people_back_unless_they_chose_otherwise() {
        assert_eq!(seen(&status("away", false, 0), 5), Some(status("online", false, 5)));
        assert_eq!(seen(&status("online", false, 5), 6), None);
        assert_eq!(seen(&status("online", false, 5), 5 + ACTIVITY_STEP_MS).unwrap().last_activity_at, 30_005);
        assert_eq!(seen(&status("dnd", true, 0), 5), None);
    }

    #[test]
    fn idle_people_are_away_unless_they_chose_otherwise() {
        assert_eq!(idle(&status("online", false, 7), 300, 300), Some(status("away", false, 7)));
        assert_eq!(idle(&status("online", false, 7), 299, 300), None);
        assert_eq!(idle(&status("dnd", true, 7), 300, 300), None);
        assert_eq!(idle(&status("offline", false, 7), 300, 300), None);
    }
}
