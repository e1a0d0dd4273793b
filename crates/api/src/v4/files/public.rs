//! `/files/{file_id}/public`: files for people without an account.

use actix_http::header;
use roost_app::files::file_public;

use crate::{Answer, Call, download};

crate::routes! {
    GET "/files/{file_id}/public" => get;
    HEAD "/files/{file_id}/public" => get;
}

async fn get(call: Call) -> Answer {
    let file = file_public(&call.ctx, call.id("file_id")?, call.query("h")).await?;
    download::reply(&call, &file)
}

/// The address of this server without a slash at its end: the configured one, else the one that was asked.
pub(crate) fn server_address(call: &Call) -> String {
    let configured = call.ctx.config().service.site_url.trim_end_matches('/').to_owned();
    if !configured.is_empty() {
        return configured;
    }
    let scheme = if call.ctx.client().secure { "https" } else { "http" };
    format!("{scheme}://{}", call.header(header::HOST))
}
