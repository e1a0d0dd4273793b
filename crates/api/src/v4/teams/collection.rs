//! `/teams`: the collection.

use roost_app::AppError;
use roost_app::teams::{
    require_policies, team_by_name, team_create, team_exists, team_list, team_search, teams_of_user,
};
use roost_model::error as ids;
use roost_model::team::{Exists, TeamDraft, TeamPage, TeamSearch};

use super::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/teams" => create;
    GET "/api/v4/teams" => list;
    POST "/api/v4/teams/search" => search;
    GET "/api/v4/teams/name/{team_name}" => by_name;
    GET "/api/v4/teams/name/{team_name}/exists" => exists;
    GET "/api/v4/users/{user_id}/teams" => of_user;
}

async fn create(mut call: Call) -> Answer {
    let draft: TeamDraft = call.json("team").await?;
    Reply::created(&team_create(&call.ctx, draft).await?)
}

async fn list(call: Call) -> Answer {
    if call.query_flag("exclude_policy_constrained") {
        require_policies(&call.ctx)?;
    }
    let counted = call.query_flag("include_total_count");
    let (teams, total_count) = team_list(&call.ctx, page(&call), counted).await?;
    if counted { Reply::json(&TeamPage { teams, total_count }) } else { Reply::json(&teams) }
}

async fn search(mut call: Call) -> Answer {
    let wanted: TeamSearch = call.json("team_search").await?;
    match team_search(&call.ctx, wanted).await? {
        (teams, Some(total_count)) => Reply::json(&TeamPage { teams, total_count }),
        (teams, None) => Reply::json(&teams),
    }
}

/// The name in the path; what cannot be a name is an address that does not exist.
fn name(call: &Call) -> Result<&str, AppError> {
    let name = call.param("team_name");
    let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    if name.bytes().all(known) { Ok(name) } else { Err(AppError::new(ids::NOT_FOUND)) }
}

async fn by_name(call: Call) -> Answer {
    Reply::json(&team_by_name(&call.ctx, name(&call)?).await?)
}

async fn exists(call: Call) -> Answer {
    Reply::json(&Exists { exists: team_exists(&call.ctx, name(&call)?).await? })
}

async fn of_user(call: Call) -> Answer {
    Reply::json(&teams_of_user(&call.ctx, call.id("user_id")?).await?)
}
