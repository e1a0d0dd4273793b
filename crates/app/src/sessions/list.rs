//! Listing and ending sessions.

use roost_model::Id;
use roost_model::errors::session as errors;
use roost_model::permission::Permission;
use roost_model::session::Session;
use roost_model::team_member::{SchemeRoleNames, TeamMember, effective_roles};
use roost_store::sessions::{self as store, SessionTeam};

use crate::record::Kind;
use crate::users::access::require_self_or_edit;
use crate::{AppError, Ctx, Record, audit};

/// The sessions of a user, the most recently used first.
pub async fn session_list(ctx: &Ctx, user: Id) -> Result<Vec<Session>, AppError> {
    require_self_or_edit(ctx, user)?;
    let (mut sessions, teams) = store::session_list_for_user(ctx.db(), user).await?;
    let members: Vec<TeamMember> = teams.iter().map(|team| team_member_of(ctx, user, team)).collect();
    for session in &mut sessions {
        session.team_members.clone_from(&members);
    }
    Ok(sessions)
}

/// The membership as clients see it.
pub(crate) fn team_member_of(ctx: &Ctx, user: Id, team: &SessionTeam) -> TeamMember {
    let scheme = ctx.roles().schemes.get(&team.scheme_id);
    let names = scheme.map_or(SchemeRoleNames::TEAM, SchemeRoleNames::in_team);
    let roles = effective_roles(&team.explicit_roles, team.flags.map(Some), SchemeRoleNames::TEAM, names);
    TeamMember {
        team_id: team.team_id,
        user_id: user,
        roles: roles.roles,
        delete_at: 0,
        scheme_guest: roles.scheme_guest,
        scheme_user: roles.scheme_user,
        scheme_admin: roles.scheme_admin,
        explicit_roles: roles.explicit_roles,
        create_at: 0,
    }
}

/// Ends one session of a user, with its sockets.
pub async fn session_revoke(ctx: &Ctx, user: Id, session_id: &str) -> Result<(), AppError> {
    require_self_or_edit(ctx, user)?;
    if session_id.is_empty() {
        return Err(AppError::invalid_body("session_id"));
    }
    let found = store::session_by_id(ctx.db(), Id::parse_or_empty(session_id)).await?.ok_or(errors::NOT_FOUND)?;
    let session = found.session;
    if session.user_id != user {
        return Err(AppError::invalid_url("user_id"));
    }
    let mut tx = ctx.db().begin().await?;
    store::session_delete_in_tx(&mut tx, session.id);
    let extra = format!("revoke session_id={}", session.id);
    audit::note_in_tx(ctx, &mut tx, ctx.user_id(), &[&extra]);
    let mut record = Record::new();
    record.invalidate(Kind::Session, session.id).invalidate(Kind::EndSessionSockets, session.id);
    ctx.commit(tx, record).await
}

/// Ends every session of a user, with its sockets.
pub async fn session_revoke_all(ctx: &Ctx, user: Id) -> Result<(), AppError> {
    require_self_or_edit(ctx, user)?;
    let mut tx = ctx.db().begin().await?;
    store::session_delete_for_user_in_tx(&mut tx, user, Id::EMPTY).await?;
    audit::note_in_tx(ctx, &mut tx, ctx.user_id(), &["revoke all sessions"]);
    let mut record = Record::new();
    record.invalidate(Kind::UserSessions, user).invalidate(Kind::EndSockets, user);
    ctx.commit(tx, record).await
}

/// Ends every session on the server, the one of the request too.
pub async fn session_revoke_everybody(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)?;
    let mut tx = ctx.db().begin().await?;
    store::session_delete_all_in_tx(&mut tx);
    audit::note_in_tx(ctx, &mut tx, ctx.user_id(), &["revoke all sessions of everybody"]);
    let mut record = Record::new();
    record.invalidate(Kind::AllSessions, Id::EMPTY);
    ctx.commit(tx, record).await
}
