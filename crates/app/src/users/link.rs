//! Guests who sign in by links that are sent to them, and have no password.

use std::sync::Arc;

use roost_model::Id;
use roost_model::errors::session as session_errors;
use roost_model::errors::user as errors;
use roost_model::user::{User, UserDraft, is_valid_username};
use roost_store::StoreError;
use roost_store::tokens::{self, Token};
use roost_store::users as store;
use serde::Serialize;

use super::create::insert;
use super::invitation::Invitation;
pub(crate) use super::invitation::TO_GUESTS_BY_LINK;
use super::recovery::{Proof, TOKEN_LEN, token_in_tx};
use super::user_find;
use crate::mail::{self, Mail, Topic};
use crate::{AppError, Ctx, Record};

/// How these accounts sign in, as `auth_service` says it.
pub const BY_LINK: &str = "magic_link";

/// Below the address of the server: where a link leads.
pub const PATH: &str = "/login/one_time_link";

/// Purpose of the token of somebody who has an account.
const TO_SIGN_IN: &str = "guest_magic_link";

/// Who asks for a link waits for it.
const SIGN_IN_AGE_MS_MAX: i64 = 5 * 60 * 1_000;

/// Names that are tried for a new account.
const NAMES_MAX: u32 = 10;

/// How an account signs in, as strangers may know it.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct LoginType {
    pub auth_service: &'static str,
    pub is_deactivated: bool,
}

/// Whether guests sign in by links here.
pub fn is_on(ctx: &Ctx) -> bool {
    let guests = &ctx.config().guest_accounts;
    guests.enable && guests.enable_guest_magic_link
}

/// Tells whether the account signs in by links, and sends it one if it does. `None` where nobody does.
pub async fn login_type(ctx: &Ctx, login_id: &str) -> Result<Option<LoginType>, AppError> {
    if !is_on(ctx) {
        return Ok(None);
    }
    let found = store::user_login_get(ctx.db(), &login_id.to_lowercase()).await?;
    let user = match found {
        Some(found) => user_find(ctx, found.user_id).await?,
        None => None,
    };
    let Some(user) = user.filter(|user| user.auth_service == BY_LINK) else { return Ok(Some(LoginType::default())) };
    let is_deactivated = user.delete_at != 0;
    if !is_deactivated {
        let mut tx = ctx.db().begin().await?;
        let token = token_in_tx(ctx, &mut tx, TO_SIGN_IN, user.id, &user.email);
        let link = mail::link(&ctx.config(), PATH, &[("t", &token)]);
        ctx.mail(Mail::to_user(&user, Topic::SignInLink).with("link", link));
        ctx.commit(tx, Record::new()).await?;
    }
    Ok(Some(LoginType { auth_service: BY_LINK, is_deactivated }))
}

/// Whom a link is for.
pub(crate) enum Bearer {
    /// Somebody with an account. The token is still to be used up.
    Known(Arc<User>),
    /// Somebody who was invited, and is a member of what they were invited to now. The token is used up.
    Joined(Arc<User>),
}

/// Who has come by a link with this token.
pub(crate) async fn bearer(ctx: &Ctx, token: &str) -> Result<Bearer, AppError> {
    if !is_on(ctx) {
        return Err(session_errors::LOGIN_LINKS_OFF.into());
    }
    if token.is_empty() {
        return Err(errors::LINK_TOKEN_MISSING.into());
    }
    if token.len() != TOKEN_LEN {
        return Err(errors::LINK_TOKEN_INVALID.into());
    }
    let found = tokens::token_get(ctx.db(), token).await?.ok_or(errors::LINK_TOKEN_INVALID)?;
    match found.purpose.as_str() {
        TO_SIGN_IN => known(ctx, &found).await.map(Bearer::Known),
        TO_GUESTS_BY_LINK => joined(ctx, found).await.map(Bearer::Joined),
        _ => Err(errors::LINK_TOKEN_INVALID.into()),
    }
}

async fn known(ctx: &Ctx, token: &Token) -> Result<Arc<User>, AppError> {
    if ctx.now_ms() - token.create_at > SIGN_IN_AGE_MS_MAX {
        return Err(errors::LINK_TOKEN_EXPIRED.into());
    }
    let proof: Proof = serde_json::from_str(&token.extra).map_err(|_| errors::LINK_TOKEN_INVALID)?;
    let user = user_find(ctx, proof.user_id).await?;
    // Who has another address meanwhile asks for a link to that.
    let user = user.filter(|user| user.auth_service == BY_LINK && user.email == proof.email);
    user.ok_or_else(|| errors::LINK_TOKEN_INVALID.into())
}

/// Makes the account that the invitation is for, or has the one that is there join what it is invited to.
async fn joined(ctx: &Ctx, token: Token) -> Result<Arc<User>, AppError> {
    let invitation = Invitation::by_link(ctx, token).await?;
    let email = invitation.email.clone().unwrap_or_default();
    let Some(user) = store::user_get_by_email(ctx.db(), &email).await? else {
        let username = free_name(ctx, &email).await?;
        let draft = UserDraft { username, email, auth_service: BY_LINK.to_owned(), ..UserDraft::default() };
        return insert(ctx, draft, invitation).await.map(Arc::new);
    };
    if user.auth_service != BY_LINK {
        return Err(errors::EMAIL_EXISTS.into());
    }
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    invitation.join_in_tx(ctx, &mut tx, &mut record, &user).await?;
    ctx.commit(tx, record).await.map_err(used_up)?;
    Ok(Arc::new(user))
}

/// Two at once with the same link: one of them comes too late.
pub(crate) fn used_up(error: AppError) -> AppError {
    match error.store() {
        Some(StoreError::Gone) => errors::LINK_TOKEN_INVALID.into(),
        _ => error,
    }
}

/// A name that nobody has yet, out of what stands before the `@`.
async fn free_name(ctx: &Ctx, email: &str) -> Result<String, AppError> {
    let base = name_of(email);
    for attempt in 0..NAMES_MAX {
        let name = if attempt == 0 { base.clone() } else { format!("{base}{}", suffix(ctx.new_id())) };
        if is_valid_username(&name) && store::user_login_get(ctx.db(), &name).await?.is_none() {
            return Ok(name);
        }
    }
    Err(errors::LINK_NO_NAME.into())
}

/// What a user name may have of what stands before the `@`: letters and digits first.
fn name_of(email: &str) -> String {
    let local = email.split('@').next().unwrap_or_default().to_lowercase();
    let fits = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    let name: String = local.chars().filter(fits).collect();
    let name = name.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    if name.is_empty() { "guest".to_owned() } else { name.chars().take(16).collect() }
}

fn suffix(id: Id) -> String {
    format!("-{}", id.as_str().chars().take(5).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_addresses() {
        for (email, name) in [
            ("ann@example.com", "ann"),
            ("Ann.Smith+chat@example.com", "ann.smithchat"),
            ("1st.mate@example.com", "st.mate"),
            ("123@example.com", "guest"),
            ("\u{fc}@example.com", "guest"),
            ("somebody.with.a.long.name@example.com", "somebody.with.a."),
        ] {
            assert_eq!(name_of(email), name);
            assert!(is_valid_username(&format!("{name}{}", suffix(Id::from_random(7)))), "{name}");
        }
    }
}
