//! `/system`.

use actix_http::StatusCode;
use roost_app::system::{PingOptions, ping as look};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/system/ping" => ping;
}

async fn ping(call: Call) -> Answer {
    let options =
        PingOptions { parts: call.query_flag("get_server_status"), device: call.query("device_id").to_owned() };
    let answer = look(&call.ctx, options).await;
    let plain = call.query_flag("use_rest_semantics");
    let status = if answer.status == "OK" || plain { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
    Reply::json_status(status, &answer)
}
