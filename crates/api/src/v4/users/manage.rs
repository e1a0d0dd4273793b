//! `/users/{user_id}/…`: roles, state, password, second factor, guests.

use actix_http::header;
use roost_app::AppError;
use roost_app::users::{
    email_verify_member, mfa, user_audits, user_change_password, user_demote, user_promote, user_reset_attempts,
    user_set_active, user_set_auth, user_set_roles,
};
use roost_model::user::{ActiveChange, AuthChange, MfaChange, PasswordChange, RolesChange};

use crate::{Answer, Call, Reply};

crate::routes! {
    PUT "/api/v4/users/{user_id}/roles" => set_roles;
    PUT "/api/v4/users/{user_id}/active" => set_active;
    PUT "/api/v4/users/{user_id}/password" => set_password;
    PUT "/api/v4/users/{user_id}/auth" => set_auth;
    POST "/api/v4/users/{user_id}/mfa/generate" => mfa_generate;
    PUT "/api/v4/users/{user_id}/mfa" => mfa_set;
    POST "/api/v4/users/{user_id}/promote" => promote;
    POST "/api/v4/users/{user_id}/demote" => demote;
    POST "/api/v4/users/{user_id}/email/verify/member" => verify_member;
    POST "/api/v4/users/{user_id}/reset_failed_attempts" => reset_attempts;
    GET "/api/v4/users/{user_id}/audits" => audits;
}

async fn set_roles(mut call: Call) -> Answer {
    let id = call.id("user_id")?;
    let change: RolesChange = call.json_or_default().await?;
    user_set_roles(&call.ctx, id, &change.roles).await?;
    Reply::ok()
}

async fn set_active(mut call: Call) -> Answer {
    let id = call.id("user_id")?;
    let change: ActiveChange = call.json("active").await?;
    let active = change.active.ok_or_else(|| AppError::invalid_body("active"))?;
    user_set_active(&call.ctx, id, active).await?;
    Reply::ok()
}

async fn set_password(mut call: Call) -> Answer {
    let id = call.id("user_id")?;
    let change: PasswordChange = call.json_or_default().await?;
    user_change_password(&call.ctx, id, &change).await?;
    Reply::ok()
}

async fn set_auth(mut call: Call) -> Answer {
    let change: AuthChange = call.json("user").await?;
    let id = call.id("user_id")?;
    user_set_auth(&call.ctx, id, &change).await?;
    let data = change.auth_data.unwrap_or_default();
    Reply::json(&serde_json::json!({ "auth_data": data, "auth_service": change.auth_service }))
}

async fn mfa_generate(call: Call) -> Answer {
    let secret = mfa::mfa_generate(&call.ctx, call.id("user_id")?).await?;
    let reply = Reply::json(&secret)?.with(header::CACHE_CONTROL, "no-cache");
    Ok(reply.with(header::PRAGMA, "no-cache").with(header::EXPIRES, "0"))
}

async fn mfa_set(mut call: Call) -> Answer {
    let id = call.id("user_id")?;
    mfa::require_mfa_change(&call.ctx, id)?;
    let change: MfaChange = call.json("activate").await?;
    let active = change.activate.ok_or_else(|| AppError::invalid_body("activate"))?;
    if active && change.code.is_empty() {
        return Err(AppError::invalid_body("code"));
    }
    mfa::mfa_set(&call.ctx, id, active, &change.code).await?;
    Reply::ok()
}

async fn promote(call: Call) -> Answer {
    user_promote(&call.ctx, call.id("user_id")?).await?;
    Reply::ok()
}

async fn demote(call: Call) -> Answer {
    user_demote(&call.ctx, call.id("user_id")?).await?;
    Reply::ok()
}

async fn verify_member(call: Call) -> Answer {
    Reply::json(&email_verify_member(&call.ctx, call.id("user_id")?).await?)
}

async fn reset_attempts(call: Call) -> Answer {
    user_reset_attempts(&call.ctx, call.id("user_id")?).await?;
    Reply::ok()
}

async fn audits(call: Call) -> Answer {
    let (page, per_page) = (call.page(), call.per_page());
    let audits = user_audits(&call.ctx, call.id("user_id")?, page.saturating_mul(per_page), per_page).await?;
    // No page is `null` here, as clients know it.
    Reply::json(&(!audits.is_empty()).then_some(audits))
}
