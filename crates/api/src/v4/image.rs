//! `/image`: pictures of other servers.

use actix_http::StatusCode;
use roost_app::embeds::picture_get;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/image" => get;
}

/// A picture may be a document with scripts: opened by itself it may load and run nothing.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

async fn get(call: Call) -> Answer {
    let picture = picture_get(&call.ctx, call.query("url")).await?;
    Ok(Reply::new(StatusCode::OK, picture.mime, picture.bytes)
        .with_header("cache-control", "private, max-age=86400")
        .with_header("content-security-policy", POLICY)
        .with_header("x-frame-options", "DENY"))
}
