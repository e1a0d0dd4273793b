//! Changing a password.

use roost_model::Id;
use roost_model::errors::user as errors;
use roost_model::permission::Permission;
use roost_model::user::PasswordChange;
use roost_store::users::change;
use roost_store::{Tx, sessions};

use super::check::check_password;
use super::link::BY_LINK;
use super::{secrets, user_find};
use crate::mail::{Mail, Topic};
use crate::record::Kind;
use crate::{AppError, Ctx, Record, audit};

/// A new password: one's own, proved by the current one, or that of somebody whom the session administers.
pub async fn user_change_password(ctx: &Ctx, id: Id, request: &PasswordChange) -> Result<(), AppError> {
    let user = user_find(ctx, id).await?;
    let administers = user.as_ref().is_some_and(|user| {
        let needed = if user.is_system_admin() {
            Permission::ManageSystem
        } else {
            Permission::SysconsoleWriteUserManagementUsers
        };
        ctx.can(needed)
    });
    let own = ctx.user_id() == id;
    let hashed = request.already_hashed == "true";
    let (Some(user), true) = (user, own || administers) else { return Err(errors::PASSWORD_CHANGE_DENIED.into()) };
    if user.auth_service == BY_LINK {
        return Err(errors::LINK_PASSWORD.into());
    }
    if hashed {
        if !administers {
            return Err(errors::PASSWORD_HASHED_OWN.into());
        }
        return store_password(ctx, id, request.new_password.clone(), "completed").await;
    }
    if own {
        if request.current_password.is_empty() {
            return Err(AppError::invalid_body("current_password"));
        }
        if user.auth_data.as_ref().is_some_and(|data| !data.is_empty()) {
            return Err(errors::PASSWORD_OF_SERVICE.into());
        }
        check_password(ctx, id, &request.current_password).await.map_err(|error| {
            if error.id == *errors::PASSWORD_WRONG { errors::PASSWORD_INCORRECT.into() } else { error }
        })?;
    }
    secrets::check_policy(ctx, &request.new_password)?;
    let hash = secrets::hash(ctx, &request.new_password).await?;
    ctx.mail(Mail::to_user(&user, Topic::PasswordChanged));
    store_password(ctx, id, hash, "completed").await
}

async fn store_password(ctx: &Ctx, id: Id, hash: String, extra: &str) -> Result<(), AppError> {
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    set_password_in_tx(ctx, &mut tx, &mut record, id, hash).await?;
    audit::note_in_tx(ctx, &mut tx, ctx.user_id(), &[extra]);
    ctx.commit(tx, record).await
}

/// Writes the password. Where the server is set to it, every other session of the account ends.
pub(crate) async fn set_password_in_tx(
    ctx: &Ctx,
    tx: &mut Tx,
    record: &mut Record,
    id: Id,
    hash: String,
) -> Result<(), AppError> {
    change::user_set_password_in_tx(tx, id, hash, ctx.now_ms());
    record.invalidate(Kind::User, id);
    if ctx.config().service.terminate_sessions_on_password_change {
        let keep = ctx.session().filter(|session| session.user_id == id).map(|session| session.id);
        end_sessions_in_tx(tx, record, id, keep.unwrap_or_default()).await?;
    }
    Ok(())
}

/// Ends the sessions of an account, but for the one to keep, and their sockets.
pub(crate) async fn end_sessions_in_tx(tx: &mut Tx, record: &mut Record, id: Id, keep: Id) -> Result<(), AppError> {
    record.invalidate(Kind::UserSessions, id);
    for session in sessions::session_delete_for_user_in_tx(tx, id, keep).await? {
        record.invalidate(Kind::EndSessionSockets, session);
    }
    Ok(())
}
