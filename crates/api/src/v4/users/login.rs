//! Logging in and out.

use actix_http::header;
use roost_app::Ctx;
use roost_app::sessions::{self, LoggedIn};
use roost_model::user::{LoginRequest, SanitizeOptions};

use crate::cookies::{self, Attributes};
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/users/login" => login;
    POST "/api/v4/users/logout" => logout;
}

async fn login(mut call: Call) -> Answer {
    let request: LoginRequest = call.json("login").await?;
    let logged_in = sessions::login(&call.ctx, &request).await?;
    let user = (*logged_in.user).clone().sanitized(SanitizeOptions::Own);
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
    all.into_iter().fold(reply, |reply, (name, value, http_only)| {
        let attributes = Attributes {
            path: "/",
            domain: "",
            secure,
            http_only,
            max_age_s: Some(max_age_s),
            expires_ms: Some(session.expires_at),
        };
        reply.with(header::SET_COOKIE, &cookies::set(name, &value, attributes))
    })
}
