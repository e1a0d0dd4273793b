//! `/users/{user_id}/status`, `/users/status/ids` and `/users/{user_id}/typing`.

use roost_app::AppError;
use roost_app::presence::{status_of, status_set, statuses_of, typing_in_name};
use roost_model::Id;
use roost_model::errors::system as errors;
use roost_model::status::StatusChange;
use roost_model::wire;
use serde::Deserialize;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/users/{user_id}/status" => get;
    PUT "/api/v4/users/{user_id}/status" => set;
    POST "/api/v4/users/status/ids" => by_ids;
    POST "/api/v4/users/{user_id}/typing" => typing;
}

async fn get(call: Call) -> Answer {
    let user = call.id("user_id")?;
    Reply::json(&status_of(call.ctx.app(), call.ctx.db(), user).await?)
}

async fn set(mut call: Call) -> Answer {
    let user = call.id("user_id")?;
    let change: StatusChange = call.json("status").await?;
    Reply::json(&status_set(&call.ctx, user, change).await?)
}

async fn by_ids(mut call: Call) -> Answer {
    let body = call.json_bytes().await?;
    let texts: Vec<String> = wire::decode(&body).map_err(|e| AppError::new(errors::PAYLOAD).because(e))?;
    let mut ids: Vec<Id> = texts.iter().filter_map(|text| Id::parse(text)).collect();
    if ids.is_empty() || ids.len() != texts.len() {
        return Err(AppError::invalid_body("user_ids"));
    }
    ids.sort_unstable();
    ids.dedup();
    // Before they are read: what changes meanwhile is told.
    call.ctx.app().presence.watch(call.ctx.app(), call.ctx.user_id(), &ids);
    Reply::json(&statuses_of(call.ctx.app(), call.ctx.db(), &ids).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typing {
    channel_id: String,
    parent_id: String,
}

async fn typing(mut call: Call) -> Answer {
    let user = call.id("user_id")?;
    let body: Typing = call.json("typing").await?;
    let (channel, parent) = (Id::parse_or_empty(&body.channel_id), Id::parse_or_empty(&body.parent_id));
    typing_in_name(&call.ctx, user, channel, parent).await?;
    Reply::ok()
}
