//! `/posts/{post_id}`: one post.

use actix_http::header;
use roost_app::posts::{
    post_burn, post_delete, post_get, post_patch, post_pin, post_restore, post_reveal, post_update,
};
use roost_model::post::{PostDraft, PostPatch};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/posts/{post_id}" => get;
    PUT "/api/v4/posts/{post_id}" => update;
    DELETE "/api/v4/posts/{post_id}" => delete;
    PUT "/api/v4/posts/{post_id}/patch" => patch;
    POST "/api/v4/posts/{post_id}/pin" => pin;
    POST "/api/v4/posts/{post_id}/unpin" => unpin;
    POST "/api/v4/posts/{post_id}/restore/{restore_version_id}" => restore;
    GET "/api/v4/posts/{post_id}/reveal" => reveal;
    DELETE "/api/v4/posts/{post_id}/burn" => burn;
}

async fn get(call: Call) -> Answer {
    let post = post_get(&call.ctx, call.id("post_id")?, call.query_flag("include_deleted")).await?;
    let etag = post.etag(call.ctx.app().node.version);
    if call.has_etag(&etag) {
        return Reply::not_modified(&etag);
    }
    Ok(Reply::json(&post)?.with(header::ETAG, &etag))
}

async fn update(mut call: Call) -> Answer {
    let id = call.id("post_id")?;
    let draft: PostDraft = call.json("post").await?;
    Reply::json(&post_update(&call.ctx, id, draft).await?)
}

async fn patch(mut call: Call) -> Answer {
    let id = call.id("post_id")?;
    let patch: PostPatch = call.json("post").await?;
    Reply::json(&post_patch(&call.ctx, id, patch).await?)
}

async fn delete(call: Call) -> Answer {
    post_delete(&call.ctx, call.id("post_id")?, call.query_flag("permanent")).await?;
    Reply::ok()
}

async fn pin(call: Call) -> Answer {
    post_pin(&call.ctx, call.id("post_id")?, true).await?;
    Reply::ok()
}

async fn unpin(call: Call) -> Answer {
    post_pin(&call.ctx, call.id("post_id")?, false).await?;
    Reply::ok()
}

async fn restore(call: Call) -> Answer {
    let (id, version) = (call.id("post_id")?, call.id("restore_version_id")?);
    Reply::json(&post_restore(&call.ctx, id, version).await?)
}

async fn reveal(call: Call) -> Answer {
    Reply::json(&post_reveal(&call.ctx, call.id("post_id")?).await?)
}

async fn burn(call: Call) -> Answer {
    post_burn(&call.ctx, call.id("post_id")?).await?;
    Reply::ok()
}
