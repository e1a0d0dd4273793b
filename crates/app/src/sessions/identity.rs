//! What a socket needs to know of its session.

use roost_model::permission::Permission;
use roost_model::session::Session;
use roost_realtime::Identity;

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
        mfa_ok: true,
    })
}
