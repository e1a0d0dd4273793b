//! Logging in and out.

use actix_http::{StatusCode, header};
use bytes::Bytes;
use roost_app::Ctx;
use roost_app::sessions::{self, LoggedIn};
use roost_model::errors::session as errors;
use roost_model::user::{LoginRequest, LoginSwitch, SanitizeOptions};

use crate::cookies::{self, Attributes};
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
        reply = with_session_cookies(reply, &call.ctx, &logged_in);
    }
    Ok(reply)
}

async fn logout(call: Call) -> Answer {
    sessions::logout(&call.ctx).await?;
    Ok(Reply::ok()?.with(header::SET_COOKIE, &cookies::forget_token()))
}

/// Which way an account logs in is told to strangers only for links by mail, which this server does not send.
async fn login_type(_call: Call) -> Answer {
    Ok(Reply::new(StatusCode::NOT_FOUND, "application/json", Bytes::new()))
}

async fn login_hosted(_call: Call) -> Answer {
    Err(errors::LOGIN_CWS.into())
}

async fn code_exchange(_call: Call) -> Answer {
    Err(errors::CODE_EXCHANGE_GONE.into())
}

/// Such tokens are handed out by a single sign-on, and none is set up: every one is unknown.
async fn desktop_token(_call: Call) -> Answer {
    Err(errors::DESKTOP_TOKEN_INVALID.into())
}

async fn switch(mut call: Call) -> Answer {
    let request: LoginSwitch = call.json("switch_request").await?;
    sessions::login_switch(&call.ctx, &request).await?;
    Reply::ok()
}

/// The three cookies of a browser.
fn with_session_cookies(reply: Reply, ctx: &Ctx, logged_in: &LoggedIn) -> Reply {
    let session = &logged_in.session.session;
    let max_age_s = (session.expires_at - session.create_at) / 1000;
    let all = [
        (cookies::TOKEN, logged_in.session.token.0.clone(), true),
        (cookies::USER, session.user_id.to_string(), false),
        (cookies::CSRF, session.csrf().to_owned(), false),
    ];
    let secure = ctx.client().secure;
    let domain = cookies::domain(&ctx.config());
    all.into_iter().fold(reply, |reply, (name, value, http_only)| {
        let attributes = Attributes {
            path: "/",
            domain: &domain,
            secure,
            http_only,
            max_age_s: Some(max_age_s),
            expires_ms: Some(session.expires_at),
        };
        reply.with(header::SET_COOKIE, &cookies::set(name, &value, attributes))
    })
}
