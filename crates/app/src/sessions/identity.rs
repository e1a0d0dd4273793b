//! What a socket needs to know of its session, and whether a session lacks the second factor.

use roost_model::permission::Permission;
use roost_model::session::Session;
use roost_model::{Id, error as ids};
use roost_realtime::Identity;
use roost_store::{sessions as store, users};

use crate::access::roles;
use crate::{App, AppError, Db};

/// The facts of `session` for a connection.
pub async fn identity_of(app: &App, db: &Db, session: &Session) -> Result<Identity, AppError> {
    let roles = roles::table(app, db).await?;
    Ok(Identity {
        session_id: session.id,
        user_id: session.user_id,
        expires_at_ms: session.expires_at,
        manages_system: roles.permissions(&session.roles).contains(Permission::ManageSystem),
        is_guest: session.is_guest(),
        mfa_ok: !lacks_second_factor(app, db, session).await?,
    })
}

/// Whether the server asks everybody for a second factor and this session's user has none.
pub async fn lacks_second_factor(app: &App, db: &Db, session: &Session) -> Result<bool, AppError> {
    let config = app.config.current();
    let settings = &config.service;
    if !settings.enable_multifactor_authentication || !settings.enforce_multifactor_authentication || session.is_oauth {
        return Ok(false);
    }
    let load = async || users::user_get(db, session.user_id).await;
    let user = app.caches.users.get_or_load(&session.user_id, load).await?.ok_or(ids::SESSION_EXPIRED)?;
    let guest_exempt = user.is_guest() && !config.guest_accounts.enforce_multifactor_authentication;
    let by_service = !matches!(user.auth_service.as_str(), "" | "email" | "ldap");
    Ok(!guest_exempt && !by_service && !user.is_bot && !user.mfa_active)
}

/// Tells the sockets of a user on this node what its sessions may now.
pub async fn refresh_sockets(app: &App, db: &Db, user: Id) -> Result<(), AppError> {
    if app.hub.user_connections(user) == 0 {
        return Ok(());
    }
    let (sessions, _) = store::session_list_for_user(db, user).await?;
    for session in sessions {
        let identity = identity_of(app, db, &session).await?;
        app.hub.refresh_session(identity).await;
    }
    Ok(())
}
