//! Invitations by mail.

use roost_model::error::ErrorBody;
use roost_model::errors::{team as errors, user as user_errors};
use roost_model::permission::Permission;
use roost_model::user::is_valid_email;
use roost_model::{ErrorId, Id};
use roost_store::tokens;
use serde::{Deserialize, Serialize};

use super::add::body;
use super::invite::{GUEST_INVITATION, TEAM_INVITATION};
use crate::access::channel::channel_find;
use crate::access::team::{require_in_team, team_get};
use crate::users::domains::is_allowed;
use crate::{AppError, Ctx, Record};

/// Mail addresses of people who shall join a team, and channels that they shall find there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MemberInvitation {
    pub emails: Vec<String>,
    #[serde(rename = "channelIds")]
    pub channel_ids: Vec<String>,
    pub message: String,
}

/// Mail addresses of guests and the channels that they are invited to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GuestInvitation {
    pub emails: Vec<String>,
    pub channels: Vec<String>,
    pub message: String,
}

/// What became of the invitation to one address.
#[derive(Clone, Debug, Serialize)]
pub struct Invited {
    pub email: String,
    pub error: Option<ErrorBody>,
}

/// 403 unless the session's user may invite people to the team.
pub async fn require_invite(ctx: &Ctx, team_id: Id) -> Result<(), AppError> {
    require_in_team(ctx, team_id, Permission::InviteUser).await?;
    require_in_team(ctx, team_id, Permission::AddUserToTeam).await
}

/// 403 unless guests are let in and the session's user may invite them to the team.
pub async fn require_invite_guests(ctx: &Ctx, team_id: Id) -> Result<(), AppError> {
    if !ctx.config().guest_accounts.enable {
        return Err(errors::INVITE_GUESTS_OFF.into());
    }
    require_in_team(ctx, team_id, Permission::InviteGuest).await
}

/// Invites people to a team, and tells for each address what became of it.
pub async fn team_invite(ctx: &Ctx, team_id: Id, invitation: MemberInvitation) -> Result<Vec<Invited>, AppError> {
    require_invite(ctx, team_id).await?;
    if invitation.emails.is_empty() {
        return Err(AppError::invalid_body("user_email"));
    }
    if invitation.channel_ids.iter().any(|id| Id::parse(id).is_none()) {
        return Err(errors::INVITE_CHANNEL.into());
    }
    require_mail(ctx)?;
    let team = team_get(ctx, team_id).await?;
    let config = ctx.config();
    let allowed = |email: &str| {
        is_allowed(email, &team.allowed_domains) && is_allowed(email, &config.team.restrict_creation_to_domains)
    };
    Ok(send(invitation.emails, allowed))
}

/// Invites guests to channels of a team, and tells for each address what became of it.
pub async fn team_invite_guests(ctx: &Ctx, team_id: Id, invitation: GuestInvitation) -> Result<Vec<Invited>, AppError> {
    require_invite_guests(ctx, team_id).await?;
    let fault = |id: &'static ErrorId| Err(AppError::new(id));
    if invitation.emails.is_empty() {
        return fault(user_errors::GUEST_INVITE_EMAILS);
    }
    if invitation.emails.iter().any(|email| !is_valid_email(&email.to_lowercase())) {
        return fault(user_errors::GUEST_INVITE_EMAIL);
    }
    if invitation.channels.is_empty() {
        return fault(user_errors::GUEST_INVITE_CHANNELS);
    }
    let mut channels = Vec::new();
    for text in &invitation.channels {
        let Some(id) = Id::parse(text) else { return fault(user_errors::GUEST_INVITE_CHANNEL) };
        channels.extend(channel_find(ctx, id).await?);
    }
    if channels.is_empty() {
        return fault(user_errors::GUEST_INVITE_CHANNELS);
    }
    require_mail(ctx)?;
    let team = team_get(ctx, team_id).await.map_err(|error| {
        if error.id.id == errors::NOT_FOUND.id { errors::BY_INVITE_NOT_FOUND.into() } else { error }
    })?;
    if channels.iter().any(|channel| channel.team_id != team.id) {
        return fault(errors::INVITE_GUESTS_OTHER_TEAM);
    }
    let config = ctx.config();
    Ok(send(invitation.emails, |email| is_allowed(email, &config.guest_accounts.restrict_creation_to_domains)))
}

fn require_mail(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().service.enable_email_invitations { Ok(()) } else { Err(errors::INVITE_MAIL_OFF.into()) }
}

/// Mail cannot be sent by this server yet, and every answer that has a place for it says so.
fn send(emails: Vec<String>, allowed: impl Fn(&str) -> bool) -> Vec<Invited> {
    let invited = |email: String| {
        let email = email.to_lowercase();
        let error = if allowed(&email) {
            tracing::warn!("an invitation was not sent: mail is not set up");
            AppError::new(errors::INVITE_MAIL_FAILED)
        } else {
            AppError::new(errors::INVITE_DOMAIN).with("addresses", &email)
        };
        Invited { email, error: Some(body(&error)) }
    };
    emails.into_iter().map(invited).collect()
}

/// The refusal that an answer without a place for each address gives: addresses that may not be invited at all. That a
/// mail did not leave is no refusal there, as in the original.
pub fn refusal(invited: &[Invited]) -> Option<AppError> {
    let refused = |one: &&Invited| one.error.as_ref().is_some_and(|error| error.id == errors::INVITE_DOMAIN.id);
    let addresses: Vec<&str> = invited.iter().filter(refused).map(|one| one.email.as_str()).collect();
    (!addresses.is_empty()).then(|| AppError::new(errors::INVITE_DOMAIN).with("addresses", addresses.join(", ")))
}

/// Makes all invitations that were sent void.
pub async fn invitations_revoke(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::InvalidateEmailInvite)?;
    let mut tx = ctx.db().begin().await?;
    tokens::token_delete_by_purpose_in_tx(&mut tx, &[TEAM_INVITATION, GUEST_INVITATION]);
    ctx.commit(tx, Record::new()).await
}
