//! Accepting the terms of service.

use roost_model::Id;
use roost_model::errors::user as errors;
use roost_store::terms as store;

use crate::record::Kind;
use crate::{AppError, Ctx, Record, audit};

/// Which version the session's user accepted, and when (Unix ms); 404 for none.
pub async fn terms_accepted(ctx: &Ctx) -> Result<(Id, i64), AppError> {
    store::terms_of_user(ctx.db(), ctx.user_id()).await?.ok_or_else(|| errors::TERMS_NOT_ACCEPTED.into())
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
