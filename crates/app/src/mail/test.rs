//! `POST /email/test`: whether settings that are not saved yet lead to a mail.

use roost_config::MASK;
use roost_model::errors::system as errors;
use roost_model::permission::Permission;
use serde_json::{Value, json};

use super::{Mail, Topic, send};
use crate::system::settings_complete;
use crate::users::own_user;
use crate::{AppError, Ctx};

const SECTION: &str = "EmailSettings";

/// Sends a mail to the session's user with the settings of the body, or with the server's own where there is none that
/// can be read. Settings that are named at all are named completely; a password that was masked is the server's, and only
/// for the server's own mail server.
pub async fn email_test(ctx: &Ctx, body: Option<Value>) -> Result<(), AppError> {
    let current = ctx.config();
    let mut config = (*current).clone();
    if let Some(body) = body.filter(|body| !body.is_null()) {
        let section = settings_complete(&current, &body, SECTION).ok_or(errors::EMAIL_TEST_SETTINGS)?;
        config
            .merge_json(&json!({ SECTION: section }))
            .map_err(|error| AppError::new(errors::EMAIL_TEST_SETTINGS).because(error))?;
    }
    ctx.require(Permission::TestEmail)?;
    let (new, old) = (&mut config.email, &current.email);
    if new.smtp_server.is_empty() {
        return Err(errors::EMAIL_TEST_SERVER.into());
    }
    if new.smtp_password == MASK {
        let same = new.smtp_server == old.smtp_server
            && new.smtp_port == old.smtp_port
            && new.smtp_username == old.smtp_username;
        if !same {
            return Err(errors::EMAIL_TEST_PASSWORD.into());
        }
        new.smtp_password.clone_from(&old.smtp_password);
    }
    let user = own_user(ctx).await?;
    send(&config, &Mail::to_user(&user, Topic::Test))
        .await
        .map_err(|error| AppError::new(errors::EMAIL_TEST_FAILED).with("reason", error.to_string()))
}
