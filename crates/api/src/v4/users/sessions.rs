//! `/users/{user_id}/sessions` and what a phone tells of itself.

use actix_http::header;
use roost_app::sessions::{session_device, session_list, session_revoke, session_revoke_all, session_revoke_everybody};
use roost_model::session::{SessionDevice, SessionRevoke};

use crate::cookies::{self, Attributes};
use crate::session::token;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/users/{user_id}/sessions" => list;
    POST "/api/v4/users/{user_id}/sessions/revoke" => revoke;
    POST "/api/v4/users/{user_id}/sessions/revoke/all" => revoke_all;
    POST "/api/v4/users/sessions/revoke/all" => revoke_everybody;
    PUT "/api/v4/users/sessions/device" => device;
}

async fn list(call: Call) -> Answer {
    Reply::json(&session_list(&call.ctx, call.id("user_id")?).await?)
}

async fn revoke(mut call: Call) -> Answer {
    let id = call.id("user_id")?;
    let body: SessionRevoke = call.json_or_default().await?;
    session_revoke(&call.ctx, id, &body.session_id).await?;
    Reply::ok()
}

async fn revoke_all(call: Call) -> Answer {
    session_revoke_all(&call.ctx, call.id("user_id")?).await?;
    Reply::ok()
}

async fn revoke_everybody(call: Call) -> Answer {
    session_revoke_everybody(&call.ctx).await?;
    Reply::ok()
}

async fn device(mut call: Call) -> Answer {
    let request: SessionDevice = call.json_or_default().await?;
    let Some(expires_ms) = session_device(&call.ctx, &request).await? else { return Reply::ok() };
    let Some((token, _)) = token(&call.headers, "") else { return Reply::ok() };
    let domain = cookies::domain(&call.ctx.config());
    let attributes = Attributes {
        path: "/",
        domain: &domain,
        secure: call.ctx.client().secure,
        http_only: true,
        max_age_s: Some((expires_ms - call.ctx.now_ms()) / 1_000),
        expires_ms: Some(expires_ms),
    };
    Ok(Reply::ok()?.with(header::SET_COOKIE, &cookies::set(cookies::TOKEN, &token, attributes)))
}
