//! `/posts`: writing.

use roost_app::posts::post_create;
use roost_model::post::PostDraft;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/posts" => create;
}

async fn create(mut call: Call) -> Answer {
    let draft: PostDraft = call.json("post").await?;
    let set_online = call.query("set_online").is_empty() || call.query_flag("set_online");
    Reply::created(&post_create(&call.ctx, draft, set_online).await?)
}
