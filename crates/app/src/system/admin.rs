//! Small things that administrators do to a server and look up about it.

use roost_model::Id;
use roost_model::audit::Audit;
use roost_model::errors::system as errors;
use roost_model::permission::Permission;
use roost_model::system::{AppliedMigration, OnboardingDraft, SystemValue, value};
use roost_model::ws::event;
use roost_realtime::{Audience, Event};
use roost_store::{audits, systems as store};
use serde_json::{Map, Value};

use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Characters of a client's message in the log at most.
const CLIENT_MESSAGE_RUNES_MAX: usize = 400;

/// The original's migrations that this database has, newest first.
pub async fn schema_version(ctx: &Ctx) -> Result<Vec<AppliedMigration>, AppError> {
    ctx.require(Permission::ManageSystem)?;
    Ok(store::migration_list(ctx.db()).await?)
}

/// What anybody did, the newest first.
pub async fn audit_list(ctx: &Ctx, page: i64, per_page: i64) -> Result<Vec<Audit>, AppError> {
    ctx.require(Permission::ReadAudits)?;
    Ok(audits::audit_list(ctx.db(), page.saturating_mul(per_page), per_page).await?)
}

/// Makes all nodes read anew what they remember of the database.
pub async fn caches_invalidate(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::InvalidateCaches)?;
    let mut record = Record::new();
    record.invalidate(Kind::Caches, Id::EMPTY);
    ctx.commit(ctx.db().begin().await?, record).await
}

/// Gives up this node's connections to the database as they come back, so that new ones take their place.
pub fn database_recycle(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::RecycleDatabaseConnections)?;
    ctx.app().renewal.renew();
    Ok(())
}

/// Whether the first administrator has seen the set-up to its end.
pub async fn onboarding_get(ctx: &Ctx) -> Result<SystemValue, AppError> {
    ctx.require(Permission::ManageSystem)?;
    let name = value::FIRST_ADMIN_SETUP_COMPLETE;
    let done = store::system_get(ctx.db(), name).await?.unwrap_or_else(|| "false".to_owned());
    Ok(SystemValue { name: name.to_owned(), value: done })
}

/// The first administrator has seen the set-up to its end.
pub async fn onboarding_complete(ctx: &Ctx, draft: OnboardingDraft) -> Result<(), AppError> {
    if draft.organization.trim().is_empty() {
        return Err(errors::ONBOARDING_NO_ORGANIZATION.into());
    }
    let mut tx = ctx.db().begin().await?;
    store::system_put_in_tx(&mut tx, value::ORGANIZATION_NAME, draft.organization.trim());
    store::system_put_in_tx(&mut tx, value::FIRST_ADMIN_SETUP_COMPLETE, "true");
    ctx.commit(tx, Record::new()).await
}

/// Whether an administrator has looked at the marketplace.
pub async fn marketplace_visited(ctx: &Ctx) -> Result<SystemValue, AppError> {
    ctx.require(Permission::ManageSystem)?;
    let name = value::FIRST_ADMIN_VISIT_MARKETPLACE;
    let seen = store::system_get(ctx.db(), name).await?.unwrap_or_else(|| "false".to_owned());
    Ok(SystemValue { name: name.to_owned(), value: seen })
}

/// An administrator looks at the marketplace: clients no longer point at it.
pub async fn marketplace_visit(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)?;
    let mut tx = ctx.db().begin().await?;
    store::system_put_in_tx(&mut tx, value::FIRST_ADMIN_VISIT_MARKETPLACE, "true");
    let mut record = Record::new();
    let data = serde_json::json!({"firstAdminVisitMarketplaceStatus": "true"});
    record.event(Event::new(event::FIRST_ADMIN_VISIT_MARKETPLACE_STATUS_RECEIVED, &data, Audience::everyone()));
    ctx.commit(tx, record).await
}

/// Writes what a client complains of to the log, and returns it as the original does. Visitors may where the server is
/// in developer mode.
pub fn client_log(ctx: &Ctx, mut message: Map<String, Value>) -> Result<Map<String, Value>, AppError> {
    if ctx.session().is_none() && !ctx.config().service.enable_developer {
        return Err(AppError::no_permission());
    }
    let text = |name: &str| message.get(name).and_then(Value::as_str).unwrap_or_default();
    let said: String = text("message").chars().take(CLIENT_MESSAGE_RUNES_MAX).collect();
    let said = format!("Client Logs API Endpoint Message: {said}");
    if text("level") == "ERROR" {
        tracing::error!(user = %ctx.user_id(), said, "a client reports an error");
    } else {
        tracing::debug!(user = %ctx.user_id(), said, "a client reports");
    }
    message.insert("message".to_owned(), said.into());
    Ok(message)
}
