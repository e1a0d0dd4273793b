//! Another way to log in to the same account.

use roost_model::errors::session as errors;
use roost_model::errors::user as user_errors;
use roost_model::user::LoginSwitch;
use roost_store::users as store;

use crate::users::check::check_password;
use crate::users::link::BY_LINK;
use crate::{AppError, Ctx};

const SERVICES: &[&str] = &["gitlab", "google", "office365", "openid", "saml", "ldap"];

/// Refuses: no other service is set up. What can be told before that is checked first, as clients know it.
pub async fn login_switch(ctx: &Ctx, request: &LoginSwitch) -> Result<(), AppError> {
    let (from, to) = (request.current_service.as_str(), request.new_service.as_str());
    let oauth = |name: &str| SERVICES.contains(&name);
    match (from, to) {
        ("email", service) if oauth(service) => {
            let user = store::user_get_by_email(ctx.db(), &request.email.to_lowercase()).await?;
            let user = user.ok_or(user_errors::MISSING_ACCOUNT)?;
            check_password(ctx, user.id, &request.password).await?;
            Err(AppError::new(errors::SWITCH_UNSUPPORTED).with("service", service))
        }
        (service, "email") if oauth(service) => {
            let user = store::user_get_by_email(ctx.db(), &request.email.to_lowercase()).await?;
            let user = user.ok_or(user_errors::MISSING_ACCOUNT)?;
            if user.id != ctx.user_id() {
                return Err(AppError::no_permission());
            }
            if user.auth_service == service {
                return Err(AppError::new(errors::SWITCH_UNSUPPORTED).with("service", service));
            }
            Err(errors::SWITCH_NOT_OAUTH.into())
        }
        (BY_LINK, "email") => Err(errors::SWITCH_LINK.into()),
        _ => Err(AppError::invalid_body("request")),
    }
}
