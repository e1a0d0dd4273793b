//! Reading teams.

use std::sync::Arc;

use roost_model::Id;
use roost_model::errors::team as errors;
use roost_model::permission::Permission;
use roost_model::team::{Team, TeamSearch, TeamStats};
use roost_store::channel_lists::Page;
use roost_store::team_lists::{self as lists, TeamFilter};
use roost_store::teams as store;

use super::actions::See;
use crate::access::team::{self, TeamPerms, require_in_team, team_perms};
use crate::users::access::visible;
use crate::{AppError, Ctx};

/// One team as the session's user may see it, archived ones too.
pub async fn team_show(ctx: &Ctx, id: Id) -> Result<Team, AppError> {
    let access = team::team::<See>(ctx, id).await?;
    Ok(shown(&access.perms, (*access.team).clone()))
}

/// One team by its name.
pub async fn team_by_name(ctx: &Ctx, name: &str) -> Result<Team, AppError> {
    let found = store::team_get_by_name(ctx.db(), name).await?.ok_or(errors::BY_NAME_NOT_FOUND)?;
    let access = team::of::<See>(ctx, Arc::new(found)).await?;
    Ok(shown(&access.perms, (*access.team).clone()))
}

/// Whether a team has this name, archived ones too.
pub async fn team_exists(ctx: &Ctx, name: &str) -> Result<bool, AppError> {
    Ok(store::team_get_by_name(ctx.db(), name).await?.is_some())
}

/// The team without what these permissions do not show.
pub(super) fn shown(perms: &TeamPerms, mut team: Team) -> Team {
    team.sanitize(perms.has(Permission::InviteUser), perms.has(Permission::ManageTeam));
    team
}

/// As [`shown`], for the session's user.
pub async fn shown_to(ctx: &Ctx, team: Team) -> Result<Team, AppError> {
    let perms = team_perms(ctx, &team).await?;
    Ok(shown(&perms, team))
}

async fn all_shown(ctx: &Ctx, teams: Vec<Team>) -> Result<Vec<Team>, AppError> {
    let mut out = Vec::with_capacity(teams.len());
    for team in teams {
        out.push(shown_to(ctx, team).await?);
    }
    Ok(out)
}

/// Which teams the session's user may list: of those that are open (true) or not (false), or all. `None`: none at all.
fn listable(ctx: &Ctx) -> Option<Listable> {
    match (ctx.can(Permission::ListPrivateTeams), ctx.can(Permission::ListPublicTeams)) {
        (true, true) => Some(Listable { open: None }),
        (true, false) => Some(Listable { open: Some(false) }),
        (false, true) => Some(Listable { open: Some(true) }),
        (false, false) => None,
    }
}

/// A part of the teams.
struct Listable {
    /// Only those with open invitation, only those without, or all.
    open: Option<bool>,
}

/// 403 where a list asks about retention policies and the session may not read them.
pub fn require_policies(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::SysconsoleReadComplianceDataRetentionPolicy)
}

/// One page of the teams of the server that the session's user may list, and how many those are if `counted`.
pub async fn team_list(ctx: &Ctx, page: Page, counted: bool) -> Result<(Vec<Team>, i64), AppError> {
    let Some(Listable { open }) = listable(ctx) else { return Err(errors::LIST_DENIED.into()) };
    let filter = TeamFilter { open, ..TeamFilter::default() };
    let teams = lists::team_page(ctx.db(), &filter, page).await?;
    let total = if counted { lists::team_count(ctx.db(), &filter).await? } else { 0 };
    Ok((all_shown(ctx, teams).await?, total))
}

/// Teams found by those who may list only a part of all.
const FOUND_MAX: i64 = 100;
/// Teams found by those who may list all.
const FOUND_ALL_MAX: i64 = 10_000;

/// The teams that the session's user looks for and may list. How many there are in all is told when a page was asked
/// for, which those may not who list only public or only private teams.
pub async fn team_search(ctx: &Ctx, wanted: TeamSearch) -> Result<(Vec<Team>, Option<i64>), AppError> {
    if wanted.policy_id.as_deref().is_some_and(|id| !id.is_empty()) || wanted.exclude_policy_constrained == Some(true) {
        require_policies(ctx)?;
    }
    let Some(Listable { open: part }) = listable(ctx) else { return Ok((Vec::new(), None)) };
    let paged = wanted.page.is_some() || wanted.per_page.is_some();
    match part {
        Some(true) if paged => return Err(errors::SEARCH_PUBLIC_PAGES.into()),
        Some(false) if paged => return Err(errors::SEARCH_PRIVATE_PAGES.into()),
        _ => {}
    }
    let filter = match part {
        None => TeamFilter {
            term: wanted.term,
            open: wanted.allow_open_invite,
            group_constrained: wanted.group_constrained,
            either: wanted.include_group_constrained == Some(true),
        },
        open => TeamFilter { term: wanted.term, open, ..TeamFilter::default() },
    };
    let db = ctx.db();
    if let (Some(number), Some(limit)) = (wanted.page, wanted.per_page) {
        let limit = limit.clamp(0, FOUND_ALL_MAX);
        let page = Page { limit, offset: number.max(0).saturating_mul(limit) };
        let teams = all_shown(ctx, lists::team_page(db, &filter, page).await?).await?;
        return Ok((teams, Some(lists::team_count(db, &filter).await?)));
    }
    let limit = if part.is_some() { FOUND_MAX } else { FOUND_ALL_MAX };
    let teams = lists::team_page(db, &filter, Page { limit, offset: 0 }).await?;
    Ok((all_shown(ctx, teams).await?, None))
}

/// The live teams of a user: one's own, or with the permission to read accounts anybody's.
pub async fn teams_of_user(ctx: &Ctx, user: Id) -> Result<Vec<Team>, AppError> {
    if user != ctx.user_id() {
        ctx.require(Permission::SysconsoleReadUserManagementUsers)?;
    }
    all_shown(ctx, store::team_list_for_user(ctx.db(), user).await?).await
}

/// How many members a team has, as far as the session's user may see them.
pub async fn team_stats(ctx: &Ctx, id: Id) -> Result<TeamStats, AppError> {
    require_in_team(ctx, id, Permission::ViewTeam).await?;
    let counts = lists::team_member_counts(ctx.db(), id, visible(ctx).await?.as_ref()).await?;
    Ok(TeamStats { team_id: id, total_member_count: counts.total, active_member_count: counts.active })
}
