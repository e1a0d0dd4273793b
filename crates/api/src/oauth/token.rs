//! What applications call themselves: for tokens, and to find their way.

use actix_http::header;
use roost_app::oauth::{oauth_metadata, oauth_token};
use roost_model::oauth::TokenRequest;

use crate::call::parse_query;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/oauth/access_token" => token;
    GET "/.well-known/oauth-authorization-server" => metadata;
}

async fn token(mut call: Call) -> Answer {
    let body = call.json_bytes().await?;
    let form = parse_query(&String::from_utf8_lossy(&body));
    let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let text = |name: &str| field(name).unwrap_or_default();
    let asked = TokenRequest {
        grant_type: text("grant_type"),
        client_id: text("client_id"),
        client_secret: text("client_secret"),
        code: text("code"),
        redirect_uri: text("redirect_uri"),
        refresh_token: text("refresh_token"),
        code_verifier: text("code_verifier"),
        resource: text("resource"),
    };
    let issued = oauth_token(&call.ctx, &asked).await?;
    Ok(Reply::json(&issued)?.with(header::CACHE_CONTROL, "no-store").with(header::PRAGMA, "no-cache"))
}

async fn metadata(call: Call) -> Answer {
    Reply::json(&oauth_metadata(&call.ctx)?)
}
