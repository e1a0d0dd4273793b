//! `/users/{user_id}/teams/…`: memberships and unreads.

use roost_app::teams::{team_members_of_user, team_unread, team_unreads};
use roost_model::Id;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/users/{user_id}/teams/members" => members;
    GET "/api/v4/users/{user_id}/teams/unread" => unreads;
    GET "/api/v4/users/{user_id}/teams/{team_id}/unread" => unread;
}

async fn members(call: Call) -> Answer {
    Reply::json(&team_members_of_user(&call.ctx, call.id("user_id")?).await?)
}

async fn unreads(call: Call) -> Answer {
    let except = Id::parse_or_empty(call.query("exclude_team"));
    let with_threads = call.query_flag("include_collapsed_threads");
    Reply::json(&team_unreads(&call.ctx, call.id("user_id")?, except, with_threads).await?)
}

async fn unread(call: Call) -> Answer {
    Reply::json(&team_unread(&call.ctx, call.id("user_id")?, call.id("team_id")?).await?)
}
