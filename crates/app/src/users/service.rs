//! How an account logs in, its failed attempts, and what it did.

use roost_model::Id;
use roost_model::audit::Audit;
use roost_model::errors::{session, user as errors};
use roost_model::permission::Permission;
use roost_model::user::{AuthChange, User};
use roost_store::users::change;
use roost_store::{audits, users as store};

use super::access::{require_over, require_self_or_edit};
use super::get::other_options;
use super::user_get;
use crate::record::Kind;
use crate::{AppError, Ctx, Record, audit};

/// `PUT /users/{id}/auth`: an administrator decides by which service the account logs in.
pub async fn user_set_auth(ctx: &Ctx, id: Id, change: &AuthChange) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)?;
    let data = change.auth_data.as_ref().filter(|data| !data.is_empty());
    if data.is_none() || change.auth_service.is_empty() {
        return Err(errors::AUTH_INVALID.into());
    }
    user_get(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    change::user_set_auth_in_tx(&mut tx, id, data.cloned(), &change.auth_service, ctx.now_ms());
    let extra = format!("updated user {id} auth to service={}", change.auth_service);
    audit::note_in_tx(ctx, &mut tx, ctx.user_id(), &[&extra]);
    let mut record = Record::new();
    record.invalidate(Kind::User, id);
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        Some(taken) if taken.is_conflict("users_authdata_key") => errors::AUTH_DATA_EXISTS.into(),
        _ => error,
    })
}

/// `POST /users/{id}/reset_failed_attempts`: unlocks an account.
pub async fn user_reset_attempts(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    if !ctx.can(Permission::SysconsoleWriteUserManagementUsers) {
        return Err(errors::RESET_ATTEMPTS_DENIED.into());
    }
    let user = user_get(ctx, id).await?;
    require_over(ctx, &user)?;
    if !matches!(user.auth_service.as_str(), "" | "ldap") {
        return Err(errors::RESET_ATTEMPTS_SERVICE.into());
    }
    let mut tx = ctx.db().begin().await?;
    change::user_reset_attempts_in_tx(&mut tx, id);
    let mut record = Record::new();
    record.invalidate(Kind::User, id);
    ctx.commit(tx, record).await
}

/// What a user did, the newest first.
pub async fn user_audits(ctx: &Ctx, id: Id, offset: i64, limit: i64) -> Result<Vec<Audit>, AppError> {
    require_self_or_edit(ctx, id)?;
    Ok(audits::audit_list_for_user(ctx.db(), id, offset, limit).await?)
}

/// `GET /users/invalid_emails`: whose address is outside the domains that the server takes.
pub async fn user_list_outside_domains(ctx: &Ctx, offset: i64, limit: i64) -> Result<Vec<User>, AppError> {
    let config = ctx.config();
    if config.team.enable_open_server {
        return Err(errors::INVALID_EMAILS_UNAVAILABLE.into());
    }
    ctx.require(Permission::SysconsoleReadUserManagementUsers)?;
    let domains = config.team.restrict_creation_to_domains.to_lowercase();
    let domains: Vec<String> =
        domains.split([',', ' ', '@']).filter(|domain| !domain.is_empty()).map(str::to_owned).collect();
    if domains.is_empty() {
        return Ok(Vec::new());
    }
    let options = other_options(ctx);
    let users = store::user_list_outside_domains(ctx.db(), &domains, offset, limit).await?;
    Ok(users.into_iter().map(|user| user.sanitized(options)).collect())
}

/// Where accounts are to log in from now on, all at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthMigration {
    Ldap,
    Saml,
}

/// Moves accounts to another login service. None is set up.
pub fn auth_migrate(ctx: &Ctx, to: AuthMigration) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)?;
    Err(match to {
        AuthMigration::Ldap => session::LDAP_MISSING.into(),
        AuthMigration::Saml => session::SAML_MISSING.into(),
    })
}
