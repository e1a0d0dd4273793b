//! `/users`: the collection.

use actix_http::header;
use roost_app::users::{
    Signup, StatsRequest, UserListing, user_create, user_known, user_list, user_stats, user_stats_filtered,
};
use roost_model::user::{UserDraft, UsersStats};
use roost_model::{error as ids, error::ErrorBody};

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/users" => create;
    GET "/api/v4/users" => list;
    GET "/api/v4/users/known" => known;
    GET "/api/v4/users/stats" => stats;
    GET "/api/v4/users/stats/filtered" => stats_filtered;
}

async fn create(mut call: Call) -> Answer {
    let draft: UserDraft = call.json("user").await?;
    let signup = Signup { token: call.query("t").to_owned(), invite_id: call.query("iid").to_owned() };
    Reply::created(&user_create(&call.ctx, draft, &signup).await?)
}

async fn list(call: Call) -> Answer {
    let text = |name: &str| call.query(name).to_owned();
    let listing = UserListing {
        in_team: text("in_team"),
        not_in_team: text("not_in_team"),
        in_channel: text("in_channel"),
        not_in_channel: text("not_in_channel"),
        in_group: text("in_group"),
        not_in_group: text("not_in_group"),
        without_team: call.query_flag("without_team"),
        group_constrained: call.query_flag("group_constrained"),
        active: call.query_flag("active"),
        inactive: call.query_flag("inactive"),
        role: text("role"),
        roles: text("roles"),
        team_roles: text("team_roles"),
        channel_roles: text("channel_roles"),
        sort: text("sort"),
        page: call.page(),
        per_page: call.per_page(),
    };
    let page = user_list(&call.ctx, &listing).await?;
    let mut body = serde_json::to_vec(&page.users).map_err(roost_app::AppError::internal)?;
    if page.contradictory {
        body.extend(contradiction(&call)?);
    }
    let etag = page.tagged.then(|| super::etag_of(call.ctx.app().node.version, &body));
    if let Some(etag) = etag.as_ref().filter(|etag| call.has_etag(etag)) {
        return Reply::not_modified(etag);
    }
    let reply = Reply::new(actix_http::StatusCode::OK, "application/json", body);
    Ok(match etag {
        Some(etag) => reply.with(header::ETAG, &etag),
        None => reply,
    })
}

/// Clients know this answer to a wish for active and inactive accounts at once: nobody, and an error after the list.
fn contradiction(call: &Call) -> Result<Vec<u8>, roost_app::AppError> {
    let error = roost_app::AppError::invalid_url("inactive");
    let body = ErrorBody {
        id: ids::INVALID_URL_PARAM.id.to_owned(),
        message: error.message(),
        detailed_error: String::new(),
        request_id: Some(call.ctx.request_id().to_string()),
        status_code: ids::INVALID_URL_PARAM.status,
    };
    serde_json::to_vec(&body).map_err(roost_app::AppError::internal)
}

async fn known(call: Call) -> Answer {
    Reply::json(&user_known(&call.ctx).await?)
}

async fn stats(call: Call) -> Answer {
    Reply::json(&UsersStats { total_users_count: user_stats(&call.ctx).await? })
}

async fn stats_filtered(call: Call) -> Answer {
    let text = |name: &str| call.query(name).to_owned();
    let request = StatsRequest {
        in_team: text("in_team"),
        in_channel: text("in_channel"),
        include_deleted: call.query_flag("include_deleted"),
        include_bots: call.query_flag("include_bots"),
        include_remote: call.query_flag("include_remote_users"),
        roles: text("roles"),
        team_roles: text("team_roles"),
        channel_roles: text("channel_roles"),
    };
    Reply::json(&UsersStats { total_users_count: user_stats_filtered(&call.ctx, &request).await? })
}
