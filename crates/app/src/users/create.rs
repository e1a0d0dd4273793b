//! Signing up.

use roost_model::errors::{team as team_errors, user as errors};
use roost_model::permission::Permission;
use roost_model::user::{
    ROLE_SYSTEM_ADMIN, ROLE_SYSTEM_GUEST, ROLE_SYSTEM_USER, User, UserDraft, UserSecrets, default_notify_props,
    default_timezone, is_valid_locale,
};
use roost_store::tokens::Token;
use roost_store::users::change;
use roost_store::{StoreError, tokens, users as store};

use super::patch::taken;
use super::{domains, events, secrets};
use crate::{AppError, Ctx, Record};

/// What a new account comes with.
#[derive(Debug, Default)]
pub struct Signup {
    /// Token of an invitation by e-mail; empty for none.
    pub token: String,
    /// Invite id of a team; empty for none.
    pub invite_id: String,
}

/// Invitations are good for two days.
const INVITATION_AGE_MS_MAX: i64 = 48 * 60 * 60 * 1_000;
const TEAM_INVITATION: &str = "team_invitation";
const GUEST_INVITATION: &str = "guest_invitation";

/// Creates an account. The first one on a server becomes its administrator.
pub async fn user_create(ctx: &Ctx, mut draft: UserDraft, signup: &Signup) -> Result<User, AppError> {
    let by_admin = ctx.can(Permission::ManageSystem);
    if !by_admin {
        draft.auth_data = None;
        draft.auth_service.clear();
    }
    if !draft.id.is_empty() {
        return Err(errors::ID_GIVEN.into());
    }
    if !signup.token.is_empty() {
        let invitation = invitation(ctx, &signup.token).await?;
        return invited(ctx, draft, invitation).await;
    }
    if !signup.invite_id.is_empty() {
        return Err(team_errors::BY_INVITE_NOT_FOUND.into());
    }
    if !by_admin {
        require_open(ctx).await?;
    }
    insert(ctx, &draft, ROLE_SYSTEM_USER, None).await
}

/// Whether strangers may sign up.
async fn require_open(ctx: &Ctx) -> Result<(), AppError> {
    let config = ctx.config();
    if !config.email.enable_sign_up_with_email || !config.team.enable_user_creation {
        return Err(errors::SIGNUP_OFF.into());
    }
    if !config.team.enable_open_server && store::user_any(ctx.db()).await? {
        return Err(errors::NO_OPEN_SERVER.into());
    }
    Ok(())
}

async fn invitation(ctx: &Ctx, token: &str) -> Result<Token, AppError> {
    let found = tokens::token_get(ctx.db(), token).await?.ok_or(errors::SIGNUP_LINK_UNKNOWN)?;
    if !matches!(found.purpose.as_str(), TEAM_INVITATION | GUEST_INVITATION) {
        return Err(errors::SIGNUP_LINK_INVALID.into());
    }
    if ctx.now_ms() - found.create_at > INVITATION_AGE_MS_MAX {
        return Err(errors::SIGNUP_LINK_EXPIRED.into());
    }
    let config = ctx.config();
    if found.purpose == GUEST_INVITATION && !config.guest_accounts.enable {
        return Err(errors::SIGNUP_GUESTS_OFF.into());
    }
    if !config.email.enable_sign_up_with_email || !config.team.enable_user_creation {
        return Err(errors::SIGNUP_OFF.into());
    }
    Ok(found)
}

/// An account by an invitation that was sent to its mail address, which is proved thereby.
async fn invited(ctx: &Ctx, mut draft: UserDraft, invitation: Token) -> Result<User, AppError> {
    let extra: serde_json::Value = serde_json::from_str(&invitation.extra).unwrap_or_default();
    let email = extra.get("email").and_then(serde_json::Value::as_str).unwrap_or_default();
    email.clone_into(&mut draft.email);
    let role = if invitation.purpose == GUEST_INVITATION { ROLE_SYSTEM_GUEST } else { ROLE_SYSTEM_USER };
    insert(ctx, &draft, role, Some(&invitation.token)).await
}

async fn insert(ctx: &Ctx, draft: &UserDraft, role: &str, invitation: Option<&str>) -> Result<User, AppError> {
    let mut user = prepare(ctx, draft);
    role.clone_into(&mut user.roles);
    user.email_verified = invitation.is_some();
    domains::require_allowed_signup(ctx, &user.email, user.is_guest())?;
    if user.auth_service.is_empty() {
        secrets::check_policy(ctx, &draft.password)?;
    }
    user.validate()?;
    let password_hash =
        if user.auth_service.is_empty() { secrets::hash(ctx, &draft.password).await? } else { String::new() };

    let mut tx = ctx.db().begin().await?;
    if !store::user_any(ctx.db()).await? && !store::user_any_locked_in_tx(&mut tx).await? {
        user.roles = format!("{ROLE_SYSTEM_ADMIN} {ROLE_SYSTEM_USER}");
    }
    store::user_insert_in_tx(&mut tx, &user, &UserSecrets { password_hash, ..UserSecrets::default() });
    change::user_first_preferences_in_tx(&mut tx, user.id);
    if let Some(token) = invitation {
        tokens::token_delete_in_tx(&mut tx, token);
    }
    let mut record = Record::new();
    record.event(events::new_user(user.id));
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        Some(StoreError::Gone) => errors::SIGNUP_LINK_INVALID.into(),
        _ => taken(error),
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
        auth_data: draft.auth_data.clone().filter(|data| !data.is_empty()),
        auth_service: draft.auth_service.clone(),
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
