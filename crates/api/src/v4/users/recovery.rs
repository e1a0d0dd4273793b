//! Proof of mail addresses, forgotten passwords.

use roost_app::users::{email_verify, email_verify_send, password_reset, password_reset_send};
use roost_model::user::{EmailRef, EmailVerify, PasswordReset};

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/users/email/verify" => verify;
    POST "/api/v4/users/email/verify/send" => verify_send;
    POST "/api/v4/users/password/reset" => reset;
    POST "/api/v4/users/password/reset/send" => reset_send;
}

async fn verify(mut call: Call) -> Answer {
    let body: EmailVerify = call.json_or_default().await?;
    email_verify(&call.ctx, &body.token).await?;
    Reply::ok()
}

async fn verify_send(mut call: Call) -> Answer {
    let body: EmailRef = call.json_or_default().await?;
    email_verify_send(&call.ctx, &body.email).await?;
    Reply::ok()
}

async fn reset(mut call: Call) -> Answer {
    let body: PasswordReset = call.json_or_default().await?;
    password_reset(&call.ctx, &body).await?;
    Reply::ok()
}

async fn reset_send(mut call: Call) -> Answer {
    let body: EmailRef = call.json_or_default().await?;
    password_reset_send(&call.ctx, &body.email).await?;
    Reply::ok()
}
