//! Invitations: what a new account brings along, and what it joins.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::channel_member::default_notify_props;
use roost_model::errors::{team as team_errors, user as errors};
use roost_model::team::Team;
use roost_model::user::User;
use roost_store::channel_members::{NewMember, channel_member_insert_in_tx};
use roost_store::tokens::{self, Token};
use roost_store::{Tx, users as store};
use serde::Deserialize;

use super::create::require_offered;
use super::domains;
use crate::access::channel::channel_find;
use crate::access::team::team_get;
use crate::channels::events::user_added_here;
use crate::{AppError, Ctx, Record, teams};

/// Invitations by mail are good for two days.
const AGE_MS_MAX: i64 = 48 * 60 * 60 * 1_000;
const TO_MEMBERS: &str = "team_invitation";
const TO_GUESTS: &str = "guest_invitation";
/// Of guests who sign in by links.
pub(crate) const TO_GUESTS_BY_LINK: &str = "guest_magic_link_invitation";

/// What an invitation promises. The default is none.
#[derive(Default)]
pub(super) struct Invitation {
    /// Used up by the account that it makes.
    token: Option<String>,
    /// Where it was sent, which proves the address.
    pub email: Option<String>,
    pub as_guest: bool,
    team: Option<Arc<Team>>,
    /// Channels of the team.
    channels: Vec<Arc<Channel>>,
}

/// What the token of an invitation holds; the names are the original's.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Extra {
    team_id: String,
    email: String,
    /// Ids separated by spaces.
    channels: String,
}

impl Invitation {
    /// One that was sent by mail.
    pub async fn by_token(ctx: &Ctx, token: &str) -> Result<Self, AppError> {
        let found = tokens::token_get(ctx.db(), token).await?.ok_or(errors::SIGNUP_LINK_UNKNOWN)?;
        let as_guest = found.purpose == TO_GUESTS;
        if as_guest && !ctx.config().guest_accounts.enable {
            return Err(errors::SIGNUP_GUESTS_OFF.into());
        }
        require_offered(ctx)?;
        if !as_guest && found.purpose != TO_MEMBERS {
            return Err(errors::SIGNUP_LINK_INVALID.into());
        }
        if ctx.now_ms() - found.create_at > AGE_MS_MAX {
            return Err(errors::SIGNUP_LINK_EXPIRED.into());
        }
        Self::from_token(ctx, found, as_guest).await
    }

    /// One for a guest who signs in by links, of that purpose.
    pub async fn by_link(ctx: &Ctx, found: Token) -> Result<Self, AppError> {
        if ctx.now_ms() - found.create_at > AGE_MS_MAX {
            return Err(errors::LINK_TOKEN_EXPIRED.into());
        }
        Self::from_token(ctx, found, true).await
    }

    async fn from_token(ctx: &Ctx, found: Token, as_guest: bool) -> Result<Self, AppError> {
        let extra: Extra = serde_json::from_str(&found.extra).map_err(|_| errors::SIGNUP_LINK_INVALID)?;
        let team = team_get(ctx, Id::parse_or_empty(&extra.team_id)).await?;
        if team.group_constrained == Some(true) {
            return Err(errors::INVITE_TOKEN_BY_GROUP.into());
        }
        let mut channels = Vec::new();
        for id in extra.channels.split_ascii_whitespace().filter_map(Id::parse) {
            let channel = channel_find(ctx, id).await?;
            channels.extend(channel.filter(|channel| channel.team_id == team.id && !channel.is_deleted()));
        }
        let email = Some(extra.email.to_lowercase());
        Ok(Self { token: Some(found.token), email, as_guest, team: Some(team), channels })
    }

    /// The standing one of a team.
    pub async fn by_id(ctx: &Ctx, invite_id: &str) -> Result<Self, AppError> {
        require_offered(ctx)?;
        let team = store::team_by_invite(ctx.db(), invite_id).await?.ok_or(team_errors::BY_INVITE_NOT_FOUND)?;
        let team = team_get(ctx, team).await?;
        if team.group_constrained == Some(true) {
            return Err(errors::INVITE_ID_BY_GROUP.into());
        }
        Ok(Self { team: Some(team), ..Self::default() })
    }

    /// 403 when the team takes no addresses of this domain by its standing invitation.
    pub fn require_domain(&self, email: &str) -> Result<(), AppError> {
        let Some(team) = self.team.as_ref().filter(|_| self.token.is_none()) else { return Ok(()) };
        if domains::is_allowed(email, &team.allowed_domains) { Ok(()) } else { Err(errors::INVITE_DOMAIN.into()) }
    }

    /// Makes the new account a member of what it was invited to.
    pub async fn join_in_tx(self, ctx: &Ctx, tx: &mut Tx, record: &mut Record, user: &User) -> Result<(), AppError> {
        if let Some(token) = &self.token {
            tokens::token_delete_in_tx(tx, token);
        }
        let Some(team) = self.team else { return Ok(()) };
        teams::join_in_tx(ctx, tx, record, &team, Arc::new(user.clone()), None).await?;
        for channel in self.channels {
            let new = NewMember { user_id: user.id, guest: user.is_guest(), admin: false };
            channel_member_insert_in_tx(tx, channel.id, &[new], &default_notify_props(), ctx.now_ms()).await?;
            record.joined_channel(user.id, channel.id).event(user_added_here(&channel, user.id));
        }
        Ok(())
    }
}
