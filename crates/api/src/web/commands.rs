//! `/hooks/commands/{hook_id}`: programs answer commands later on.

use actix_http::StatusCode;
use roost_app::AppError;
use roost_app::commands::command_hook_answer;
use roost_model::command::CommandResponse;
use roost_model::errors::command as errors;
use roost_model::wire;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/hooks/commands/{hook_id}" => answer;
}

async fn answer(mut call: Call) -> Answer {
    let id = call.id("hook_id")?;
    let body = call.json_bytes().await?;
    let response: CommandResponse =
        wire::decode(&body).map_err(|error| AppError::new(errors::HOOK_PARSE).because(error))?;
    command_hook_answer(&call.ctx, id, &response).await?;
    Ok(Reply::new(StatusCode::OK, "text/plain", "ok"))
}
