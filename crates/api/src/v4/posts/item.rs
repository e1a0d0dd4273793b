//! `/posts/{post_id}`: one post.

use actix_http::header;
use roost_app::posts::post_get;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/posts/{post_id}" => get;
}

async fn get(call: Call) -> Answer {
    let post = post_get(&call.ctx, call.id("post_id")?, call.query_flag("include_deleted")).await?;
    let etag = post.etag(call.ctx.app().node.version);
    if call.has_etag(&etag) {
        return Reply::not_modified(&etag);
    }
    Ok(Reply::json(&post)?.with(header::ETAG, &etag))
}
