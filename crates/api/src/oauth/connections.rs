//! `/api/v4/oauth/outgoing_connections`.

use roost_app::AppError;
use roost_app::oauth::{
    connection_create, connection_delete, connection_get, connection_list, connection_try, connection_update,
    require_connections_managed,
};
use roost_model::errors::outgoing_connection as errors;
use roost_model::outgoing_connection::OutgoingConnectionDraft;
use roost_model::{ErrorId, Id, wire};

use crate::{Answer, Call, Reply};

const PAGE_LEN: i64 = 50;

crate::routes! {
    GET "/api/v4/oauth/outgoing_connections" => list;
    POST "/api/v4/oauth/outgoing_connections" => create;
    GET "/api/v4/oauth/outgoing_connections/{outgoing_oauth_connection_id}" => get;
    PUT "/api/v4/oauth/outgoing_connections/{outgoing_oauth_connection_id}" => update;
    DELETE "/api/v4/oauth/outgoing_connections/{outgoing_oauth_connection_id}" => remove;
    POST "/api/v4/oauth/outgoing_connections/validate" => validate;
}

fn team(call: &Call) -> Id {
    Id::parse_or_empty(call.query("team_id"))
}

async fn list(call: Call) -> Answer {
    let limit = match call.query("limit") {
        "" => PAGE_LEN,
        text => text.parse().map_err(|error| AppError::from(errors::LIST_INPUT).because(error))?,
    };
    let (after, audience) = (call.query("from_id"), call.query("audience"));
    Reply::json(&connection_list(&call.ctx, team(&call), after, limit, audience).await?)
}

async fn get(call: Call) -> Answer {
    let id = Id::parse_or_empty(call.param("outgoing_oauth_connection_id"));
    Reply::json(&connection_get(&call.ctx, team(&call), id).await?)
}

/// Who may do it is asked before what was sent is read.
async fn draft(call: &mut Call, unreadable: &'static ErrorId) -> Result<OutgoingConnectionDraft, AppError> {
    require_connections_managed(&call.ctx)?;
    wire::decode(&call.json_bytes().await?).map_err(|error| AppError::from(unreadable).because(error))
}

async fn create(mut call: Call) -> Answer {
    let draft = draft(&mut call, errors::CREATE_INPUT).await?;
    Reply::created(&connection_create(&call.ctx, draft).await?)
}

async fn update(mut call: Call) -> Answer {
    let draft = draft(&mut call, errors::UPDATE_INPUT).await?;
    let id = Id::parse_or_empty(call.param("outgoing_oauth_connection_id"));
    Reply::json(&connection_update(&call.ctx, id, draft).await?)
}

async fn remove(call: Call) -> Answer {
    require_connections_managed(&call.ctx)?;
    connection_delete(&call.ctx, Id::parse_or_empty(call.param("outgoing_oauth_connection_id"))).await?;
    Reply::ok()
}

async fn validate(mut call: Call) -> Answer {
    let draft = draft(&mut call, errors::VALIDATE_INPUT).await?;
    connection_try(&call.ctx, draft).await?;
    Reply::ok()
}
