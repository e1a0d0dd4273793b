//! Who may report and who reviews.

use roost_model::Id;
use roost_model::content_flagging::{FlagConfig, TeamStatus};
use roost_model::errors::data_spillage as errors;
use roost_model::permission::Permission;
use roost_model::user::User;
use roost_store::content_flagging::{self as store, ReviewersOf};

use crate::access::team::require_in_team;
use crate::users::{other_options, user_find_many};
use crate::{AppError, Ctx};

/// Reviewers found at most.
const FOUND_MAX: usize = 100;

/// 501 where posts cannot be reported.
pub(super) fn require_on(ctx: &Ctx) -> Result<(), AppError> {
    let config = ctx.config();
    let on = config.feature_flags.content_flagging && config.content_flagging.enable_content_flagging;
    if on { Ok(()) } else { Err(errors::DISABLED.into()) }
}

/// Who reviews posts of a team; of conversations, which have no team, those who review everywhere.
pub(super) async fn reviewers(ctx: &Ctx, team: Id) -> Result<Vec<Id>, AppError> {
    let settings = &ctx.config().content_flagging.reviewer;
    let of = ReviewersOf {
        team_id: team,
        common: settings.common_reviewers,
        system_admins: settings.system_admins_as_reviewers,
        team_admins: settings.team_admins_as_reviewers,
    };
    Ok(store::reviewer_list(ctx.db(), of).await?)
}

/// The reviewers of a team, for one of them; 403 for everybody else.
pub(super) async fn require_reviewer(ctx: &Ctx, team: Id) -> Result<Vec<Id>, AppError> {
    let reviewers = reviewers(ctx, team).await?;
    if reviewers.contains(&ctx.user_id()) { Ok(reviewers) } else { Err(errors::NOT_REVIEWER.into()) }
}

/// Whether posts of a team can be reported: somebody has to review them.
pub(super) async fn available(ctx: &Ctx, team: Id) -> Result<bool, AppError> {
    let settings = &ctx.config().content_flagging.reviewer;
    let administrators = settings.system_admins_as_reviewers || settings.team_admins_as_reviewers;
    let team = store::team_review(ctx.db(), team).await?;
    if settings.common_reviewers {
        return Ok(team.has_common || administrators);
    }
    Ok(team.enabled && (team.has_own || administrators))
}

/// What a report asks for. With a team, for its reviewers: also whether the reporter hears of what became of it.
pub async fn flag_config(ctx: &Ctx, team: Option<Id>) -> Result<FlagConfig, AppError> {
    require_on(ctx)?;
    let settings = &ctx.config().content_flagging;
    let asked = &settings.additional;
    let mut config = FlagConfig {
        reasons: asked.reasons.clone(),
        reporter_comment_required: asked.reporter_comment_required,
        reviewer_comment_required: asked.reviewer_comment_required,
        ..FlagConfig::default()
    };
    if let Some(team) = team {
        require_reviewer(ctx, team).await?;
        config.notify_reporter_on_dismissal = Some(told(ctx, "dismissed", "reporter"));
        config.notify_reporter_on_removal = Some(told(ctx, "removed", "reporter"));
    }
    Ok(config)
}

/// Whether `target` hears of what happens to a report.
pub(super) fn told(ctx: &Ctx, event: &str, target: &str) -> bool {
    let mapping = &ctx.config().content_flagging.notification.event_target_mapping;
    mapping.get(event).is_some_and(|targets| targets.iter().any(|other| other == target))
}

/// Whether posts of a team can be reported, for who sees the team.
pub async fn team_status(ctx: &Ctx, team: Id) -> Result<TeamStatus, AppError> {
    require_on(ctx)?;
    require_in_team(ctx, team, Permission::ViewTeam).await?;
    Ok(TeamStatus { enabled: available(ctx, team).await? })
}

/// The reviewers of a team whose names begin with a term, for one of them.
pub async fn reviewer_search(ctx: &Ctx, team: Id, term: &str) -> Result<Vec<User>, AppError> {
    require_on(ctx)?;
    let reviewers = require_reviewer(ctx, team).await?;
    let options = other_options(ctx);
    let users = user_find_many(ctx, &reviewers).await?;
    let mut users: Vec<User> = users.iter().map(|user| (**user).clone().sanitized(options)).collect();
    let term = term.trim().trim_start_matches('@').to_lowercase();
    users.retain(|user| named(user, &term));
    users.sort_by(|a, b| a.username.cmp(&b.username));
    users.truncate(FOUND_MAX);
    Ok(users)
}

/// Whether one of the names that are shown of a user begins with the term, which is in lower case.
fn named(user: &User, term: &str) -> bool {
    let full = format!("{} {}", user.first_name, user.last_name);
    let names = [&user.username, &user.nickname, &full, &user.last_name, &user.email];
    names.into_iter().any(|name| name.to_lowercase().starts_with(term))
}
