//! Terms of service, and who accepts them.

use roost_model::Id;
use roost_model::errors::user as errors;
use roost_model::limits::{POST_MESSAGE_RUNES_MAX, exceeds_runes};
use roost_model::permission::Permission;
use roost_store::terms::{self as store, Terms};

use crate::record::Kind;
use crate::{AppError, Ctx, Record, audit};

/// The version in force, or 404.
pub async fn terms_latest(ctx: &Ctx) -> Result<Terms, AppError> {
    store::terms_latest(ctx.db()).await?.ok_or_else(|| errors::TERMS_NOT_FOUND.into())
}

/// Puts a new version in force. The same text again changes nothing: nobody has to accept it anew.
pub async fn terms_create(ctx: &Ctx, text: &str) -> Result<Terms, AppError> {
    ctx.require(Permission::ManageSystem)?;
    if !ctx.config().support.custom_terms_of_service_enabled {
        return Err(errors::TERMS_OFF.into());
    }
    if text.is_empty() {
        return Err(errors::TERMS_EMPTY.into());
    }
    if exceeds_runes(text, POST_MESSAGE_RUNES_MAX) {
        return Err(AppError::invalid_body("text"));
    }
    if let Some(latest) = store::terms_latest(ctx.db()).await?.filter(|latest| latest.text == text) {
        return Ok(latest);
    }
    let terms = Terms { id: ctx.new_id(), create_at: ctx.now_ms(), user_id: ctx.user_id(), text: text.to_owned() };
    let mut tx = ctx.db().begin().await?;
    store::terms_insert_in_tx(&mut tx, &terms);
    ctx.commit(tx, Record::new()).await?;
    Ok(terms)
}

/// Which version a user accepted last, and when (Unix ms), from the cache: it is part of everybody's own account.
pub(crate) async fn accepted_terms(ctx: &Ctx, user: Id) -> Result<Option<(Id, i64)>, AppError> {
    let load = async || Ok::<_, AppError>(Some(store::terms_of_user(ctx.db(), user).await?));
    Ok(ctx.app().caches.accepted_terms.get_or_load(&user, load).await?.and_then(|accepted| *accepted))
}

/// Which version the session's user accepted, and when (Unix ms); 404 for none.
pub async fn terms_accepted(ctx: &Ctx) -> Result<(Id, i64), AppError> {
    accepted_terms(ctx, ctx.user_id()).await?.ok_or_else(|| errors::TERMS_NOT_ACCEPTED.into())
}

/// The session's user accepts a version of the terms, or takes that back.
pub async fn terms_accept(ctx: &Ctx, terms: &str, accepted: bool) -> Result<(), AppError> {
    let terms = store::terms_get(ctx.db(), terms).await?.ok_or(errors::TERMS_NOT_FOUND)?;
    let user = ctx.user_id();
    let mut tx = ctx.db().begin().await?;
    if accepted {
        store::terms_accept_in_tx(&mut tx, user, terms.id, ctx.now_ms());
    } else {
        store::terms_refuse_in_tx(&mut tx, user, terms.id);
    }
    let extra = format!("TermsOfServiceId={}, accepted={accepted}", terms.id);
    audit::note_in_tx(ctx, &mut tx, user, &[&extra]);
    let mut record = Record::new();
    record.invalidate(Kind::User, user);
    ctx.commit(tx, record).await
}
