//! The custom status of a user: an emoji and a few words, kept in the account, and the last few in the preferences.

use roost_model::Id;
use roost_model::emoji::is_system_name;
use roost_model::errors::{preference, status as errors};
use roost_model::preference::Preference;
use roost_model::status::CustomStatus;
use roost_model::ws::event;
use roost_model::ws::user::Preferences;
use roost_realtime::{Audience, Event};
use roost_store::Tx;
use roost_store::users::change;
use serde_json::json;

use super::access::require_self_or_edit;
use super::events;
use super::patch::{user_change, user_change_in_tx};
use crate::emoji::emoji_by_name;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

const PROP: &str = "customStatus";
const CATEGORY: &str = "custom_status";
const RECENT: &str = "recent_custom_statuses";
const RECENT_LEN_MAX: usize = 5;
const TEXT_RUNES_MAX: usize = 100;
const DEFAULT_EMOJI: &str = "speech_balloon";
/// The year 1: never.
const NEVER: &str = "0001-01-01T00:00:00Z";
const AT_A_TIME: &str = "date_and_time";
const DURATIONS: &[&str] =
    &["thirty_minutes", "one_hour", "four_hours", "today", "this_week", AT_A_TIME, "custom_date_time"];

/// Sets the custom status of an account.
pub async fn custom_status_set(ctx: &Ctx, id: Id, mut status: CustomStatus) -> Result<(), AppError> {
    require_offered(ctx)?;
    prepare(&mut status, ctx.now_ms()).ok_or_else(|| AppError::invalid_body("custom_status"))?;
    require_self_or_edit(ctx, id)?;
    if !is_system_name(&status.emoji) {
        emoji_by_name(ctx, &status.emoji).await.map_err(|error| {
            if error.id.status < 500 { AppError::new(errors::CUSTOM_EMOJI).because(error) } else { error }
        })?;
    }
    let text = text_of(&status)?;
    let witnesses = events::witnesses(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let set = |user: &mut roost_model::user::User| {
        user.props.insert(PROP.to_owned(), text);
    };
    user_change_in_tx(ctx, &mut tx, &mut record, &witnesses, id, set).await?;
    let mut recent = recent_in_tx(&mut tx, id).await?.unwrap_or_default();
    recent.retain(|old| old.text != status.text);
    recent.insert(0, status);
    recent.truncate(RECENT_LEN_MAX);
    write_recent_in_tx(&mut tx, &mut record, id, &recent)?;
    ctx.commit(tx, record).await
}

/// Takes the custom status of an account away.
pub async fn custom_status_clear(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    require_offered(ctx)?;
    require_self_or_edit(ctx, id)?;
    let clear = |user: &mut roost_model::user::User| {
        user.props.insert(PROP.to_owned(), String::new());
    };
    user_change(ctx, id, clear).await.map(drop)
}

/// Forgets one of the recent ones.
pub async fn custom_status_recent_delete(ctx: &Ctx, id: Id, mut status: CustomStatus) -> Result<(), AppError> {
    require_offered(ctx)?;
    require_self_or_edit(ctx, id)?;
    if status.expires_at.is_empty() {
        NEVER.clone_into(&mut status.expires_at);
    }
    let mut tx = ctx.db().begin().await?;
    let mut recent = recent_in_tx(&mut tx, id).await?.ok_or(preference::NOT_FOUND)?;
    recent.retain(|old| *old != status);
    let mut record = Record::new();
    write_recent_in_tx(&mut tx, &mut record, id, &recent)?;
    ctx.commit(tx, record).await
}

fn require_offered(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().team.enable_custom_user_statuses { Ok(()) } else { Err(errors::CUSTOM_OFF.into()) }
}

async fn recent_in_tx(tx: &mut Tx, id: Id) -> Result<Option<Vec<CustomStatus>>, AppError> {
    let stored = change::user_preference_in_tx(tx, id, CATEGORY, RECENT).await?;
    Ok(stored.map(|text| serde_json::from_str(&text).unwrap_or_default()))
}

/// Clients hear of it as of every preference: their sidebars may depend on it.
fn write_recent_in_tx(tx: &mut Tx, record: &mut Record, id: Id, recent: &[CustomStatus]) -> Result<(), AppError> {
    let value = text_of(&recent)?;
    change::user_set_preference_in_tx(tx, id, CATEGORY, RECENT, value.clone());
    record.invalidate(Kind::Preferences, id);
    record.event(Event::new(event::SIDEBAR_CATEGORY_UPDATED, &json!({}), Audience::user(id)));
    let preference = Preference { user_id: id, category: CATEGORY.to_owned(), name: RECENT.to_owned(), value };
    record.event(Event::new(event::PREFERENCES_CHANGED, &Preferences::new(&[preference]), Audience::user(id)));
    Ok(())
}

fn text_of(value: &impl serde::Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(AppError::internal)
}

/// Fills in what may be left out; `None` when the status makes no sense at `now_ms`.
fn prepare(status: &mut CustomStatus, now_ms: i64) -> Option<()> {
    if status.emoji.is_empty() && status.text.is_empty() {
        return None;
    }
    if status.expires_at.is_empty() {
        NEVER.clone_into(&mut status.expires_at);
    }
    let never = status.expires_at == NEVER;
    let in_future = unix_ms(&status.expires_at)? >= now_ms;
    let valid = if status.duration.is_empty() {
        never || in_future
    } else {
        DURATIONS.contains(&status.duration.as_str()) && in_future
    };
    if !valid {
        return None;
    }
    if status.duration.is_empty() && in_future {
        AT_A_TIME.clone_into(&mut status.duration);
    }
    if status.emoji.is_empty() {
        DEFAULT_EMOJI.clone_into(&mut status.emoji);
    }
    if let Some((end, _)) = status.text.char_indices().nth(TEXT_RUNES_MAX) {
        status.text.truncate(end);
    }
    Some(())
}

/// Milliseconds since 1970 of an RFC 3339 time.
fn unix_ms(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', 't'])?;
    let mut date = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    let (clock, offset_min) = if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        (clock, 0)
    } else {
        let (clock, zone) = time.split_at(time.rfind(['+', '-'])?);
        let (hours, minutes) = zone.get(1..)?.split_once(':')?;
        let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
        (clock, if zone.starts_with('-') { -minutes } else { minutes })
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.splitn(3, ':').map(str::parse::<i64>);
    let (hour, minute, second) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let ranges = (1..=12).contains(&month) && (1..=31).contains(&day) && (0..24).contains(&hour);
    if !ranges || !(0..60).contains(&minute) || !(0..60).contains(&second) || fraction.parse::<u64>().is_err() {
        return None;
    }
    let minutes = days_since_1970(year, month, day) * 1_440 + hour * 60 + minute - offset_min;
    Some((minutes * 60 + second) * 1_000)
}

/// Days of the Gregorian calendar, counted in years that begin in March so that leap days come last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(duration: &str, expires_at: &str) -> CustomStatus {
        CustomStatus {
            emoji: "calendar".to_owned(),
            text: "busy".to_owned(),
            duration: duration.to_owned(),
            expires_at: expires_at.to_owned(),
        }
    }

    #[test]
    fn times_are_read() {
        assert_eq!(unix_ms("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(unix_ms("2024-02-29T12:30:15.5+02:00"), Some(1_709_202_615_000));
        assert!(unix_ms(NEVER).unwrap() < 0);
        for bad in ["", "tomorrow", "2024-13-01T00:00:00Z", "2024-01-01 00:00:00Z", "2024-01-01T00:00Z"] {
            assert_eq!(unix_ms(bad), None, "{bad}");
        }
    }

    #[test]
    fn durations_and_times_must_fit() {
        let now = 1_800_000_000_000;
        let checks = [
            ("", NEVER, true),
            ("", "", true),
            (AT_A_TIME, "2099-01-01T00:00:00Z", true),
            (AT_A_TIME, "2001-01-01T00:00:00Z", false),
            ("zzz", "2099-01-01T00:00:00Z", false),
            ("today", NEVER, false),
        ];
        for (duration, expires_at, fits) in checks {
            assert_eq!(prepare(&mut status(duration, expires_at), now).is_some(), fits, "{duration} {expires_at}");
        }
        assert!(prepare(&mut CustomStatus::default(), now).is_none());
    }

    #[test]
    fn long_texts_are_cut_and_a_face_is_given() {
        let mut long = CustomStatus { text: "ä".repeat(101), ..CustomStatus::default() };
        prepare(&mut long, 0).unwrap();
        assert_eq!((long.text.chars().count(), long.emoji.as_str()), (100, DEFAULT_EMOJI));
    }
}
