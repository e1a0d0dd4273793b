//! `/login/one_time_link`: where the links lead by which guests sign in.

use actix_http::StatusCode;
use actix_http::header::LOCATION;
use roost_app::sessions::login_by_link;

use crate::{Answer, Call, Reply, cookies, webapp};

crate::routes! {
    GET "/login/one_time_link" => enter;
}

async fn enter(call: Call) -> Answer {
    let logged_in = login_by_link(&call.ctx, call.query("t")).await?;
    let config = call.ctx.config();
    let home = format!("{}/", webapp::of_site(&config.service.site_url));
    let reply = Reply::new(StatusCode::FOUND, "text/html; charset=utf-8", "").with(LOCATION, &home);
    Ok(cookies::with_session(reply, &call.ctx, &logged_in))
}
