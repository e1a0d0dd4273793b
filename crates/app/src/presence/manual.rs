//! A status chosen by a person.

use std::sync::Arc;

use roost_model::Id;
use roost_model::permission::Permission;
use roost_model::status::{self, Status, StatusChange};
use roost_store::status::status_save_in_tx;

use super::{status_change, status_of};
use crate::record::Kind;
use crate::users::auto_reply_off;
use crate::{AppError, Ctx, Record};

/// Sets the status of a user. "Online" gives the choice back to the connections; the others stay until changed.
pub async fn status_set(ctx: &Ctx, user: Id, change: StatusChange) -> Result<Status, AppError> {
    if change.user_id != user.as_str() {
        return Err(AppError::invalid_body("user_id"));
    }
    if user != ctx.user_id() {
        ctx.require(Permission::EditOtherUsers)?;
    }
    let (old, new) = put(ctx, user, |old| chosen(old, &change, ctx.now_ms())).await?;
    if old.status == status::OUT_OF_OFFICE {
        // Who is back answers for themselves.
        auto_reply_off(ctx, user).await?;
    }
    Ok(new)
}

/// Who lets the server answer for them is out of office, and online when they no longer do.
pub async fn out_of_office_set(ctx: &Ctx, user: Id, out: bool) -> Result<(), AppError> {
    if !ctx.config().service.enable_user_statuses {
        return Ok(());
    }
    let word = if out { status::OUT_OF_OFFICE } else { status::ONLINE };
    let now_ms = ctx.now_ms();
    let decide = |old: &Status| {
        let last_activity_at = if out { old.last_activity_at } else { now_ms };
        Some(Status { status: word.to_owned(), manual: out, dnd_end_time: 0, last_activity_at, ..old.clone() })
    };
    put(ctx, user, decide).await.map(drop)
}

/// Writes what `decide` makes of the status; 400 where that is nothing. Gives the status before and after.
async fn put(
    ctx: &Ctx,
    user: Id,
    decide: impl FnOnce(&Status) -> Option<Status>,
) -> Result<(Arc<Status>, Status), AppError> {
    let app = ctx.app();
    let _turn = app.presence.turn(user).await;
    let old = status_of(app, ctx.db(), user).await?;
    let new = decide(&old).ok_or_else(|| AppError::invalid_body("status"))?;
    let mut tx = ctx.db().begin().await?;
    status_save_in_tx(&mut tx, &new);
    let mut record = Record::new();
    record.invalidate(Kind::Status, user);
    record.status_chosen.push(user.to_string());
    if new.status != old.status {
        record.event(status_change(&new));
    }
    ctx.commit(tx, record).await?;
    if !new.manual {
        // A batch that is on its way holds an older one: this one must come after it.
        app.presence.put(new.clone());
    }
    Ok((old, new))
}

/// The status after the choice; `None` for one that cannot be chosen.
fn chosen(old: &Status, change: &StatusChange, now_ms: i64) -> Option<Status> {
    let mut new = Status { status: change.status.clone(), manual: true, dnd_end_time: 0, ..old.clone() };
    match change.status.as_str() {
        status::ONLINE => {
            new.manual = false;
            new.last_activity_at = now_ms;
        }
        status::AWAY | status::OFFLINE => {}
        status::DO_NOT_DISTURB => {
            new.prev_status.clone_from(&old.status);
            // Whole minutes, because that is how often ends are looked for; one that has passed counts as none.
            if change.dnd_end_time > now_ms / 1000 {
                new.dnd_end_time = change.dnd_end_time - change.dnd_end_time % 60;
            }
        }
        _ => return None,
    }
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(status: &str, dnd_end_time: i64) -> Option<Status> {
        let old = Status { status: status::ONLINE.to_owned(), ..Status::default() };
        let change = StatusChange { status: status.to_owned(), dnd_end_time, ..StatusChange::default() };
        chosen(&old, &change, 1_800_000_000_000)
    }

    #[test]
    fn ends_of_do_not_disturb_are_whole_minutes_and_in_the_future() {
        assert_eq!(choose("dnd", 1_900_000_000).unwrap().dnd_end_time, 1_899_999_960);
        assert_eq!(choose("dnd", 1).unwrap().dnd_end_time, 0);
        assert_eq!(choose("dnd", 0).unwrap().prev_status, "online");
    }

    #[test]
    fn online_is_no_choice_and_unknown_words_are_refused() {
        assert!(!choose("online", 0).unwrap().manual);
        assert!(choose("away", 0).unwrap().manual);
        assert_eq!(choose("ooo", 0), None);
        assert_eq!(choose("", 0), None);
    }
}
