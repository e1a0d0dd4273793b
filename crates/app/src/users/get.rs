//! Reading accounts.

use std::sync::Arc;

use roost_model::errors::user as errors;
use roost_model::permission::Permission;
use roost_model::user::{SanitizeOptions, User};
use roost_model::{Id, error as ids};
use roost_store::users as store;
use roost_store::users::list::Visible;

use super::access::{require_can_see, visible};
use super::terms::accepted_terms;
use crate::access::team::memberships;
use crate::{AppError, Ctx};

/// The account, or 404. Everything in it: sanitise before showing it.
pub async fn user_get(ctx: &Ctx, id: Id) -> Result<Arc<User>, AppError> {
    user_find(ctx, id).await?.ok_or_else(|| errors::MISSING_ACCOUNT.into())
}

/// The account, deactivated ones too, if there is one.
pub async fn user_find(ctx: &Ctx, id: Id) -> Result<Option<Arc<User>>, AppError> {
    if id.is_empty() {
        return Ok(None);
    }
    let db = ctx.db();
    let load = async || store::user_get(db, id).await;
    Ok(ctx.app().caches.users.get_or_load(&id, load).await?)
}

/// The account of the session.
pub async fn own_user(ctx: &Ctx) -> Result<Arc<User>, AppError> {
    user_find(ctx, ctx.user_id()).await?.ok_or_else(|| ids::SESSION_EXPIRED.into())
}

/// These accounts, from the cache or with one read; unknown ids are left out.
pub async fn user_find_many(ctx: &Ctx, wanted: &[Id]) -> Result<Vec<Arc<User>>, AppError> {
    let cache = &ctx.app().caches.users;
    let mut found = Vec::with_capacity(wanted.len());
    let mut missing = Vec::new();
    for id in wanted {
        match cache.get(id) {
            Some(user) => found.push(user),
            None => missing.push((*id, cache.ticket(id))),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    let ids: Vec<Id> = missing.iter().map(|(id, _)| *id).collect();
    for user in store::user_list(ctx.db(), &ids).await? {
        let user = Arc::new(user);
        if let Some((id, ticket)) = missing.iter().find(|(id, _)| *id == user.id) {
            cache.insert(*ticket, *id, user.clone());
        }
        found.push(user);
    }
    Ok(found)
}

/// How much of somebody's account the session's user may see.
pub fn sanitize_options(ctx: &Ctx, subject: Id) -> SanitizeOptions {
    if ctx.user_id() == subject {
        return SanitizeOptions::Own;
    }
    other_options(ctx)
}

/// As [`sanitize_options`] in lists, where one's own account is shown as that of anybody else.
pub fn other_options(ctx: &Ctx) -> SanitizeOptions {
    if ctx.can(Permission::ManageSystem) {
        return SanitizeOptions::Admin;
    }
    as_everybody_sees(ctx)
}

/// How much of an account everybody may see, to administrators too.
pub fn as_everybody_sees(ctx: &Ctx) -> SanitizeOptions {
    let config = ctx.config();
    SanitizeOptions::Other {
        show_full_name: config.privacy.show_full_name,
        show_email: config.privacy.show_email_address,
    }
}

/// One account as the session may see it, for `GET /users/{id}` and its siblings. The owner and administrators see which
/// terms of service were accepted.
pub async fn user_view(ctx: &Ctx, id: Id) -> Result<User, AppError> {
    require_can_see(ctx, id).await?;
    let user = user_get(ctx, id).await?;
    seen(ctx, (*user).clone()).await
}

/// As [`user_view`], by user name.
pub async fn user_view_by_username(ctx: &Ctx, name: &str) -> Result<User, AppError> {
    let found = store::user_list_by_usernames(ctx.db(), &[name.to_lowercase()]).await?.pop();
    view_found(ctx, found, errors::BY_USERNAME_NOT_FOUND.into()).await
}

/// As [`user_view`], by mail address; refused where such addresses are not shown.
pub async fn user_view_by_email(ctx: &Ctx, email: &str) -> Result<User, AppError> {
    if !ctx.config().privacy.show_email_address && !ctx.can(Permission::ManageSystem) {
        return Err(errors::EMAIL_LOOKUP_DENIED.into());
    }
    let found = store::user_get_by_email(ctx.db(), &email.to_lowercase()).await?;
    view_found(ctx, found, errors::MISSING_ACCOUNT.into()).await
}

async fn view_found(ctx: &Ctx, found: Option<User>, missing: AppError) -> Result<User, AppError> {
    let Some(user) = found else {
        // Whoever may not see everybody must not learn which names are free.
        let may_know = visible(ctx).await?.is_none();
        return Err(if may_know { missing } else { AppError::no_permission() });
    };
    require_can_see(ctx, user.id).await?;
    seen(ctx, user).await
}

async fn seen(ctx: &Ctx, mut user: User) -> Result<User, AppError> {
    if (ctx.user_id() == user.id || ctx.can(Permission::ManageSystem))
        && let Some((terms, at_ms)) = accepted_terms(ctx, user.id).await?
    {
        user.terms_of_service_id = terms;
        user.terms_of_service_create_at = at_ms;
    }
    let options = sanitize_options(ctx, user.id);
    Ok(user.sanitized(options))
}

/// Accounts by id that changed after `since_ms`; those that the session may not see are left out.
pub async fn user_list_by_ids(ctx: &Ctx, wanted: &[Id], since_ms: i64) -> Result<Vec<User>, AppError> {
    let found = user_find_many(ctx, wanted).await?;
    let changed = found.into_iter().filter(|user| since_ms == 0 || user.update_at > since_ms);
    visible_only(ctx, changed.map(Arc::unwrap_or_clone).collect()).await
}

/// Accounts by user name, in the order of names.
pub async fn user_list_by_usernames(ctx: &Ctx, names: &[String]) -> Result<Vec<User>, AppError> {
    let found = store::user_list_by_usernames(ctx.db(), names).await?;
    visible_only(ctx, found).await
}

async fn visible_only(ctx: &Ctx, users: Vec<User>) -> Result<Vec<User>, AppError> {
    let options = other_options(ctx);
    let Some(visible) = visible(ctx).await? else {
        return Ok(users.into_iter().map(|user| user.sanitized(options)).collect());
    };
    let mut shown = Vec::new();
    for user in users {
        if user.id == ctx.user_id() || shares(ctx, &visible, user.id).await? {
            shown.push(user.sanitized(options));
        }
    }
    Ok(shown)
}

async fn shares(ctx: &Ctx, visible: &Visible, other: Id) -> Result<bool, AppError> {
    let theirs = memberships(ctx, other).await?;
    Ok(visible.channels.iter().any(|id| theirs.channels.contains_key(id))
        || visible.teams.iter().any(|id| theirs.teams.contains_key(id)))
}
