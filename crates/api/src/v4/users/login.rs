//! Logging in and out.

use actix_http::{StatusCode, header};
use bytes::Bytes;
use roost_app::sessions;
use roost_app::users::link;
use roost_model::errors::session as errors;
use roost_model::user::{LoginRequest, LoginSwitch, SanitizeOptions};
use serde::Deserialize;
use serde_json::json;

use crate::cookies;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/users/login" => login;
    POST "/api/v4/users/logout" => logout;
    POST "/api/v4/users/login/type" => login_type;
    POST "/api/v4/users/login/cws" => login_hosted;
    POST "/api/v4/users/login/sso/code-exchange" => code_exchange;
    POST "/api/v4/users/login/desktop_token" => desktop_token;
    POST "/api/v4/users/login/switch" => switch;
}

async fn login(mut call: Call) -> Answer {
    // A body that cannot be read counts as an empty one.
    let request: LoginRequest = call.json_or_default().await?;
    let logged_in = sessions::login(&call.ctx, &request).await?;
    let user = logged_in.user.clone().sanitized(SanitizeOptions::Own);
    let mut reply = Reply::json(&user)?.with_header("token", &logged_in.session.token.0);
    if call.header("x-requested-with") == "XMLHttpRequest" {
        reply = cookies::with_session(reply, &call.ctx, &logged_in);
    }
    Ok(reply)
}

async fn logout(call: Call) -> Answer {
    sessions::logout(&call.ctx).await?;
    Ok(Reply::ok()?.with(header::SET_COOKIE, &cookies::forget_token()))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WhoAsks {
    login_id: String,
}

/// Which way an account logs in is told to strangers only where guests log in by links.
async fn login_type(mut call: Call) -> Answer {
    let WhoAsks { login_id } = call.json_or_default().await?;
    match link::login_type(&call.ctx, &login_id).await? {
        Some(kind) => Reply::json(&kind),
        None => Ok(Reply::new(StatusCode::NOT_FOUND, "application/json", Bytes::new())),
    }
}

async fn login_hosted(_call: Call) -> Answer {
    Err(errors::LOGIN_CWS.into())
}

async fn code_exchange(_call: Call) -> Answer {
    Err(errors::CODE_EXCHANGE_GONE.into())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DesktopLogin {
    token: String,
    #[serde(rename = "deviceId")]
    device_id: String,
}

async fn desktop_token(mut call: Call) -> Answer {
    let request: DesktopLogin = call.json_or_default().await?;
    let logged_in = sessions::login_by_desktop_token(&call.ctx, &request.token, &request.device_id).await?;
    let user = logged_in.user.clone().sanitized(SanitizeOptions::Own);
    let reply = Reply::json(&user)?.with_header("token", &logged_in.session.token.0);
    Ok(cookies::with_session(reply, &call.ctx, &logged_in))
}

async fn switch(mut call: Call) -> Answer {
    let request: LoginSwitch = call.json("switch_request").await?;
    let next = sessions::login_switch(&call.ctx, &request).await?;
    Reply::json(&json!({ "follow_link": next }))
}
