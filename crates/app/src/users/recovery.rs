//! Proof of a mail address, and a new password for whoever forgot theirs. Both go by a token that is sent by mail.

use roost_model::Id;
use roost_model::errors::user as errors;
use roost_model::permission::Permission;
use roost_model::user::{PasswordReset, SanitizeOptions, User};
use roost_store::tokens::{self, Token};
use roost_store::users as store;
use roost_store::users::change;
use roost_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::link::BY_LINK;
use super::password::set_password_in_tx;
use super::patch::taken;
use super::{secrets, user_find, user_get};
use crate::mail::{self, Mail, Topic};
use crate::record::Kind;
use crate::{AppError, Ctx, Record, audit};

/// Tokens of the two purposes are good for a day.
const TOKEN_AGE_MS_MAX: i64 = 24 * 60 * 60 * 1_000;
pub(super) const TOKEN_LEN: usize = 64;

const PASSWORD_RECOVERY: &str = "password_recovery";
const VERIFY_EMAIL: &str = "verify_email";

/// What a token stands for; the names are the original's.
#[derive(Serialize, Deserialize)]
pub(super) struct Proof {
    #[serde(rename = "UserId")]
    pub user_id: Id,
    #[serde(rename = "Email")]
    pub email: String,
}

/// Makes a token for the purpose; earlier ones of the user end.
pub(super) fn token_in_tx(ctx: &Ctx, tx: &mut Tx, purpose: &str, user: Id, email: &str) -> String {
    let proof = Proof { user_id: user, email: email.to_owned() };
    tokens::token_delete_for_user_in_tx(tx, purpose, user);
    let token = Token {
        token: secrets::token(ctx, TOKEN_LEN),
        create_at: ctx.now_ms(),
        purpose: purpose.to_owned(),
        extra: serde_json::to_string(&proof).unwrap_or_default(),
    };
    let text = token.token.clone();
    tokens::token_insert_in_tx(tx, token);
    text
}

/// Makes the token with which the owner of `email` proves that it is theirs, and mails it there.
pub fn verification_in_tx(ctx: &Ctx, tx: &mut Tx, user: &User, email: &str) {
    let mail = Mail::new(email, &user.locale, Topic::VerifyAddress).with("username", &user.username);
    ctx.mail(mail.with("link", verification_link_in_tx(ctx, tx, user.id, email)));
}

/// Makes the token, and the address at which it is used.
pub fn verification_link_in_tx(ctx: &Ctx, tx: &mut Tx, user: Id, email: &str) -> String {
    let token = token_in_tx(ctx, tx, VERIFY_EMAIL, user, email);
    mail::link(&ctx.config(), "/do_verify_email", &[("token", &token), ("email", email)])
}

/// A token of the purpose that is not too old; `Err(true)` is "too old".
async fn proof(ctx: &Ctx, token: &str, purpose: &str) -> Result<Result<Proof, bool>, AppError> {
    let Some(found) = tokens::token_get(ctx.db(), token).await?.filter(|found| found.purpose == purpose) else {
        return Ok(Err(false));
    };
    if ctx.now_ms() - found.create_at >= TOKEN_AGE_MS_MAX {
        return Ok(Err(true));
    }
    Ok(serde_json::from_str(&found.extra).map_err(|_| false))
}

/// `POST /users/email/verify`.
pub async fn email_verify(ctx: &Ctx, token: &str) -> Result<(), AppError> {
    if token.len() != TOKEN_LEN {
        return Err(AppError::invalid_body("token"));
    }
    let Ok(proof) = proof(ctx, token, VERIFY_EMAIL).await? else { return Err(errors::VERIFY_LINK_BAD.into()) };
    if let Some(user) = user_find(ctx, proof.user_id).await?.filter(|user| user.email != proof.email) {
        ctx.mail(Mail::to_user(&user, Topic::AddressChanged).with("address", &proof.email));
    }
    let mut tx = ctx.db().begin().await?;
    tokens::token_delete_in_tx(&mut tx, token);
    change::user_set_verified_in_tx(&mut tx, proof.user_id, &proof.email, ctx.now_ms());
    audit::note_in_tx(ctx, &mut tx, proof.user_id, &["Email Verified"]);
    let mut record = Record::new();
    record.invalidate(Kind::User, proof.user_id);
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        Some(StoreError::Gone | StoreError::Conflict(_)) => errors::VERIFY_LINK_BAD.into(),
        _ => error,
    })
}

/// `POST /users/email/verify/send`. The answer does not tell whether there is such an account.
pub async fn email_verify_send(ctx: &Ctx, email: &str) -> Result<(), AppError> {
    let email = email.to_lowercase();
    if email.is_empty() {
        return Err(AppError::invalid_body("email"));
    }
    let Some(user) = store::user_get_by_email(ctx.db(), &email).await? else { return Ok(()) };
    let mut tx = ctx.db().begin().await?;
    verification_in_tx(ctx, &mut tx, &user, &user.email);
    ctx.commit(tx, Record::new()).await
}

/// `POST /users/{id}/email/verify/member`: an administrator vouches for the address.
pub async fn email_verify_member(ctx: &Ctx, id: Id) -> Result<User, AppError> {
    let user = user_get(ctx, id).await?;
    ctx.require(Permission::EditOtherUsers)?;
    let mut tx = ctx.db().begin().await?;
    change::user_set_verified_in_tx(&mut tx, id, &user.email, ctx.now_ms());
    let mut record = Record::new();
    record.invalidate(Kind::User, id);
    ctx.commit(tx, record).await.map_err(taken)?;
    Ok((*user).clone().sanitized(SanitizeOptions::Admin))
}

/// `POST /users/password/reset/send`. The answer does not tell whether there is such an account.
pub async fn password_reset_send(ctx: &Ctx, email: &str) -> Result<(), AppError> {
    let email = email.to_lowercase();
    if email.is_empty() {
        return Err(AppError::invalid_body("email"));
    }
    let Some(user) = store::user_get_by_email(ctx.db(), &email).await? else { return Ok(()) };
    if user.auth_service == BY_LINK {
        return Err(errors::LINK_RESET.into());
    }
    if user.auth_data.as_ref().is_some_and(|data| !data.is_empty()) {
        let hardened = ctx.config().service.experimental_enable_hardened_mode;
        return if hardened { Ok(()) } else { Err(errors::SEND_RESET_SSO.into()) };
    }
    let mut tx = ctx.db().begin().await?;
    let token = token_in_tx(ctx, &mut tx, PASSWORD_RECOVERY, user.id, &user.email);
    let link = mail::link(&ctx.config(), "/reset_password_complete", &[("token", &token)]);
    ctx.mail(Mail::to_user(&user, Topic::PasswordReset).with("link", link));
    let extra = format!("sent={email}");
    audit::note_in_tx(ctx, &mut tx, user.id, &[&extra]);
    ctx.commit(tx, Record::new()).await
}

/// `POST /users/password/reset`.
pub async fn password_reset(ctx: &Ctx, request: &PasswordReset) -> Result<(), AppError> {
    if request.token.len() != TOKEN_LEN {
        return Err(AppError::invalid_body("token"));
    }
    let proof = match proof(ctx, &request.token, PASSWORD_RECOVERY).await? {
        Ok(proof) => proof,
        Err(true) => return Err(errors::RESET_LINK_EXPIRED.into()),
        Err(false) => return Err(errors::RESET_LINK_INVALID.into()),
    };
    let user = user_get(ctx, proof.user_id).await?;
    if user.email != proof.email {
        return Err(errors::RESET_LINK_EXPIRED.into());
    }
    if user.auth_data.as_ref().is_some_and(|data| !data.is_empty()) {
        return Err(errors::RESET_SSO.into());
    }
    secrets::check_policy(ctx, &request.new_password)?;
    let hash = secrets::hash(ctx, &request.new_password).await?;
    let mut tx = ctx.db().begin().await?;
    tokens::token_delete_in_tx(&mut tx, &request.token);
    let mut record = Record::new();
    set_password_in_tx(ctx, &mut tx, &mut record, user.id, hash).await?;
    audit::note_in_tx(ctx, &mut tx, user.id, &["success"]);
    ctx.mail(Mail::to_user(&user, Topic::PasswordChanged));
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        Some(StoreError::Gone) => errors::RESET_LINK_INVALID.into(),
        _ => error,
    })
}
