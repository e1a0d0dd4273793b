//! `/license`.

use roost_app::AppError;
use roost_app::system::license::license_for_client;
use roost_model::errors::system as errors;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/license/client" => client;
}

async fn client(call: Call) -> Answer {
    match call.query("format") {
        "old" => Reply::json(&license_for_client(&call.ctx)),
        _ => Err(AppError::new(errors::LICENSE_OLD_FORMAT)),
    }
}
