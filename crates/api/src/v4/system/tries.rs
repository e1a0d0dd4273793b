//! Tries of settings that are not saved yet.

use roost_app::files::storage_test;
use roost_app::mail::email_test;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/email/test" => email;
    POST "/api/v4/file/s3_test" => storage;
}

async fn email(mut call: Call) -> Answer {
    let body = call.json_bytes().await?;
    email_test(&call.ctx, serde_json::from_slice(&body).ok()).await?;
    Reply::ok()
}

async fn storage(mut call: Call) -> Answer {
    let body = call.json_bytes().await?;
    storage_test(&call.ctx, serde_json::from_slice(&body).ok()).await?;
    Reply::ok()
}
