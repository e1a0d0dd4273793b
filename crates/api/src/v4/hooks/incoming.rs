//! `/hooks/incoming`: addresses at which programs post.

use actix_http::StatusCode;
use roost_app::webhooks::{
    incoming_create, incoming_delete, incoming_get, incoming_list, incoming_list_counted, incoming_update,
};
use roost_model::Id;
use roost_model::webhook::IncomingDraft;

use crate::v4::channels::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/hooks/incoming" => create;
    GET "/api/v4/hooks/incoming" => list;
    GET "/api/v4/hooks/incoming/{hook_id}" => get;
    PUT "/api/v4/hooks/incoming/{hook_id}" => update;
    DELETE "/api/v4/hooks/incoming/{hook_id}" => delete;
}

async fn create(mut call: Call) -> Answer {
    let draft: IncomingDraft = call.json("incoming_webhook").await?;
    Reply::created(&incoming_create(&call.ctx, draft).await?)
}

async fn list(call: Call) -> Answer {
    let team = Id::parse_or_empty(call.query("team_id"));
    if call.query_flag("include_total_count") {
        return Reply::json(&incoming_list_counted(&call.ctx, team, page(&call)).await?);
    }
    Reply::json(&incoming_list(&call.ctx, team, page(&call)).await?)
}

async fn get(call: Call) -> Answer {
    Reply::json(&incoming_get(&call.ctx, call.id("hook_id")?).await?)
}

async fn update(mut call: Call) -> Answer {
    let id = call.id("hook_id")?;
    let draft: IncomingDraft = call.json("incomingWebhook").await?;
    Reply::json_status(StatusCode::CREATED, &incoming_update(&call.ctx, id, draft).await?)
}

async fn delete(call: Call) -> Answer {
    incoming_delete(&call.ctx, call.id("hook_id")?).await?;
    Reply::ok()
}
