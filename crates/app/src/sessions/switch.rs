//! Another way to log in to the same account.

use roost_model::Id;
use roost_model::errors::session as errors;
use roost_model::errors::user as user_errors;
use roost_model::user::{LoginSwitch, User};
use roost_store::users as store;
use roost_store::users::change::user_set_password_in_tx;

use super::own_session;
use crate::mail::{Mail, Topic};
use crate::record::Kind;
use crate::users::check::check_password;
use crate::users::link::BY_LINK;
use crate::users::password::end_sessions_in_tx;
use crate::users::secrets;
use crate::{AppError, Ctx, Record, audit};

/// Where the owner goes on: every session has ended, and the page says why.
const LOGIN_AGAIN: &str = "/login?extra=signin_change";

const SERVICES: &[&str] = &["gitlab", "google", "office365", "openid", "saml", "ldap"];

/// Changes how an account logs in, and says where its owner goes on. From a service to a password it works; to a service it
/// does not, for none is set up: what can be told before that is checked first, as clients know it.
pub async fn login_switch(ctx: &Ctx, request: &LoginSwitch) -> Result<&'static str, AppError> {
    let (from, to) = (request.current_service.as_str(), request.new_service.as_str());
    let known = |name: &str| SERVICES.contains(&name);
    let allowed = ctx.config().service.experimental_enable_authentication_transfer;
    match (from, to) {
        ("email", service) if known(service) => {
            if !allowed {
                return Err(errors::SWITCH_TO_SERVICE_OFF.into());
            }
            let user = account(ctx, request).await?;
            check_password(ctx, user.id, &request.password).await?;
            Err(AppError::new(errors::SWITCH_UNSUPPORTED).with("service", service))
        }
        (service, "email") if known(service) => {
            own_session(ctx)?;
            refuse_passwords(ctx)?;
            let user = account(ctx, request).await?;
            if user.id != ctx.user_id() {
                return Err(errors::SWITCH_OF_ANOTHER.into());
            }
            if user.auth_service != service {
                return Err(errors::SWITCH_NOT_OAUTH.into());
            }
            if service == "ldap" {
                // A directory would have to say that the password of the account there is right.
                return Err(AppError::new(errors::SWITCH_UNSUPPORTED).with("service", service));
            }
            to_password(ctx, &user, &request.password).await?;
            Ok(LOGIN_AGAIN)
        }
        (BY_LINK, "email") => Err(errors::SWITCH_LINK.into()),
        _ => Err(AppError::invalid_body("request")),
    }
}

async fn account(ctx: &Ctx, request: &LoginSwitch) -> Result<User, AppError> {
    let user = store::user_get_by_email(ctx.db(), &request.email.to_lowercase()).await?;
    user.ok_or_else(|| user_errors::MISSING_ACCOUNT.into())
}

/// 403 where the server does not let people have passwords, or not change to one.
fn refuse_passwords(ctx: &Ctx) -> Result<(), AppError> {
    let config = ctx.config();
    if !config.service.experimental_enable_authentication_transfer {
        return Err(errors::SWITCH_TO_EMAIL_OFF.into());
    }
    if !config.email.enable_sign_up_with_email {
        return Err(errors::SWITCH_SIGN_UP_OFF.into());
    }
    if !config.email.enable_sign_in_with_email && !config.email.enable_sign_in_with_username {
        return Err(errors::SWITCH_SIGN_IN_OFF.into());
    }
    Ok(())
}

/// The account logs in with this password from now on. All its sessions end: they were begun by the service.
async fn to_password(ctx: &Ctx, user: &User, password: &str) -> Result<(), AppError> {
    secrets::check_policy(ctx, password)?;
    let hash = secrets::hash(ctx, password).await?;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    user_set_password_in_tx(&mut tx, user.id, hash, ctx.now_ms());
    record.invalidate(Kind::User, user.id);
    end_sessions_in_tx(&mut tx, &mut record, user.id, Id::EMPTY).await?;
    audit::note_in_tx(ctx, &mut tx, user.id, &["switched to a password", "success"]);
    ctx.mail(Mail::to_user(user, Topic::PasswordChanged));
    ctx.commit(tx, record).await
}
