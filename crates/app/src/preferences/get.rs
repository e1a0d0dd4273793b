//! Reading preferences.

use std::sync::Arc;

use roost_model::Id;
use roost_model::errors::preference as errors;
use roost_model::permission::Permission;
use roost_model::preference::Preference;
use roost_store::preferences::preference_list;

use crate::{AppError, Ctx};

/// 403 unless the preferences are the session's own, or its user may edit others.
pub fn require_own(ctx: &Ctx, user: Id) -> Result<(), AppError> {
    if user == ctx.user_id() { Ok(()) } else { ctx.require(Permission::EditOtherUsers) }
}

/// Every preference of a user.
pub async fn preferences_of(ctx: &Ctx, user: Id) -> Result<Arc<Vec<Preference>>, AppError> {
    require_own(ctx, user)?;
    let db = ctx.db();
    let load = async || preference_list(db, user).await.map(Some);
    Ok(ctx.app().caches.preferences.get_or_load(&user, load).await?.unwrap_or_default())
}

/// Those of one category; 404 when there are none.
pub async fn preferences_in_category(ctx: &Ctx, user: Id, category: &str) -> Result<Vec<Preference>, AppError> {
    let all = preferences_of(ctx, user).await?;
    let found: Vec<Preference> = all.iter().filter(|one| one.category == category).cloned().collect();
    if found.is_empty() { Err(errors::CATEGORY_NOT_FOUND.into()) } else { Ok(found) }
}

/// One preference.
pub async fn preference_get(ctx: &Ctx, user: Id, category: &str, name: &str) -> Result<Preference, AppError> {
    let all = preferences_of(ctx, user).await?;
    let found = all.iter().find(|one| one.category == category && one.name == name).cloned();
    found.ok_or_else(|| errors::NOT_FOUND.into())
}
