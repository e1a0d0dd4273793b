//! `/system`, `/config/client`, `/license/client`.

use roost_model::system::Ping;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/system/ping" => ping;
}

async fn ping(call: Call) -> Answer {
    let _ = call.query("get_server_status");
    Reply::json(&Ping::default())
}
