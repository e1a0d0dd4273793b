//! `/files/{file_id}`: one file and the pictures made of it.

use actix_http::header;
use roost_app::AppError;
use roost_app::files::{Wanted, file_download, file_info, file_link, file_preview, file_thumbnail};
use roost_model::file::FileLink;

use super::super::content_flagging::review_of;
use super::public::server_address;
use crate::{Answer, Call, Reply, download};

crate::routes! {
    GET "/api/v4/files/{file_id}" => get;
    HEAD "/api/v4/files/{file_id}" => get;
    GET "/api/v4/files/{file_id}/thumbnail" => thumbnail;
    HEAD "/api/v4/files/{file_id}/thumbnail" => thumbnail;
    GET "/api/v4/files/{file_id}/preview" => preview;
    HEAD "/api/v4/files/{file_id}/preview" => preview;
    GET "/api/v4/files/{file_id}/info" => info;
    GET "/api/v4/files/{file_id}/link" => link;
}

fn wanted(call: &Call) -> Result<Wanted<'_>, AppError> {
    let (id, save) = (call.id("file_id")?, call.query_flag("download"));
    Ok(Wanted { id, save, flagged_post: review_of(call) })
}

async fn get(call: Call) -> Answer {
    let file = file_download(&call.ctx, wanted(&call)?).await?;
    download::reply(&call, &file)
}

async fn thumbnail(call: Call) -> Answer {
    let file = file_thumbnail(&call.ctx, wanted(&call)?).await?;
    download::reply(&call, &file)
}

async fn preview(call: Call) -> Answer {
    let file = file_preview(&call.ctx, wanted(&call)?).await?;
    download::reply(&call, &file)
}

async fn info(call: Call) -> Answer {
    let info = file_info(&call.ctx, wanted(&call)?).await?;
    Ok(Reply::json(&info)?.with(header::CACHE_CONTROL, "max-age=2592000, private"))
}

async fn link(call: Call) -> Answer {
    let path = file_link(&call.ctx, call.id("file_id")?).await?;
    Reply::json(&FileLink { link: server_address(&call) + &path })
}
