//! `/schemes`, and what of a channel is moderated.

use roost_app::AppError;
use roost_app::schemes::{
    moderation_get, moderation_patch, require_moderation, scheme_channels, scheme_create, scheme_delete, scheme_get,
    scheme_list, scheme_patch, scheme_teams,
};
use roost_model::moderation::ModerationPatch;
use roost_model::scheme::{SchemeDraft, SchemePatch};
use roost_model::wire;

use crate::v4::channels::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/schemes" => list;
    POST "/api/v4/schemes" => create;
    GET "/api/v4/schemes/{scheme_id}" => get;
    DELETE "/api/v4/schemes/{scheme_id}" => remove;
    PUT "/api/v4/schemes/{scheme_id}/patch" => patch;
    GET "/api/v4/schemes/{scheme_id}/teams" => teams;
    GET "/api/v4/schemes/{scheme_id}/channels" => channels;
    GET "/api/v4/channels/{channel_id}/moderations" => moderations;
    PUT "/api/v4/channels/{channel_id}/moderations/patch" => moderate;
}

async fn list(call: Call) -> Answer {
    Reply::json(&scheme_list(&call.ctx, call.query("scope"), page(&call)).await?)
}

async fn create(mut call: Call) -> Answer {
    let draft: SchemeDraft = call.json("scheme").await?;
    Reply::created(&scheme_create(&call.ctx, draft).await?)
}

async fn get(call: Call) -> Answer {
    Reply::json(&scheme_get(&call.ctx, call.id("scheme_id")?).await?)
}

async fn remove(call: Call) -> Answer {
    scheme_delete(&call.ctx, call.id("scheme_id")?).await?;
    Reply::ok()
}

async fn patch(mut call: Call) -> Answer {
    let id = call.id("scheme_id")?;
    let patch: SchemePatch = call.json("scheme").await?;
    Reply::json(&scheme_patch(&call.ctx, id, patch).await?)
}

async fn teams(call: Call) -> Answer {
    Reply::json(&scheme_teams(&call.ctx, call.id("scheme_id")?, page(&call)).await?)
}

async fn channels(call: Call) -> Answer {
    Reply::json(&scheme_channels(&call.ctx, call.id("scheme_id")?, page(&call)).await?)
}

async fn moderations(call: Call) -> Answer {
    Reply::json(&moderation_get(&call.ctx, call.id("channel_id")?).await?)
}

async fn moderate(mut call: Call) -> Answer {
    let id = call.id("channel_id")?;
    let body = call.json_bytes().await?;
    require_moderation(&call.ctx, id).await?;
    let patches: Vec<ModerationPatch> =
        wire::decode(&body).map_err(|error| AppError::invalid_body("channel_moderations_patch").because(error))?;
    Reply::json(&moderation_patch(&call.ctx, id, &patches).await?)
}
