//! Exports, imports and the support packet.

use actix_http::StatusCode;
use actix_http::header;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use roost_app::system::{exchange, support};

use crate::reply::Body;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/exports" => exports;
    GET "/api/v4/exports/{export_name}" => export;
    DELETE "/api/v4/exports/{export_name}" => export_delete;
    POST "/api/v4/exports/{export_name}/presign-url" => export_link;
    GET "/api/v4/imports" => imports;
    DELETE "/api/v4/imports/{import_name}" => import_delete;
    GET "/api/v4/system/support_packet" => support_packet;
}

async fn exports(call: Call) -> Answer {
    Reply::json(&exchange::export_list(&call.ctx).await?)
}

async fn export(call: Call) -> Answer {
    let file = exchange::export_open(&call.ctx, call.param("export_name")).await?;
    let mut reply = Reply::new(StatusCode::OK, "application/zip", Bytes::new());
    if file.size > 0 {
        let bytes = file.bytes(&call.ctx.app_handle()).await?;
        reply.body = Body::Stream(file.size, bytes.map_err(std::io::Error::other).boxed_local());
    }
    Ok(reply)
}

async fn export_delete(call: Call) -> Answer {
    exchange::export_delete(&call.ctx, call.param("export_name")).await?;
    Reply::ok()
}

async fn export_link(call: Call) -> Answer {
    Reply::json(&exchange::export_link(&call.ctx, call.param("export_name")).await?)
}

async fn imports(call: Call) -> Answer {
    Reply::json(&exchange::import_list(&call.ctx).await?)
}

async fn import_delete(call: Call) -> Answer {
    exchange::import_delete(&call.ctx, call.param("import_name")).await?;
    Reply::ok()
}

async fn support_packet(call: Call) -> Answer {
    let logs = call.query("basic_server_logs") != "false";
    let packet = support::support_packet(&call.ctx, logs).await?;
    let name = format!("attachment;filename=\"{}\"", packet.name);
    Ok(Reply::new(StatusCode::OK, "application/zip", packet.zip).with(header::CONTENT_DISPOSITION, &name))
}
