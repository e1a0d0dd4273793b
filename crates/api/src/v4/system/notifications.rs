//! `/notifications`: phones that say what they have got, and people who try their settings.

use actix_http::StatusCode;
use roost_app::notify::notification_test;
use roost_app::notify::push::{Acknowledged, push_ack};
use roost_model::errors::status as errors;
use roost_model::push::PushAck;
use roost_model::wire;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/notifications/test" => test;
    POST "/api/v4/notifications/ack" => ack;
}

async fn test(call: Call) -> Answer {
    notification_test(&call.ctx).await?;
    Reply::ok()
}

async fn ack(mut call: Call) -> Answer {
    let ack: PushAck = wire::decode(&call.json_bytes().await?).map_err(|_| errors::PUSH_ACK_BODY)?;
    match push_ack(&call.ctx, &ack).await? {
        Acknowledged::Noted => Reply::ok(),
        Acknowledged::Nothing => Ok(Reply::new(StatusCode::OK, "application/json", Vec::new())),
        Acknowledged::Text(message) => Reply::json(&*message),
    }
}
