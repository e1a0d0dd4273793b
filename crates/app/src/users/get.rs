//! Reading accounts.

use std::sync::Arc;

use roost_model::errors::user as errors;
use roost_model::permission::Permission;
use roost_model::user::{SanitizeOptions, User};
use roost_model::{Id, error as ids};

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
    let load = async || roost_store::users::user_get(db, id).await;
    Ok(ctx.app().caches.users.get_or_load(&id, load).await?)
}

/// The account of the session.
pub async fn own_user(ctx: &Ctx) -> Result<Arc<User>, AppError> {
    user_find(ctx, ctx.user_id()).await?.ok_or_else(|| ids::SESSION_EXPIRED.into())
}

/// How much of somebody's account the session's user may see.
pub fn sanitize_options(ctx: &Ctx, subject: Id) -> SanitizeOptions {
    if ctx.user_id() == subject {
        return SanitizeOptions::Own;
    }
    if ctx.can(Permission::ManageSystem) {
        return SanitizeOptions::Admin;
    }
    let config = ctx.config();
    SanitizeOptions::Other {
        show_full_name: config.privacy.show_full_name,
        show_email: config.privacy.show_email_address,
    }
}
