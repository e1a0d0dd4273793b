//! Logging in.

use std::sync::Arc;

use roost_model::errors::session as errors;
use roost_model::session::SessionWithToken;
use roost_model::user::{LoginRequest, User};
use roost_model::{ErrorId, Id};
use roost_store::users::LoginRow;
use roost_store::users::change::user_mfa_used_in_tx;
use roost_store::{StoreError, sessions as store, users};

use super::create::session_create_in_tx;
use crate::password::Verdict;
use crate::record::Kind;
use crate::users::check::attempts_max;
use crate::users::terms::accepted_terms;
use crate::users::{mfa, secrets, user_find};
use crate::{AppError, Ctx, Record, audit};

/// A user's oldest sessions end when there would be more than this many.
pub(super) const SESSIONS_PER_USER_MAX: i64 = 500;

/// A log-in that worked.
pub struct LoggedIn {
    /// With the terms of service that the user accepted.
    pub user: User,
    pub session: SessionWithToken,
}

/// Logs in by id, user name or e-mail address and password, and the code of the second factor where one is in force.
///
/// What exactly was wrong stays between us and the log, except where the right person needs to know it.
pub async fn login(ctx: &Ctx, request: &LoginRequest) -> Result<LoggedIn, AppError> {
    let outcome = attempt(ctx, request).await;
    let metrics = &ctx.app().metrics;
    let counter = if outcome.is_ok() { &metrics.logins } else { &metrics.logins_failed };
    counter.inc();
    outcome.map_err(|error| masked(ctx, error))
}

async fn attempt(ctx: &Ctx, request: &LoginRequest) -> Result<LoggedIn, AppError> {
    if request.password.is_empty() {
        return Err(errors::LOGIN_BLANK_PASSWORD.into());
    }
    let found = account(ctx, request).await?.ok_or(errors::LOGIN_INVALID)?;
    // The account as it was before: the answer tells how many log-ins had failed.
    let user = user_find(ctx, found.user_id).await?.ok_or(errors::LOGIN_INVALID)?;
    refuse_before(ctx, &user, &found)?;
    let verdict = if found.secrets.password_hash.is_empty() {
        Verdict::Wrong
    } else {
        secrets::verify(ctx, &request.password, &found.secrets.password_hash).await?
    };
    let step = match second_factor(ctx, &found, &request.token) {
        _ if verdict == Verdict::Wrong => return fail(ctx, request, user.id, errors::LOGIN_INVALID).await,
        Ok(step) => step,
        // A client asks without a code first, to learn that one is needed: that counts for nothing.
        Err(error) if request.token.is_empty() => return Err(error.into()),
        Err(error) => return fail(ctx, request, user.id, error).await,
    };
    refuse_after(ctx, &user)?;
    begin_session(ctx, request, &user, found, verdict, step).await
}

/// The account by id, user name or mail address, as far as the server takes these.
async fn account(ctx: &Ctx, request: &LoginRequest) -> Result<Option<LoginRow>, AppError> {
    if !request.id.is_empty() {
        return Ok(users::user_login_get_by_id(ctx.db(), Id::parse_or_empty(&request.id)).await?);
    }
    let config = ctx.config();
    let by_email = request.login_id.contains('@');
    let taken =
        if by_email { config.email.enable_sign_in_with_email } else { config.email.enable_sign_in_with_username };
    if !taken || request.login_id.is_empty() {
        return Ok(None);
    }
    Ok(users::user_login_get(ctx.db(), &request.login_id.to_lowercase()).await?)
}

/// What refuses a log-in whatever the password.
fn refuse_before(ctx: &Ctx, user: &User, found: &LoginRow) -> Result<(), AppError> {
    if !user.auth_service.is_empty() {
        return Err(errors::LOGIN_INVALID.into());
    }
    if user.delete_at != 0 {
        return Err(errors::LOGIN_INACTIVE.into());
    }
    if user.is_bot {
        return Err(errors::LOGIN_BOT.into());
    }
    if found.failed_attempts >= attempts_max(ctx) {
        return Err(errors::LOGIN_ATTEMPTS.into());
    }
    Ok(())
}

/// What refuses a log-in although the password is right.
fn refuse_after(ctx: &Ctx, user: &User) -> Result<(), AppError> {
    let config = ctx.config();
    if !user.email_verified && config.email.require_email_verification {
        return Err(errors::LOGIN_NOT_VERIFIED.into());
    }
    if user.is_guest() && !config.guest_accounts.enable {
        return Err(errors::LOGIN_GUESTS_OFF.into());
    }
    if user.is_remote() {
        return Err(errors::LOGIN_REMOTE.into());
    }
    Ok(())
}

/// The used time step of the code; `None` where no second factor is in force.
fn second_factor(ctx: &Ctx, found: &LoginRow, code: &str) -> Result<Option<i64>, &'static ErrorId> {
    if !found.mfa_active || !ctx.config().service.enable_multifactor_authentication {
        return Ok(None);
    }
    if code.is_empty() {
        return Err(errors::LOGIN_MFA_MISSING);
    }
    let secrets = &found.secrets;
    let step = mfa::accepted_step(&secrets.mfa_secret, code, ctx.now_ms(), &secrets.mfa_used_timestamps);
    step.map(Some).ok_or(errors::LOGIN_MFA_BAD)
}

/// Counts a failed attempt. Log-ins of nobody leave no trace in the database: strangers could fill it.
async fn fail(ctx: &Ctx, request: &LoginRequest, id: Id, error: &'static ErrorId) -> Result<LoggedIn, AppError> {
    let mut tx = ctx.db().begin().await?;
    users::user_attempt_failed_in_tx(&mut tx, id);
    let (attempt, failure) =
        (format!("attempt - login_id={}", request.login_id), format!("failure - login_id={}", request.login_id));
    audit::note_in_tx(ctx, &mut tx, id, &[&attempt, &failure]);
    let mut record = Record::new();
    record.invalidate(Kind::User, id);
    ctx.commit(tx, record).await?;
    Err(error.into())
}

async fn begin_session(
    ctx: &Ctx,
    request: &LoginRequest,
    user: &Arc<User>,
    found: LoginRow,
    verdict: Verdict,
    step: Option<i64>,
) -> Result<LoggedIn, AppError> {
    let rehashed = match verdict {
        Verdict::Right { needs_rehash: true } => Some(secrets::hash(ctx, &request.password).await?),
        _ => None,
    };
    let mut user = (**user).clone();
    if let Some((terms, at_ms)) = accepted_terms(ctx, user.id).await? {
        user.terms_of_service_id = terms;
        user.terms_of_service_create_at = at_ms;
    }
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    if found.failed_attempts > 0 {
        // Nothing else that is cached changes by a log-in.
        record.invalidate(Kind::User, user.id);
    }
    users::user_logged_in_in_tx(&mut tx, user.id, ctx.now_ms(), attempts_max(ctx));
    if let Some(hash) = rehashed {
        users::user_rehash_in_tx(&mut tx, user.id, hash, found.secrets.password_hash);
    }
    if let Some(step) = step {
        let used = &found.secrets.mfa_used_timestamps;
        user_mfa_used_in_tx(&mut tx, user.id, &mfa::with_used(used, step), used);
    }
    let mut ended = Vec::new();
    if !request.device_id.is_empty() {
        ended = store::session_delete_for_device_in_tx(&mut tx, user.id, &request.device_id, Id::EMPTY).await?;
    }
    ended.extend(store::session_trim_in_tx(&mut tx, user.id, SESSIONS_PER_USER_MAX - 1).await?);
    for session in ended {
        record.invalidate(Kind::Session, session).invalidate(Kind::EndSessionSockets, session);
    }
    let session = session_create_in_tx(ctx, &mut tx, &user, &request.device_id);
    let after = ctx.with_session(Arc::new(session.session.clone()));
    let attempt = format!("attempt - login_id={}", request.login_id);
    audit::note_in_tx(&after, &mut tx, user.id, &[&attempt, "authenticated", "success"]);
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        // Failed attempts at the same moment locked the account, or the code was used twice at once.
        Some(StoreError::Gone) if step.is_some() => errors::LOGIN_MFA_BAD.into(),
        Some(StoreError::Gone) => errors::LOGIN_ATTEMPTS.into(),
        _ => error,
    })?;
    Ok(LoggedIn { user, session })
}

/// Errors that tell the right person what to do; every other refusal looks the same.
fn masked(ctx: &Ctx, error: AppError) -> AppError {
    let told = [
        errors::LOGIN_BLANK_PASSWORD,
        errors::LOGIN_ATTEMPTS,
        errors::LOGIN_BOT,
        errors::LOGIN_INACTIVE,
        errors::LOGIN_NOT_VERIFIED,
        errors::LOGIN_MFA_MISSING,
        errors::LOGIN_MFA_BAD,
        errors::LOGIN_GUESTS_OFF,
        errors::LOGIN_REMOTE,
    ];
    if error.id.status >= 500 || told.contains(&&error.id) {
        return error;
    }
    let email = &ctx.config().email;
    let id = match (email.enable_sign_in_with_email, email.enable_sign_in_with_username) {
        (true, true) => errors::LOGIN_INVALID,
        (false, true) => errors::LOGIN_INVALID_USERNAME,
        (true, false) => errors::LOGIN_INVALID_EMAIL,
        (false, false) => errors::LOGIN_INVALID_SSO,
    };
    AppError::new(id).because(error)
}
