//! `/analytics`, `/limits` and `/usage`.

use roost_app::AppError;
use roost_app::system::analytics;
use roost_model::Id;
use serde_json::json;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/analytics/old" => old;
    GET "/api/v4/limits/server" => limits;
    GET "/api/v4/usage/posts" => posts;
    GET "/api/v4/usage/storage" => storage;
    GET "/api/v4/usage/teams" => teams;
}

async fn old(call: Call) -> Answer {
    let team = match call.query("team_id") {
        "" => Id::EMPTY,
        text => Id::parse(text).ok_or_else(|| AppError::invalid_url("team_id"))?,
    };
    Reply::json(&analytics::analytics(&call.ctx, call.query("name"), team).await?)
}

async fn limits(call: Call) -> Answer {
    Reply::json(&analytics::limits(&call.ctx).await?)
}

async fn posts(call: Call) -> Answer {
    Reply::json(&json!({ "count": analytics::usage_posts(&call.ctx).await? }))
}

async fn storage(call: Call) -> Answer {
    Reply::json(&json!({ "bytes": analytics::usage_storage(&call.ctx).await? }))
}

async fn teams(call: Call) -> Answer {
    // Nothing is archived for lack of a subscription here.
    Reply::json(&json!({ "active": analytics::usage_teams(&call.ctx).await?, "cloud_archived": 0 }))
}
