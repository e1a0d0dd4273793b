//! `/teams/{team_id}/members`.

use roost_app::AppError;
use roost_app::teams::{
    is_role_list, team_member, team_member_add, team_member_add_all, team_member_add_each, team_member_remove,
    team_member_set_roles, team_member_set_scheme_roles, team_members, team_members_by_ids,
    team_members_outside_groups,
};
use roost_model::Id;
use roost_model::team_member::{SchemeRoles, TeamMemberDraft};
use roost_model::user::StringMap;

use super::page;
use crate::v4::channels::users_asked;
use crate::{Answer, Call, Reply, limits};

crate::routes! {
    GET "/api/v4/teams/{team_id}/members" => list;
    POST "/api/v4/teams/{team_id}/members" => add;
    POST "/api/v4/teams/{team_id}/members/batch" => add_batch;
    POST "/api/v4/teams/{team_id}/members/ids" => by_ids;
    GET "/api/v4/teams/{team_id}/members/{user_id}" => get;
    DELETE "/api/v4/teams/{team_id}/members/{user_id}" => remove;
    PUT "/api/v4/teams/{team_id}/members/{user_id}/roles" => set_roles;
    PUT "/api/v4/teams/{team_id}/members/{user_id}/schemeRoles" => set_scheme_roles;
    GET "/api/v4/teams/{team_id}/members_minus_group_members" => outside_groups;
}

async fn list(call: Call) -> Answer {
    let by_username = call.query("sort") == "Username";
    let active = call.query_flag("exclude_deleted_users");
    Reply::json(&team_members(&call.ctx, call.id("team_id")?, by_username, active, page(&call)).await?)
}

/// The user of a draft for this team.
fn user_of(draft: &TeamMemberDraft, team_id: Id) -> Result<Id, AppError> {
    if Id::parse(&draft.team_id) != Some(team_id) {
        return Err(AppError::invalid_body("team_id"));
    }
    Id::parse(&draft.user_id).ok_or_else(|| AppError::invalid_body("user_id"))
}

async fn add(mut call: Call) -> Answer {
    let team_id = call.id("team_id")?;
    let draft: TeamMemberDraft = call.json("member").await?;
    let user_id = user_of(&draft, team_id)?;
    Reply::created(&team_member_add(&call.ctx, team_id, user_id).await?)
}

async fn add_batch(mut call: Call) -> Answer {
    let team_id = call.id("team_id")?;
    let drafts: Vec<TeamMemberDraft> = call.json("members").await?;
    if drafts.len() > limits::TEAM_MEMBERS_BATCH_LEN_MAX {
        return Err(AppError::invalid_body("too many members in batch"));
    }
    if drafts.is_empty() {
        return Err(AppError::invalid_body("no members in batch"));
    }
    let mut users = Vec::with_capacity(drafts.len());
    for draft in &drafts {
        users.push(user_of(draft, team_id)?);
    }
    if call.query_flag("graceful") {
        return Reply::created(&team_member_add_each(&call.ctx, team_id, &users).await?);
    }
    Reply::created(&team_member_add_all(&call.ctx, team_id, &users).await?)
}

async fn by_ids(mut call: Call) -> Answer {
    let team_id = call.id("team_id")?;
    let users = users_asked(&mut call).await?;
    Reply::json(&team_members_by_ids(&call.ctx, team_id, &users).await?)
}

async fn get(call: Call) -> Answer {
    Reply::json(&team_member(&call.ctx, call.id("team_id")?, call.id("user_id")?).await?)
}

async fn remove(call: Call) -> Answer {
    team_member_remove(&call.ctx, call.id("team_id")?, call.id("user_id")?).await?;
    Reply::ok()
}

async fn set_roles(mut call: Call) -> Answer {
    let (team_id, user_id) = (call.id("team_id")?, call.id("user_id")?);
    // A body that cannot be read names no roles, as in the original.
    let body: StringMap = call.json_or_default().await?;
    let roles = body.get("roles").map_or("", String::as_str);
    if !is_role_list(roles) {
        return Err(AppError::invalid_body("team_member_roles"));
    }
    team_member_set_roles(&call.ctx, team_id, user_id, roles).await?;
    Reply::ok()
}

async fn set_scheme_roles(mut call: Call) -> Answer {
    let (team_id, user_id) = (call.id("team_id")?, call.id("user_id")?);
    let flags: SchemeRoles = call.json("scheme_roles").await?;
    team_member_set_scheme_roles(&call.ctx, team_id, user_id, flags).await?;
    Reply::ok()
}

async fn outside_groups(call: Call) -> Answer {
    let team_id = call.id("team_id")?;
    let groups = group_ids(&call)?;
    Reply::json(&team_members_outside_groups(&call.ctx, team_id, &groups, page(&call)).await?)
}

/// The groups that the query names.
pub(crate) fn group_ids(call: &Call) -> Result<Vec<Id>, AppError> {
    let groups: Option<Vec<Id>> = call.query("group_ids").split(',').map(|id| Id::parse(id.trim())).collect();
    groups.ok_or_else(|| AppError::invalid_body("group_ids"))
}
