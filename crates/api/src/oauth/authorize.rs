//! `/oauth/authorize`: a person lets an application act for them.

use actix_http::header::{self, HeaderName};
use actix_http::{StatusCode, header::LOCATION};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use roost_app::AppError;
use roost_app::oauth::{Consent, oauth_allow, oauth_consent, oauth_deauthorize};
use roost_model::oauth::AuthorizeRequest;
use roost_model::{Id, error as ids};
use serde::Deserialize;
use serde_json::json;

use super::page;
use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/oauth/authorize" => ask;
    POST "/oauth/authorize" => allow;
    POST "/oauth/deauthorize" => deauthorize;
}

fn redirect(address: &str) -> Reply {
    Reply::new(StatusCode::FOUND, "text/html; charset=utf-8", "").with(LOCATION, address)
}

async fn ask(call: Call) -> Answer {
    let text = |name: &str| call.query(name).to_owned();
    let asked = AuthorizeRequest {
        response_type: text("response_type"),
        client_id: text("client_id"),
        redirect_uri: text("redirect_uri"),
        scope: text("scope"),
        state: text("state"),
        code_challenge: text("code_challenge"),
        code_challenge_method: text("code_challenge_method"),
        resource: text("resource"),
    };
    match oauth_consent(&call.ctx, &asked).await? {
        Consent::Given(address) => Ok(redirect(&address)),
        Consent::Ask(app) => {
            let policy = HeaderName::from_static("content-security-policy");
            let page = Reply::new(StatusCode::OK, "text/html; charset=utf-8", page::consent(&app, &asked));
            // In no frame of another page, where a click could be meant for something else.
            Ok(page
                .with(policy, "frame-ancestors 'self'")
                .with_header("x-frame-options", "SAMEORIGIN")
                .with(header::CACHE_CONTROL, "no-store"))
        }
        Consent::LogIn => {
            let here = format!("/oauth/authorize?{}", call.query_text());
            Ok(redirect(&format!("/login?redirect_to={}", utf8_percent_encode(&here, NON_ALPHANUMERIC))))
        }
    }
}

async fn allow(mut call: Call) -> Answer {
    let asked: AuthorizeRequest = call.json("authorize_request").await?;
    Reply::json(&json!({ "redirect": oauth_allow(&call.ctx, &asked).await? }))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Deauthorize {
    client_id: String,
}

async fn deauthorize(mut call: Call) -> Answer {
    let client: Deauthorize = call.json_or_default().await?;
    let missing = || AppError::new(ids::INVALID_PARAM).with("name", "client_id");
    let client = Id::parse(&client.client_id).ok_or_else(missing)?;
    oauth_deauthorize(&call.ctx, client).await?;
    Reply::ok()
}
