//! Tries of settings that are not saved yet.

use roost_app::mail::email_test;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/email/test" => email;
}

async fn email(mut call: Call) -> Answer {
    let body = call.json_bytes().await?;
    email_test(&call.ctx, serde_json::from_slice(&body).ok()).await?;
    Reply::ok()
}
