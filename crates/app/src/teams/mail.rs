//! Invitations by mail.

use std::sync::Arc;

use futures_util::{StreamExt, stream};
use roost_config::Config;
use roost_model::channel::Channel;
use roost_model::error::ErrorBody;
use roost_model::errors::{team as errors, user as user_errors};
use roost_model::permission::Permission;
use roost_model::team::Team;
use roost_model::user::{User, is_valid_email};
use roost_model::ws::json_text;
use roost_model::{ErrorId, Id};
use roost_store::Tx;
use roost_store::tokens::{self, Token};
use serde::{Deserialize, Serialize};

use super::add::body;
use super::invite::{GUEST_INVITATION, TEAM_INVITATION};
use crate::access::channel::channel_find;
use crate::access::team::{require_in_team, team_get};
use crate::mail::{self, Mail, Topic};
use crate::users::domains::is_allowed;
use crate::users::{link, own_user, secrets};
use crate::{AppError, Ctx, Record};

const TOKEN_LEN: usize = 64;
/// Mails of one call that are handed to the mail server at once.
const CONNECTIONS_MAX: usize = 8;

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
    /// Said by the query: they shall sign in by links, without a password.
    #[serde(skip)]
    pub by_link: bool,
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
    let mut channels = Vec::new();
    for id in invitation.channel_ids.iter().filter_map(|id| Id::parse(id)) {
        channels.extend(channel_find(ctx, id).await?.filter(|channel| channel.team_id == team.id));
    }
    let whom = Whom::Member;
    let letter = Letter { team: &team, channels: &channels, message: &invitation.message, whom };
    send(ctx, invitation.emails, allowed, &letter).await
}

/// Invites guests to channels of a team, and tells for each address what became of it.
pub async fn team_invite_guests(ctx: &Ctx, team_id: Id, invitation: GuestInvitation) -> Result<Vec<Invited>, AppError> {
    require_invite_guests(ctx, team_id).await?;
    if invitation.by_link && !link::is_on(ctx) {
        return Err(errors::INVITE_LINKS_OFF.into());
    }
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
    let allowed = |email: &str| is_allowed(email, &config.guest_accounts.restrict_creation_to_domains);
    let whom = if invitation.by_link { Whom::GuestByLink } else { Whom::Guest };
    let letter = Letter { team: &team, channels: &channels, message: &invitation.message, whom };
    send(ctx, invitation.emails, allowed, &letter).await
}

fn require_mail(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().service.enable_email_invitations { Ok(()) } else { Err(errors::INVITE_MAIL_OFF.into()) }
}

/// What all invitations of one call have in common.
struct Letter<'a> {
    team: &'a Team,
    channels: &'a [Arc<Channel>],
    message: &'a str,
    whom: Whom,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    Member,
    Guest,
    GuestByLink,
}

/// What the token of an invitation holds; the names are the original's.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Promise<'a> {
    team_id: Id,
    email: &'a str,
    /// Ids separated by spaces.
    channels: &'a str,
    sender_id: Id,
}

/// Makes tokens for all addresses that may be invited, then sends them. Whether a mail left is known before the answer.
async fn send(
    ctx: &Ctx,
    emails: Vec<String>,
    allowed: impl Fn(&str) -> bool,
    letter: &Letter<'_>,
) -> Result<Vec<Invited>, AppError> {
    let sender = own_user(ctx).await?;
    let config = ctx.config();
    let mut tx = ctx.db().begin().await?;
    let mut mails = Vec::new();
    for email in emails {
        let email = email.to_lowercase();
        let mail = allowed(&email).then(|| invitation_in_tx(ctx, &mut tx, &config, &sender, letter, &email));
        mails.push((email, mail));
    }
    ctx.commit(tx, Record::new()).await?;
    let sent = mails.into_iter().map(async |(email, mail)| {
        let Some(mail) = mail else {
            let error = AppError::new(errors::INVITE_DOMAIN).with("addresses", &email);
            return Invited { email, error: Some(body(&error)) };
        };
        let error = mail::send(&config, &mail).await.err().map(|error| {
            tracing::warn!(%error, "an invitation was not sent");
            body(&AppError::new(errors::INVITE_MAIL_FAILED))
        });
        Invited { email, error }
    });
    Ok(stream::iter(sent).buffered(CONNECTIONS_MAX).collect().await)
}

fn invitation_in_tx(ctx: &Ctx, tx: &mut Tx, config: &Config, sender: &User, letter: &Letter<'_>, email: &str) -> Mail {
    let ids: Vec<&str> = letter.channels.iter().map(|channel| channel.id.as_str()).collect();
    let promise = Promise { team_id: letter.team.id, email, channels: &ids.join(" "), sender_id: sender.id };
    let token = secrets::token(ctx, TOKEN_LEN);
    let purpose = match letter.whom {
        Whom::Member => TEAM_INVITATION,
        Whom::Guest => GUEST_INVITATION,
        Whom::GuestByLink => link::TO_GUESTS_BY_LINK,
    };
    tokens::token_insert_in_tx(
        tx,
        Token {
            token: token.clone(),
            create_at: ctx.now_ms(),
            purpose: purpose.to_owned(),
            extra: json_text(&promise),
        },
    );
    let team = letter.team;
    let shown = serde_json::json!({"display_name": team.display_name, "email": email, "name": team.name}).to_string();
    let link = match letter.whom {
        Whom::GuestByLink => mail::link(config, link::PATH, &[("t", &token)]),
        Whom::Member | Whom::Guest => mail::link(config, "/signup_user_complete/", &[("d", &shown), ("t", &token)]),
    };
    let names: Vec<&str> = letter.channels.iter().map(|channel| channel.display_name.as_str()).collect();
    let topic = if letter.whom == Whom::Member { Topic::Invitation } else { Topic::GuestInvitation };
    Mail::new(email, &config.localization.default_client_locale, topic)
        .with("sender", format!("@{}", sender.username))
        .with("team", &team.display_name)
        .with("channels", names.join(", "))
        .with("message", letter.message)
        .with("link", link)
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
    tokens::token_delete_by_purpose_in_tx(&mut tx, &[TEAM_INVITATION, GUEST_INVITATION, link::TO_GUESTS_BY_LINK]);
    ctx.commit(tx, Record::new()).await
}
