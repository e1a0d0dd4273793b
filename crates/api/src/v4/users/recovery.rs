//! Proof of mail addresses, forgotten passwords, terms of service.

use roost_app::AppError;
use roost_app::users::{
    email_verify, email_verify_send, password_reset, password_reset_send, terms_accept, terms_accepted,
};
use roost_model::user::{EmailRef, EmailVerify, PasswordReset};
use serde::Deserialize;
use serde_json::json;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/users/email/verify" => verify;
    POST "/api/v4/users/email/verify/send" => verify_send;
    POST "/api/v4/users/password/reset" => reset;
    POST "/api/v4/users/password/reset/send" => reset_send;
    GET "/api/v4/users/{user_id}/terms_of_service" => terms_get;
    POST "/api/v4/users/{user_id}/terms_of_service" => terms_set;
}

async fn verify(mut call: Call) -> Answer {
    let body: EmailVerify = call.json("token").await.unwrap_or_default();
    email_verify(&call.ctx, &body.token).await?;
    Reply::ok()
}

async fn verify_send(mut call: Call) -> Answer {
    let body: EmailRef = call.json("email").await.unwrap_or_default();
    email_verify_send(&call.ctx, &body.email).await?;
    Reply::ok()
}

async fn reset(mut call: Call) -> Answer {
    let body: PasswordReset = call.json("token").await.unwrap_or_default();
    password_reset(&call.ctx, &body).await?;
    Reply::ok()
}

async fn reset_send(mut call: Call) -> Answer {
    let body: EmailRef = call.json("email").await.unwrap_or_default();
    password_reset_send(&call.ctx, &body.email).await?;
    Reply::ok()
}

/// Whatever the path says, it is about the session's user: so the original has it.
async fn terms_get(call: Call) -> Answer {
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

async fn terms_set(mut call: Call) -> Answer {
    let body: Acceptance = call.json("termsOfServiceId").await?;
    let terms = body.terms.ok_or_else(|| AppError::invalid_body("termsOfServiceId"))?;
    let accepted = body.accepted.ok_or_else(|| AppError::invalid_body("accepted"))?;
    terms_accept(&call.ctx, &terms, accepted).await?;
    Reply::ok()
}
