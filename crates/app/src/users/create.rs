//! Signing up.

use roost_model::errors::user as errors;
use roost_model::permission::Permission;
use roost_model::user::{
    ROLE_SYSTEM_ADMIN, ROLE_SYSTEM_GUEST, ROLE_SYSTEM_USER, User, UserDraft, UserSecrets, default_notify_props,
    default_timezone, is_valid_locale,
};
use roost_store::users::change;
use roost_store::{StoreError, Tx, users as store};

use super::invitation::Invitation;
use super::patch::taken;
use super::{domains, events, recovery, secrets};
use crate::mail::{Mail, Topic};
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
pub async fn user_create(ctx: &Ctx, mut draft: UserDraft, signup: &Signup) -> Result<User, AppError> {
    let by_admin = ctx.can(Permission::ManageSystem);
    if !by_admin {
        draft.auth_data = None;
        draft.auth_service.clear();
    }
    if !draft.id.is_empty() {
        return Err(errors::ID_GIVEN.into());
    }
    let invitation = if !signup.token.is_empty() {
        Invitation::by_token(ctx, &signup.token).await?
    } else if !signup.invite_id.is_empty() {
        Invitation::by_id(ctx, &signup.invite_id).await?
    } else {
        if !by_admin {
            require_open(ctx).await?;
        }
        Invitation::default()
    };
    insert(ctx, draft, invitation).await
}

/// Whether accounts can be made by those who want one.
pub(super) fn require_offered(ctx: &Ctx) -> Result<(), AppError> {
    let config = ctx.config();
    if config.email.enable_sign_up_with_email && config.team.enable_user_creation {
        return Ok(());
    }
    Err(errors::SIGNUP_OFF.into())
}

/// Whether strangers may sign up.
async fn require_open(ctx: &Ctx) -> Result<(), AppError> {
    require_offered(ctx)?;
    let config = ctx.config();
    if !config.team.enable_open_server && store::user_any(ctx.db()).await? {
        return Err(errors::NO_OPEN_SERVER.into());
    }
    Ok(())
}

pub(super) async fn insert(ctx: &Ctx, draft: UserDraft, invitation: Invitation) -> Result<User, AppError> {
    let mut user = prepare(ctx, &draft);
    if let Some(email) = &invitation.email {
        user.email.clone_from(email);
        user.email_verified = true;
    }
    if invitation.as_guest {
        ROLE_SYSTEM_GUEST.clone_into(&mut user.roles);
    }
    invitation.require_domain(&user.email)?;
    domains::require_allowed_signup(ctx, &user.email, invitation.as_guest)?;
    if user.auth_service.is_empty() {
        secrets::check_policy(ctx, &draft.password)?;
    }
    user.validate()?;
    let password_hash =
        if user.auth_service.is_empty() { secrets::hash(ctx, &draft.password).await? } else { String::new() };

    let maybe_first = !store::user_any(ctx.db()).await?;
    let mut tx = ctx.db().begin().await?;
    if maybe_first && !store::user_any_locked_in_tx(&mut tx).await? {
        user.roles = format!("{ROLE_SYSTEM_ADMIN} {ROLE_SYSTEM_USER}");
    }
    store::user_insert_in_tx(&mut tx, &user, &UserSecrets { password_hash, ..UserSecrets::default() });
    change::user_first_preferences_in_tx(&mut tx, user.id);
    let mut record = Record::new();
    record.event(events::new_user(user.id));
    welcome_in_tx(ctx, &mut tx, &user);
    invitation.join_in_tx(ctx, &mut tx, &mut record, &user).await.map_err(taken)?;
    ctx.commit(tx, record).await.map_err(|error| match error.store() {
        Some(StoreError::Gone) => errors::SIGNUP_LINK_INVALID.into(),
        _ => taken(error),
    })?;
    Ok(user)
}

/// Welcomes the account, and has it prove its address where the server is set to that.
fn welcome_in_tx(ctx: &Ctx, tx: &mut Tx, user: &User) {
    let config = ctx.config();
    let verify = config.email.require_email_verification && !user.email_verified;
    if user.disable_welcome_email || !(config.email.send_email_notifications || verify) {
        return;
    }
    let (topic, link) = if verify {
        (Topic::WelcomeVerify, recovery::verification_link_in_tx(ctx, tx, user.id, &user.email))
    } else {
        (Topic::Welcome, config.service.site_url.clone())
    };
    ctx.mail(Mail::to_user(user, topic).with("link", link));
}

/// The account as it will be stored: what clients may not set is left out, defaults are filled in.
pub(super) fn prepare(ctx: &Ctx, draft: &UserDraft) -> User {
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
