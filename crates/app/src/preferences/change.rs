//! Changing preferences.

use std::collections::HashSet;

use roost_model::errors::preference as errors;
use roost_model::preference::{Preference, PreferenceDraft, category};
use roost_model::ws::event;
use roost_model::ws::user::Preferences;
use roost_model::{ErrorId, Id};
use roost_realtime::{Audience, Event};
use roost_store::{Tx, preferences as store};
use serde_json::{Map, Value, json};

use super::get::require_own;
use crate::categories::favorites_changed_in_tx;
use crate::posts::post_get;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Preferences in one request at most, as in the original.
const LEN_MAX: usize = 100;

/// Writes preferences of a user.
pub async fn preferences_save(ctx: &Ctx, user: Id, drafts: Vec<PreferenceDraft>) -> Result<(), AppError> {
    let mut all = checked(ctx, user, drafts, errors::SET_DENIED)?;
    for one in &mut all {
        if one.category == category::FLAGGED_POST {
            readable_post(ctx, &one.name).await?;
        }
        if one.category == category::THEME {
            one.value = theme(&one.value);
        }
        one.validate()?;
    }
    let mut tx = ctx.db().begin().await?;
    store::preference_save_in_tx(&mut tx, user, &last_of_each(&all));
    favorites(&mut tx, user, &all, |one| one.value == "true");
    finish(ctx, tx, user, &all, event::PREFERENCES_CHANGED).await
}

/// Removes preferences of a user.
pub async fn preferences_delete(ctx: &Ctx, user: Id, drafts: Vec<PreferenceDraft>) -> Result<(), AppError> {
    let all = checked(ctx, user, drafts, errors::DELETE_DENIED)?;
    let mut tx = ctx.db().begin().await?;
    store::preference_delete_in_tx(&mut tx, user, &last_of_each(&all));
    favorites(&mut tx, user, &all, |_| false);
    finish(ctx, tx, user, &all, event::PREFERENCES_DELETED).await
}

/// The drafts as preferences of `user`; each must name that user itself.
fn checked(
    ctx: &Ctx,
    user: Id,
    drafts: Vec<PreferenceDraft>,
    denied: &'static ErrorId,
) -> Result<Vec<Preference>, AppError> {
    require_own(ctx, user)?;
    if drafts.is_empty() || drafts.len() > LEN_MAX {
        return Err(AppError::invalid_body("preferences"));
    }
    if drafts.iter().any(|draft| draft.user_id != user.as_str()) {
        return Err(denied.into());
    }
    let preference = |draft: PreferenceDraft| Preference {
        user_id: user,
        category: draft.category,
        name: draft.name,
        value: draft.value,
    };
    Ok(drafts.into_iter().map(preference).collect())
}

/// Only a post that one can read can be saved for later.
async fn readable_post(ctx: &Ctx, id: &str) -> Result<(), AppError> {
    let id = Id::parse(id).ok_or_else(|| AppError::invalid_body("preference.name"))?;
    post_get(ctx, id, false).await.map(drop).map_err(|error| match error.id.status {
        404 => AppError::invalid_body("preference.name").because(error),
        _ => error,
    })
}

/// A theme is an object of texts; anything else becomes `null`, as the original keeps it.
fn theme(value: &str) -> String {
    let map: Option<Map<String, Value>> = serde_json::from_str(value).ok();
    map.filter(|map| map.values().all(Value::is_string)).map_or(Value::Null, Value::Object).to_string()
}

/// One statement cannot write a row twice.
fn last_of_each(all: &[Preference]) -> Vec<&Preference> {
    let mut seen = HashSet::new();
    let mut kept: Vec<&Preference> = all.iter().rev().filter(|one| seen.insert((&one.category, &one.name))).collect();
    kept.reverse();
    kept
}

/// Favourites stand in the sidebar, too.
fn favorites(tx: &mut Tx, user: Id, all: &[Preference], is_favorite: impl Fn(&Preference) -> bool) {
    let changes: Vec<(Id, bool)> = all
        .iter()
        .filter(|one| one.category == category::FAVORITE_CHANNEL)
        .filter_map(|one| Some((Id::parse(&one.name)?, is_favorite(one))))
        .collect();
    if !changes.is_empty() {
        favorites_changed_in_tx(tx, user, &changes);
    }
}

async fn finish(ctx: &Ctx, tx: Tx, user: Id, all: &[Preference], name: &'static str) -> Result<(), AppError> {
    let mut record = Record::new();
    record
        .invalidate(Kind::Preferences, user)
        .event(Event::new(event::SIDEBAR_CATEGORY_UPDATED, &json!({}), Audience::user(user)))
        .event(Event::new(name, &Preferences::new(all), Audience::user(user)));
    ctx.commit(tx, record).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_that_is_no_object_of_texts_is_kept_as_null() {
        assert_eq!(theme(r#"{"type":"Onyx"}"#), r#"{"type":"Onyx"}"#);
        for bad in ["notjson", "[]", r#"{"a":1}"#] {
            assert_eq!(theme(bad), "null", "{bad}");
        }
    }
}
