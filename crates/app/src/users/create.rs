//! Signing up.

use roost_model::errors::user as errors;
use roost_model::user::{
    ROLE_SYSTEM_ADMIN, ROLE_SYSTEM_USER, User, UserDraft, UserSecrets, default_notify_props, default_timezone,
    is_valid_locale,
};
use roost_store::users as store;

use super::{events, secrets};
use crate::{AppError, Ctx, Record};

/// What a new account comes with.
#[derive(Debug, Default)]
pub struct Signup {
    /// Token of an invitation by e-mail; empty for none.
    pub token: String,
    /// Invite id of a team; empty for none.
    pub invite_id: String,
}

/// Creates an account. The first one on a server becomes its administrator.
pub async fn user_create(ctx: &Ctx, draft: UserDraft) -> Result<User, AppError> {
    let mut user = prepare(ctx, &draft);
    secrets::check_policy(ctx, &draft.password)?;
    user.validate()?;
    let password_hash = secrets::hash(ctx, &draft.password).await?;

    let mut tx = ctx.db().begin().await?;
    if !store::user_any(ctx.db()).await? && !store::user_any_locked_in_tx(&mut tx).await? {
        user.roles = format!("{ROLE_SYSTEM_ADMIN} {ROLE_SYSTEM_USER}");
    }
    store::user_insert_in_tx(&mut tx, &user, &UserSecrets { password_hash, ..UserSecrets::default() });
    let mut record = Record::new();
    record.event(events::new_user(user.id));
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        Some(taken) if taken.is_conflict("users_email_key") => errors::EMAIL_EXISTS.into(),
        Some(taken) if taken.is_conflict("users_username_key") => errors::USERNAME_EXISTS.into(),
        _ => error,
    })?;
    Ok(user)
}

/// The account as it will be stored: what clients may not set is left out, defaults are filled in.
fn prepare(ctx: &Ctx, draft: &UserDraft) -> User {
    let now_ms = ctx.now_ms();
    let text = |text: &str| text.trim().to_owned();
    let locale = if is_valid_locale(&draft.locale) && !draft.locale.is_empty() {
        draft.locale.clone()
    } else {
        ctx.config().localization.default_client_locale.clone()
    };
    User {
        id: ctx.new_id(),
        create_at: now_ms,
        update_at: now_ms,
        username: text(&draft.username).to_lowercase(),
        auth_data: None,
        email: text(&draft.email).to_lowercase(),
        nickname: text(&draft.nickname),
        first_name: text(&draft.first_name),
        last_name: text(&draft.last_name),
        position: text(&draft.position),
        roles: ROLE_SYSTEM_USER.to_owned(),
        allow_marketing: draft.allow_marketing,
        props: draft.props.clone(),
        notify_props: if draft.notify_props.is_empty() { default_notify_props() } else { draft.notify_props.clone() },
        last_password_update: now_ms,
        locale,
        timezone: Some(draft.timezone.clone().filter(|map| !map.is_empty()).unwrap_or_else(default_timezone)),
        remote_id: Some(roost_model::Id::EMPTY),
        disable_welcome_email: draft.disable_welcome_email,
        ..User::default()
    }
}
