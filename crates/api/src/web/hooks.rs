//! `/hooks/{hook_id}`: programs post.

use actix_http::{StatusCode, header};
use roost_app::AppError;
use roost_app::webhooks::incoming_fire;
use roost_model::errors::webhook as errors;
use roost_model::webhook::IncomingCall;

use crate::call::parse_query;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/hooks/{hook_id}" => fire;
}

async fn fire(mut call: Call) -> Answer {
    let id = call.id("hook_id")?;
    let sent = read(&mut call).await?;
    incoming_fire(&call.ctx, id, sent).await?;
    Ok(Reply::new(StatusCode::OK, "text/plain", "ok"))
}

async fn read(call: &mut Call) -> Result<IncomingCall, AppError> {
    let content_type = call.header(header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim().to_lowercase();
    match content_type.as_str() {
        "" => Err(errors::FIRE_MEDIA_TYPE.into()),
        "multipart/form-data" => read_parts(call).await,
        "application/x-www-form-urlencoded" => {
            let body = call.json_bytes().await?;
            let fields = parse_query(&String::from_utf8_lossy(&body));
            let payload = fields.into_iter().find(|(name, _)| name == "payload").map(|(_, value)| value);
            decoded(payload.unwrap_or_default().as_bytes())
        }
        _ => decoded(&call.json_bytes().await?),
    }
}

async fn read_parts(call: &mut Call) -> Result<IncomingCall, AppError> {
    let limit = u64::try_from(call.ctx.config().service.maximum_payload_size_bytes).unwrap_or(0);
    let form = call.upload_form(limit, roost_model::error::BODY_TOO_LARGE, errors::FIRE_MULTIPART).await?;
    if let Some(payload) = form.text("payload") {
        return decoded(payload.as_bytes());
    }
    let mut sent = IncomingCall::default();
    for part in form.parts.iter().filter(|part| part.filename.is_none()) {
        sent.set(&part.name, &String::from_utf8_lossy(&part.bytes));
    }
    Ok(sent)
}

fn decoded(body: &[u8]) -> Result<IncomingCall, AppError> {
    IncomingCall::parse(body).map_err(|error| AppError::new(errors::FIRE_DECODE).because(error))
}
