//! `/users/{user_id}/…`: somebody's channels, memberships and unread messages.

use actix_http::{StatusCode, header};
use roost_app::AppError;
use roost_app::channels::{
    Deleted, channel_members_of_user, channel_members_of_user_in_team, channel_unread, channels_of_user,
    channels_of_user_in_team,
};
use roost_model::channel::list_etag;
use roost_model::error::ErrorBody;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/users/{user_id}/channels" => channels;
    GET "/api/v4/users/{user_id}/teams/{team_id}/channels" => channels_in_team;
    GET "/api/v4/users/{user_id}/teams/{team_id}/channels/members" => members_in_team;
    GET "/api/v4/users/{user_id}/channel_members" => members;
    GET "/api/v4/users/{user_id}/channels/{channel_id}/unread" => unread;
}

/// Which archived channels the query asks for.
fn deleted(call: &Call) -> Result<Deleted, AppError> {
    let since = match call.query("last_delete_at") {
        "" => 0,
        text => text.parse().ok().filter(|at| *at >= 0).ok_or_else(|| AppError::invalid_url("last_delete_at"))?,
    };
    Ok(Deleted { include: call.query_flag("include_deleted"), since })
}

async fn channels(call: Call) -> Answer {
    let (user, deleted) = (call.id("user_id")?, deleted(&call)?);
    match channels_of_user(&call.ctx, user, deleted).await? {
        Ok(channels) => Reply::json(&channels),
        Err(error) => begun_list(&call, &error),
    }
}

/// The original begins its list before it knows that there is nothing for it.
fn begun_list(call: &Call, error: &AppError) -> Answer {
    let body = ErrorBody {
        id: error.id.id.to_owned(),
        message: error.message(),
        detailed_error: String::new(),
        request_id: Some(call.ctx.request_id().to_string()),
        status_code: error.id.status,
    };
    let text = serde_json::to_string(&body).map_err(AppError::internal)?;
    Ok(Reply::new(StatusCode::OK, "application/json", format!("[{text}")))
}

async fn channels_in_team(call: Call) -> Answer {
    let (user, team, deleted) = (call.id("user_id")?, call.id("team_id")?, deleted(&call)?);
    let channels = channels_of_user_in_team(&call.ctx, user, team, deleted).await?;
    let etag = list_etag(call.ctx.app().node.version, &channels);
    if call.has_etag(&etag) {
        return Reply::not_modified(&etag);
    }
    Ok(Reply::json(&channels)?.with(header::ETAG, &etag))
}

async fn members_in_team(call: Call) -> Answer {
    let (user, team) = (call.id("user_id")?, call.id("team_id")?);
    Reply::json(&channel_members_of_user_in_team(&call.ctx, user, team).await?)
}

async fn members(call: Call) -> Answer {
    let user = call.id("user_id")?;
    // Page -1 asks for all of them at once.
    let (limit, offset) = match call.query_int("page") {
        Some(-1) => (None, 0),
        _ => (Some(call.per_page()), call.page().saturating_mul(call.per_page())),
    };
    Reply::json(&channel_members_of_user(&call.ctx, user, limit, offset).await?)
}

async fn unread(call: Call) -> Answer {
    let (user, channel) = (call.id("user_id")?, call.id("channel_id")?);
    Reply::json(&channel_unread(&call.ctx, user, channel).await?)
}
