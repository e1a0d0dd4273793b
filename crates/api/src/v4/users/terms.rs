//! Terms of service: the versions, and what the session's user accepted.

use roost_app::AppError;
use roost_app::users::{terms_accept, terms_accepted, terms_create, terms_latest};
use roost_model::Id;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/terms_of_service" => latest;
    POST "/api/v4/terms_of_service" => create;
    GET "/api/v4/users/{user_id}/terms_of_service" => accepted;
    POST "/api/v4/users/{user_id}/terms_of_service" => accept;
}

#[derive(Serialize)]
struct Version {
    id: Id,
    create_at: i64,
    user_id: Id,
    text: String,
}

impl From<roost_app::users::Terms> for Version {
    fn from(terms: roost_app::users::Terms) -> Self {
        Self { id: terms.id, create_at: terms.create_at, user_id: terms.user_id, text: terms.text }
    }
}

async fn latest(call: Call) -> Answer {
    Reply::json(&Version::from(terms_latest(&call.ctx).await?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Draft {
    text: String,
}

async fn create(mut call: Call) -> Answer {
    let draft: Draft = call.json_or_default().await?;
    Reply::json(&Version::from(terms_create(&call.ctx, &draft.text).await?))
}

/// Whatever the path says, it is about the session's user: so the original has it.
async fn accepted(call: Call) -> Answer {
    let (terms, at_ms) = terms_accepted(&call.ctx).await?;
    Reply::json(&json!({ "user_id": call.ctx.user_id(), "terms_of_service_id": terms, "create_at": at_ms }))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Acceptance {
    #[serde(rename = "termsOfServiceId")]
    terms: Option<String>,
    accepted: Option<bool>,
}

async fn accept(mut call: Call) -> Answer {
    let body: Acceptance = call.json("termsOfServiceId").await?;
    let terms = body.terms.ok_or_else(|| AppError::invalid_body("termsOfServiceId"))?;
    let accepted = body.accepted.ok_or_else(|| AppError::invalid_body("accepted"))?;
    terms_accept(&call.ctx, &terms, accepted).await?;
    Reply::ok()
}
