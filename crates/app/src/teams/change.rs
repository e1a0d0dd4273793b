//! Changing teams.

use roost_model::Id;
use roost_model::errors::team as errors;
use roost_model::permission::Permission;
use roost_model::team::{TYPE_INVITE, TYPE_OPEN, Team, TeamDraft, TeamPatch};
use roost_model::ws::event;
use roost_store::Tx;
use roost_store::{team_members, teams as store};

use super::{events, get, member};
use crate::access::team::require_in_team;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Replaces what clients may change of a team.
pub async fn team_update(ctx: &Ctx, id: Id, draft: TeamDraft) -> Result<Team, AppError> {
    let patch = TeamPatch {
        display_name: Some(draft.display_name),
        description: Some(draft.description),
        company_name: Some(draft.company_name),
        allowed_domains: Some(draft.allowed_domains),
        allow_open_invite: Some(draft.allow_open_invite),
        group_constrained: None,
        cloud_limits_archived: None,
    };
    change(ctx, id, |team| {
        team.apply(&patch);
        team.group_constrained = draft.group_constrained;
    })
    .await
}

/// Changes the named fields of a team. Closing it makes its invitation void.
pub async fn team_patch(ctx: &Ctx, id: Id, patch: TeamPatch) -> Result<Team, AppError> {
    let invite_id = ctx.new_id().to_string();
    change(ctx, id, |team| {
        team.apply(&patch);
        if patch.allow_open_invite == Some(false) {
            team.invite_id = invite_id;
        }
    })
    .await
}

/// Opens a team (`O`) or closes it (`I`), which makes its invitation void.
pub async fn team_set_privacy(ctx: &Ctx, id: Id, privacy: &str) -> Result<Team, AppError> {
    let open = match privacy {
        TYPE_OPEN => true,
        TYPE_INVITE => false,
        _ => return Err(AppError::invalid_body("privacy")),
    };
    let invite_id = ctx.new_id().to_string();
    change(ctx, id, |team| {
        if !open && (team.team_type != privacy || team.allow_open_invite) {
            team.invite_id = invite_id;
        }
        privacy.clone_into(&mut team.team_type);
        team.allow_open_invite = open;
    })
    .await
}

/// Gives a team a new invitation.
pub async fn team_regenerate_invite(ctx: &Ctx, id: Id) -> Result<Team, AppError> {
    let invite_id = ctx.new_id().to_string();
    change(ctx, id, |team| team.invite_id = invite_id).await
}

async fn change(ctx: &Ctx, id: Id, apply: impl FnOnce(&mut Team)) -> Result<Team, AppError> {
    let (tx, mut team) = open(ctx, id).await?;
    let domains = team.allowed_domains.clone();
    apply(&mut team);
    if team.allowed_domains != domains && !within_server_domains(ctx, &team.allowed_domains) {
        return Err(AppError::new(errors::DOMAINS_MISMATCH).with("domain", &team.allowed_domains));
    }
    save(ctx, tx, team, event::UPDATE_TEAM).await
}

/// A team that the session's user may manage, taken until the transaction ends.
pub(super) async fn open(ctx: &Ctx, id: Id) -> Result<(Tx, Team), AppError> {
    require_in_team(ctx, id, Permission::ManageTeam).await?;
    let mut tx = ctx.db().begin().await?;
    let team = store::team_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    Ok((tx, team))
}

/// Writes a changed team, tells everybody in it, and answers what the session's user may see of it.
pub(super) async fn save(ctx: &Ctx, mut tx: Tx, mut team: Team, event: &str) -> Result<Team, AppError> {
    team.update_at = ctx.now_ms().max(team.update_at + 1);
    team.validate()?;
    store::team_update_in_tx(&mut tx, &team);
    let mut record = Record::new();
    record.invalidate(Kind::Team, team.id).event(events::changed(event, &team));
    ctx.commit(tx, record).await?;
    get::shown_to(ctx, team).await
}

/// Whether each of the team's domains is one of those that the server lets in.
fn within_server_domains(ctx: &Ctx, domains: &str) -> bool {
    let config = ctx.config();
    let list = |text: &str| -> Vec<String> {
        text.to_lowercase().split([',', ' ', '@']).filter(|d| !d.is_empty()).map(str::to_owned).collect()
    };
    let allowed = list(&config.team.restrict_creation_to_domains);
    allowed.is_empty() || list(domains).iter().all(|domain| allowed.contains(domain))
}

/// Archives a team: it is hidden from everybody, and can be brought back.
pub async fn team_archive(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    let (tx, mut team) = open(ctx, id).await?;
    team.delete_at = ctx.now_ms();
    save(ctx, tx, team, event::DELETE_TEAM).await.map(drop)
}

/// Brings an archived team back.
pub async fn team_restore(ctx: &Ctx, id: Id) -> Result<Team, AppError> {
    let (tx, mut team) = open(ctx, id).await?;
    team.delete_at = 0;
    save(ctx, tx, team, event::RESTORE_TEAM).await
}

/// Gives a team a permission scheme, or with an empty id the built-in one. Every member hears which roles follow.
pub async fn team_set_scheme(ctx: &Ctx, id: Id, scheme_id: &str) -> Result<(), AppError> {
    let scheme_id = match scheme_id {
        "" => Id::EMPTY,
        text => Id::parse(text).ok_or_else(|| AppError::invalid_body("scheme_id"))?,
    };
    ctx.require(Permission::SysconsoleWriteUserManagementPermissions)?;
    if !scheme_id.is_empty() {
        let scheme = ctx.roles().schemes.get(&scheme_id);
        let scheme = scheme.ok_or(roost_model::errors::scheme::NOT_FOUND)?;
        if scheme.scope != "team" {
            return Err(errors::SCHEME_SCOPE.into());
        }
    }
    let mut tx = ctx.db().begin().await?;
    let mut team = store::team_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    team.scheme_id = Some(scheme_id);
    team.update_at = ctx.now_ms().max(team.update_at + 1);
    store::team_update_in_tx(&mut tx, &team);
    let rows = team_members::team_member_list_all_in_tx(&mut tx, id).await?;
    let mut record = Record::new();
    record.invalidate(Kind::Team, id);
    for row in rows {
        record.event(events::member_role_updated(&member::member_shown(ctx, &team, &row)));
    }
    record.event(events::changed(event::UPDATE_TEAM_SCHEME, &team));
    ctx.commit(tx, record).await
}
