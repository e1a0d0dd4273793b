//! `/posts`: writing, and reading by id.

use roost_app::AppError;
use roost_app::posts::{post_create, post_ephemeral, post_list_by_ids};
use roost_model::errors::system as errors;
use roost_model::post::{EphemeralDraft, PostDraft};
use roost_model::wire;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/posts" => create;
    POST "/api/v4/posts/ephemeral" => ephemeral;
    POST "/api/v4/posts/ids" => by_ids;
}

async fn create(mut call: Call) -> Answer {
    let draft: PostDraft = call.json("post").await?;
    let set_online = call.query("set_online").is_empty() || call.query_flag("set_online");
    Reply::created(&post_create(&call.ctx, draft, set_online).await?)
}

async fn ephemeral(mut call: Call) -> Answer {
    let draft: EphemeralDraft = call.json("body").await?;
    Reply::created(&post_ephemeral(&call.ctx, draft).await?)
}

async fn by_ids(mut call: Call) -> Answer {
    let bytes = call.json_bytes().await?;
    let ids: Vec<String> = wire::decode(&bytes).map_err(|e| AppError::new(errors::PAYLOAD).because(e))?;
    Reply::json(&post_list_by_ids(&call.ctx, &ids).await?)
}
