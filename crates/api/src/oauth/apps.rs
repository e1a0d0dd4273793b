//! `/api/v4/oauth/apps`.

use actix_http::StatusCode;
use roost_app::oauth::{
    oauth_app_create, oauth_app_delete, oauth_app_get, oauth_app_info, oauth_app_list, oauth_app_regenerate,
    oauth_app_update, oauth_apps_authorized, oauth_register, require_manage,
};
use roost_model::oauth::OAuthAppDraft;
use roost_model::wire;

use crate::v4::channels::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/oauth/apps" => create;
    GET "/api/v4/oauth/apps" => list;
    POST "/api/v4/oauth/apps/register" => register;
    GET "/api/v4/oauth/apps/{app_id}" => get;
    PUT "/api/v4/oauth/apps/{app_id}" => update;
    DELETE "/api/v4/oauth/apps/{app_id}" => remove;
    GET "/api/v4/oauth/apps/{app_id}/info" => info;
    POST "/api/v4/oauth/apps/{app_id}/regen_secret" => regenerate;
    GET "/api/v4/users/{user_id}/oauth/apps/authorized" => authorized;
}

async fn create(mut call: Call) -> Answer {
    let draft: Result<OAuthAppDraft, _> = call.json("oauth_app").await;
    require_manage(&call.ctx)?;
    Reply::created(&oauth_app_create(&call.ctx, draft?).await?)
}

async fn list(call: Call) -> Answer {
    Reply::json(&oauth_app_list(&call.ctx, page(&call)).await?)
}

async fn get(call: Call) -> Answer {
    Reply::json(&oauth_app_get(&call.ctx, call.id("app_id")?).await?)
}

async fn info(call: Call) -> Answer {
    Reply::json(&oauth_app_info(&call.ctx, call.id("app_id")?).await?)
}

async fn update(mut call: Call) -> Answer {
    let id = call.id("app_id")?;
    require_manage(&call.ctx)?;
    let draft: OAuthAppDraft = call.json("oauth_app").await?;
    Reply::json(&oauth_app_update(&call.ctx, id, draft).await?)
}

async fn remove(call: Call) -> Answer {
    oauth_app_delete(&call.ctx, call.id("app_id")?).await?;
    Reply::ok()
}

async fn regenerate(call: Call) -> Answer {
    Reply::json(&oauth_app_regenerate(&call.ctx, call.id("app_id")?).await?)
}

async fn authorized(call: Call) -> Answer {
    Reply::json(&oauth_apps_authorized(&call.ctx, call.id("user_id")?, page(&call)).await?)
}

async fn register(mut call: Call) -> Answer {
    let registration = wire::decode(&call.json_bytes().await?).ok();
    match oauth_register(&call.ctx, registration).await? {
        Ok(registered) => Reply::created(&registered),
        Err(refused) => Reply::json_status(StatusCode::BAD_REQUEST, &refused),
    }
}
