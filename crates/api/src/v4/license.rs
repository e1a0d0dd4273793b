//! `/license`.

use actix_http::StatusCode;
use actix_http::header;
use roost_app::AppError;
use roost_app::system::license::license_for_client;
use roost_model::errors::system as errors;
use roost_model::permission::Permission;
use serde_json::json;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/license/client" => client;
    POST "/api/v4/license" => add;
    DELETE "/api/v4/license" => remove;
    GET "/api/v4/license/load_metric" => load_metric;
}

async fn client(call: Call) -> Answer {
    match call.query("format") {
        "old" => Reply::json(&license_for_client(&call.ctx)),
        _ => Err(AppError::new(errors::LICENSE_OLD_FORMAT)),
    }
}

/// There is nothing to unlock, so whatever file comes is no licence. The body is not even read.
async fn add(call: Call) -> Answer {
    call.ctx.require(Permission::ManageLicenseInformation)?;
    if !call.header(header::CONTENT_TYPE).starts_with("multipart/form-data") {
        let text = "request Content-Type isn't multipart/form-data\n";
        return Ok(Reply::new(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", text));
    }
    Err(errors::LICENSE_INVALID.into())
}

/// None was ever added, so there is none to take away; the original is content with that too.
async fn remove(call: Call) -> Answer {
    call.ctx.require(Permission::ManageLicenseInformation)?;
    Reply::ok()
}

/// Active users per thousand seats: there are more seats than anybody can fill.
async fn load_metric(_: Call) -> Answer {
    Reply::json(&json!({ "load": 0 }))
}
