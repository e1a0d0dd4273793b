//! What operators do with many accounts, or with one for good.

use roost_app::AppError;
use roost_app::system::wishes::{WishDraft, wish_make, wishes_tell};
use roost_app::users::{AuthMigration, auth_migrate, user_convert_to_bot, user_list_outside_domains};
use roost_model::errors::user as errors;
use serde::Deserialize;
use serde_json::Value;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/users/invalid_emails" => outside_domains;
    POST "/api/v4/users/{user_id}/convert_to_bot" => convert_to_bot;
    POST "/api/v4/users/migrate_auth/ldap" => migrate_to_ldap;
    POST "/api/v4/users/migrate_auth/saml" => migrate_to_saml;
    POST "/api/v4/users/notify-admin" => notify_admin;
    POST "/api/v4/users/trigger-notify-admin-posts" => trigger_notify_admin;
}

async fn outside_domains(call: Call) -> Answer {
    let (page, per_page) = (call.page(), call.per_page());
    Reply::json(&user_list_outside_domains(&call.ctx, page.saturating_mul(per_page), per_page).await?)
}

async fn convert_to_bot(call: Call) -> Answer {
    Reply::json(&user_convert_to_bot(&call.ctx, call.id("user_id")?).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Migration {
    from: String,
    force: Option<bool>,
    match_field: Option<String>,
    matches: Option<Value>,
    auto: Option<bool>,
}

async fn migration(call: &mut Call, sources: &[&str]) -> Result<Migration, AppError> {
    let body: Migration = call.json("from").await?;
    if sources.contains(&body.from.as_str()) { Ok(body) } else { Err(AppError::invalid_body("from")) }
}

async fn migrate_to_ldap(mut call: Call) -> Answer {
    let body = migration(&mut call, &["email", "gitlab", "saml", "google", "office365"]).await?;
    body.force.ok_or_else(|| AppError::invalid_body("force"))?;
    body.match_field.ok_or_else(|| AppError::invalid_body("match_field"))?;
    auth_migrate(&call.ctx, AuthMigration::Ldap)?;
    Reply::ok()
}

async fn migrate_to_saml(mut call: Call) -> Answer {
    let body = migration(&mut call, &["email", "gitlab", "ldap", "google", "office365"]).await?;
    body.auto.ok_or_else(|| AppError::invalid_body("auto"))?;
    body.matches.filter(Value::is_object).ok_or_else(|| AppError::invalid_body("matches"))?;
    auth_migrate(&call.ctx, AuthMigration::Saml)?;
    Reply::ok()
}

async fn notify_admin(mut call: Call) -> Answer {
    let wish: WishDraft = call.json("notify_admin").await?;
    wish_make(&call.ctx, &wish).await?;
    Reply::ok()
}

/// By hand only where the server is set to it: for tests of what people see.
async fn trigger_notify_admin(mut call: Call) -> Answer {
    if !call.ctx.config().service.enable_api_trigger_admin_notifications {
        return Err(errors::NOTIFY_ADMIN_BY_HAND.into());
    }
    let wish: WishDraft = call.json("notify_admin").await?;
    wishes_tell(&call.ctx, wish.trial_notification).await?;
    Reply::ok()
}
