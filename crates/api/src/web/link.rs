//! `/login/one_time_link`: where the links lead by which guests sign in.

use actix_http::StatusCode;
use actix_http::header::{ACCEPT, LOCATION};
use roost_app::sessions::login_by_link;

use crate::{Answer, Call, Reply, cookies, webapp};

crate::routes! {
    GET "/login/one_time_link" => enter;
}

/// A browser whose link is no good comes to where another one is asked for; everything else is told what is wrong.
async fn enter(call: Call) -> Answer {
    let config = call.ctx.config();
    let home = format!("{}/", webapp::of_site(&config.service.site_url));
    match login_by_link(&call.ctx, call.query("t")).await {
        Ok(logged_in) => Ok(cookies::with_session(redirect(&home), &call.ctx, &logged_in)),
        Err(error) if error.id.status == 400 && call.header(ACCEPT).contains("text/html") => {
            Ok(redirect(&format!("{home}login?link=spent")))
        }
        Err(error) => Err(error),
    }
}

fn redirect(to: &str) -> Reply {
    Reply::new(StatusCode::FOUND, "text/html; charset=utf-8", "").with(LOCATION, to)
}
