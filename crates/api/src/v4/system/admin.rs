//! What administrators do to the server, and small questions about it.

use roost_app::AppError;
use roost_app::system::{admin, busy, cluster, notices};
use roost_model::errors::system as errors;
use roost_model::permission::Permission;
use roost_model::system::OnboardingDraft;
use roost_model::{timezones, wire};
use serde_json::{Map, Value};

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/system/timezones" => zones;
    GET "/api/v4/system/schema/version" => schema_version;
    GET "/api/v4/audits" => audits;
    GET "/api/v4/cluster/status" => cluster_status;
    POST "/api/v4/caches/invalidate" => caches_invalidate;
    POST "/api/v4/database/recycle" => database_recycle;
    POST "/api/v4/logs" => client_log;
    GET "/api/v4/server_busy" => busy_get;
    POST "/api/v4/server_busy" => busy_set;
    DELETE "/api/v4/server_busy" => busy_clear;
    GET "/api/v4/system/notices/{team_id}" => notice_list;
    PUT "/api/v4/system/notices/view" => notices_viewed;
    GET "/api/v4/system/onboarding/complete" => onboarding_get;
    POST "/api/v4/system/onboarding/complete" => onboarding_complete;
}

async fn zones(_: Call) -> Answer {
    Reply::json(&timezones::names().collect::<Vec<_>>())
}

async fn schema_version(call: Call) -> Answer {
    Reply::json(&admin::schema_version(&call.ctx).await?)
}

async fn audits(call: Call) -> Answer {
    Reply::json(&admin::audit_list(&call.ctx, call.page(), call.per_page()).await?)
}

async fn cluster_status(call: Call) -> Answer {
    Reply::json(&cluster::cluster_status(&call.ctx).await?)
}

async fn caches_invalidate(call: Call) -> Answer {
    admin::caches_invalidate(&call.ctx).await?;
    Ok(Reply::ok()?.with_header("cache-control", "no-cache, no-store, must-revalidate"))
}

async fn database_recycle(call: Call) -> Answer {
    admin::database_recycle(&call.ctx)?;
    Reply::ok()
}

async fn client_log(mut call: Call) -> Answer {
    let body = call.json_bytes().await?;
    // A client in trouble may send anything.
    let message: Map<String, Value> = wire::decode(&body).unwrap_or_default();
    Reply::json(&admin::client_log(&call.ctx, message)?)
}

async fn busy_get(call: Call) -> Answer {
    Reply::json(&busy::busy_get(&call.ctx)?)
}

async fn busy_set(call: Call) -> Answer {
    call.ctx.require(Permission::ManageSystem)?;
    let seconds = match call.query("seconds") {
        "" => busy::DEFAULT_S,
        text => text.parse().map_err(|_| AppError::invalid_url("seconds"))?,
    };
    busy::busy_set(&call.ctx, seconds).await?;
    Reply::ok()
}

async fn busy_clear(call: Call) -> Answer {
    busy::busy_clear(&call.ctx).await?;
    Reply::ok()
}

async fn notice_list(call: Call) -> Answer {
    call.id("team_id")?;
    Reply::json(&notices::notice_list(call.query("client"))?)
}

async fn notices_viewed(mut call: Call) -> Answer {
    let body = call.json_bytes().await?;
    let ids: Vec<String> = wire::decode(&body).map_err(|error| AppError::new(errors::PAYLOAD).because(error))?;
    notices::notices_viewed(&call.ctx, ids).await?;
    Reply::ok()
}

async fn onboarding_get(call: Call) -> Answer {
    Reply::json(&admin::onboarding_get(&call.ctx).await?)
}

async fn onboarding_complete(mut call: Call) -> Answer {
    if !call.ctx.can(Permission::ManageSystem) {
        return Err(errors::ONBOARDING_NO_ADMIN.into());
    }
    let body = call.json_bytes().await?;
    let draft: OnboardingDraft =
        wire::decode(&body).map_err(|error| AppError::new(errors::ONBOARDING_BODY).because(error))?;
    admin::onboarding_complete(&call.ctx, draft).await?;
    Reply::ok()
}
