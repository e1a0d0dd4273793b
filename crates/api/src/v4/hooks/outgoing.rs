//! `/hooks/outgoing`: addresses that are called when somebody posts.

use roost_app::webhooks::{
    outgoing_create, outgoing_delete, outgoing_get, outgoing_list, outgoing_regen_token, outgoing_update,
};
use roost_model::Id;
use roost_model::webhook::OutgoingDraft;

use crate::v4::channels::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/hooks/outgoing" => create;
    GET "/api/v4/hooks/outgoing" => list;
    GET "/api/v4/hooks/outgoing/{hook_id}" => get;
    PUT "/api/v4/hooks/outgoing/{hook_id}" => update;
    DELETE "/api/v4/hooks/outgoing/{hook_id}" => delete;
    POST "/api/v4/hooks/outgoing/{hook_id}/regen_token" => regen_token;
}

async fn create(mut call: Call) -> Answer {
    let draft: OutgoingDraft = call.json("outgoing_webhook").await?;
    Reply::created(&outgoing_create(&call.ctx, draft).await?)
}

async fn list(call: Call) -> Answer {
    let id = |name| Id::parse_or_empty(call.query(name));
    Reply::json(&outgoing_list(&call.ctx, id("team_id"), id("channel_id"), page(&call)).await?)
}

async fn get(call: Call) -> Answer {
    Reply::json(&outgoing_get(&call.ctx, call.id("hook_id")?).await?)
}

async fn update(mut call: Call) -> Answer {
    let id = call.id("hook_id")?;
    let draft: OutgoingDraft = call.json("outgoing_webhook").await?;
    Reply::json(&outgoing_update(&call.ctx, id, draft).await?)
}

async fn delete(call: Call) -> Answer {
    outgoing_delete(&call.ctx, call.id("hook_id")?).await?;
    Reply::ok()
}

async fn regen_token(call: Call) -> Answer {
    Reply::json(&outgoing_regen_token(&call.ctx, call.id("hook_id")?).await?)
}
