//! Turning members into guests and back.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::channel_member::default_notify_props;
use roost_model::errors::user as errors;
use roost_model::permission::Permission;
use roost_model::post::kind;
use roost_model::user::{ROLE_SYSTEM_ADMIN, ROLE_SYSTEM_GUEST, ROLE_SYSTEM_USER, User};
use roost_model::ws::event;
use roost_model::ws::team::MemberRoleUpdated;
use roost_realtime::{Audience, Event};
use roost_store::Tx;
use roost_store::channel_members::{MemberRow, NewMember, channel_member_insert_in_tx, channel_member_list_for_user};
use roost_store::channels::channel_get_by_name;
use roost_store::sessions::{self, SessionTeam};
use roost_store::users::change;
use serde_json::{Value, json};

use super::access::require_over;
use super::link::BY_LINK;
use super::{events, own_user, user_get};
use crate::channels::events::{member_updated, user_added_here};
use crate::channels::roles::member_of;
use crate::posts::{Audience as Listeners, SystemPost, audience_of, system_post_in_tx};
use crate::record::Kind;
use crate::sessions::team_member_of;
use crate::teams::default_channel_names;
use crate::{AppError, Ctx, Record};

/// `POST /users/{id}/promote`: the guest becomes a member everywhere, and of the default channels.
pub async fn user_promote(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    ctx.require(Permission::PromoteGuest)?;
    let user = user_get(ctx, id).await?;
    if !user.is_guest() {
        return Err(errors::NOT_A_GUEST.into());
    }
    if user.auth_service == BY_LINK {
        return Err(errors::LINK_PROMOTE.into());
    }
    let roles = renamed(&user, ROLE_SYSTEM_GUEST, ROLE_SYSTEM_USER);
    set_guest(ctx, &user, &roles, false).await
}

/// `POST /users/{id}/demote`: the member becomes a guest everywhere, and administers nothing any more.
pub async fn user_demote(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    if !ctx.config().guest_accounts.enable {
        return Err(errors::DEMOTE_OFF.into());
    }
    ctx.require(Permission::DemoteToGuest)?;
    let user = user_get(ctx, id).await?;
    require_over(ctx, &user)?;
    if user.is_guest() {
        return Err(errors::ALREADY_GUEST.into());
    }
    let roles = renamed(&user, ROLE_SYSTEM_USER, ROLE_SYSTEM_GUEST);
    set_guest(ctx, &user, &roles, true).await
}

/// The roles with one name in another's place. A guest is no administrator.
fn renamed(user: &User, from: &str, to: &str) -> String {
    let demoting = to == ROLE_SYSTEM_GUEST;
    let names = user.role_names().filter(|name| !demoting || *name != ROLE_SYSTEM_ADMIN);
    names.map(|name| if name == from { to } else { name }).collect::<Vec<_>>().join(" ")
}

async fn set_guest(ctx: &Ctx, before: &Arc<User>, roles: &str, guest: bool) -> Result<(), AppError> {
    let id = before.id;
    let witnesses = events::witnesses(ctx, id).await?;
    let (_, teams) = sessions::session_list_for_user(ctx.db(), id).await?;
    let channels = channel_member_list_for_user(ctx.db(), id, None, 0).await?;
    let defaults = if guest { Vec::new() } else { defaults(ctx, &teams).await? };
    let by = own_user(ctx).await?;

    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let mut user = change::user_lock_in_tx(&mut tx, id).await?.ok_or(errors::MISSING_ACCOUNT)?;
    if user.is_guest() == guest {
        return Err(if guest { errors::ALREADY_GUEST.into() } else { errors::NOT_A_GUEST.into() });
    }
    roles.clone_into(&mut user.roles);
    user.update_at = ctx.now_ms().max(user.update_at + 1);
    change::user_set_roles_in_tx(&mut tx, id, roles, user.update_at);
    change::user_guest_flags_in_tx(&mut tx, id, guest);
    sessions::session_set_guest_in_tx(&mut tx, id, roles, guest);
    record.invalidate(Kind::User, id).invalidate(Kind::Memberships, id);
    record.invalidate(Kind::UserSessions, id).invalidate(Kind::RefreshSockets, id);
    for default in &defaults {
        default.join_in_tx(ctx, &mut tx, &mut record, before, &by).await?;
    }
    events::user_updated(ctx, &mut record, &user, &witnesses);
    tell_memberships(ctx, &mut record, id, &teams, channels.into_iter().map(|(row, _)| row), guest);
    ctx.commit(tx, record).await
}

/// The user's own clients hear of every membership, as it is now.
fn tell_memberships(
    ctx: &Ctx,
    record: &mut Record,
    id: Id,
    teams: &[SessionTeam],
    channels: impl Iterator<Item = MemberRow>,
    guest: bool,
) {
    for team in teams {
        let [_, _, admin] = team.flags;
        let now = SessionTeam { flags: [guest, !guest, admin && !guest], ..team.clone() };
        let member = team_member_of(ctx, id, &now);
        let data = MemberRoleUpdated::new(&member);
        record.event(Event::new(event::MEMBERROLE_UPDATED, &data, Audience::user(id)));
    }
    for mut row in channels {
        row.member.scheme_guest = guest;
        row.member.scheme_user = !guest;
        row.member.scheme_admin &= !guest;
        record.invalidate(Kind::ChannelAudience, row.member.channel_id);
        record.event(member_updated(&member_of(ctx, row)));
    }
}

/// A channel in which every member of a team is.
struct DefaultChannel {
    channel: Arc<Channel>,
    listeners: Arc<Listeners>,
    /// The first one, where joining the team is told.
    first: bool,
}

async fn defaults(ctx: &Ctx, teams: &[SessionTeam]) -> Result<Vec<DefaultChannel>, AppError> {
    let mut all = Vec::new();
    for team in teams {
        for (at, name) in default_channel_names(ctx).iter().enumerate() {
            let found = channel_get_by_name(ctx.db(), team.team_id, name).await?;
            let Some(channel) = found.filter(|channel| channel.is_open() && !channel.is_deleted()) else { continue };
            let listeners = audience_of(ctx, channel.id).await?;
            all.push(DefaultChannel { channel: Arc::new(channel), listeners, first: at == 0 });
        }
    }
    Ok(all)
}

impl DefaultChannel {
    /// The post says "guest" still: it is about who was added, not what became of them.
    async fn join_in_tx(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        record: &mut Record,
        user: &Arc<User>,
        by: &Arc<User>,
    ) -> Result<(), AppError> {
        let new = NewMember { user_id: user.id, guest: false, admin: false };
        let joined =
            channel_member_insert_in_tx(tx, self.channel.id, &[new], &default_notify_props(), ctx.now_ms()).await?;
        if !joined.is_empty() {
            record.joined_channel(user.id, self.channel.id);
        }
        let (kind, message) = if self.first {
            (kind::ADD_TO_TEAM, format!("{} added {} to the team.", by.username, user.username))
        } else {
            (kind::ADD_GUEST_TO_CHANNEL, format!("{} added {} to the channel.", by.username, user.username))
        };
        let props = json!({
            "userId": by.id,
            "username": by.username,
            "addedUserId": user.id,
            "addedUsername": user.username,
        });
        let post = SystemPost {
            channel: self.channel.clone(),
            author: by.clone(),
            kind,
            message,
            props: if let Value::Object(map) = props { map } else { serde_json::Map::new() },
            mentioned: Vec::new(),
            root_id: Id::EMPTY,
            files: Vec::new(),
            audience: self.listeners.clone(),
            set_online: true,
        };
        system_post_in_tx(ctx, tx, record, post).await?;
        record.event(user_added_here(&self.channel, user.id));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(roles: &str) -> User {
        User { roles: roles.to_owned(), ..User::default() }
    }

    #[test]
    fn roles_change_place_and_administrators_lose_theirs() {
        let demoted = renamed(&user("system_admin system_user x"), ROLE_SYSTEM_USER, ROLE_SYSTEM_GUEST);
        assert_eq!(demoted, "system_guest x");
        let promoted = renamed(&user("system_guest system_user"), ROLE_SYSTEM_GUEST, ROLE_SYSTEM_USER);
        assert_eq!(promoted, "system_user system_user");
    }
}
