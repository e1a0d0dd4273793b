//! Channels.

use std::marker::PhantomData;
use std::sync::Arc;

use roost_model::channel::{Channel, ChannelType};
use roost_model::moderation::MODERATED;
use roost_model::permission::{Permission, PermissionSet, Scope};
use roost_model::scheme::Scheme;
use roost_model::team::Team;
use roost_model::team_member::{SchemeRoleNames, effective_roles};
use roost_model::{Id, errors};
use roost_store::memberships::MemberRoles;

use super::roles::effective;
use super::team::{self, TeamPerms};
use crate::{AppError, Ctx};

/// What a user may do in a channel: its own roles there, in the team and in the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChannelPerms {
    /// Whether the user is a member of the channel.
    pub member: bool,
    /// In the channel's team; for direct and group channels only the system's.
    pub team: TeamPerms,
    set: PermissionSet,
}

impl ChannelPerms {
    pub fn has(&self, permission: Permission) -> bool {
        self.set.contains(permission)
    }
}

/// An action on a channel. Declare with [`channel_actions!`](crate::channel_actions).
pub trait ChannelAction {
    fn allowed(perms: &ChannelPerms, channel: &Channel) -> bool;
}

/// Declares actions on channels: a name and the rule.
#[macro_export]
macro_rules! channel_actions {
    ($($(#[$doc:meta])* $name:ident => |$perms:ident, $channel:ident| $rule:expr;)*) => {
        $($(#[$doc])* #[derive(Debug)] pub struct $name;
        impl $crate::access::channel::ChannelAction for $name {
            fn allowed(
                $perms: &$crate::access::channel::ChannelPerms,
                $channel: &roost_model::channel::Channel,
            ) -> bool { $rule }
        })*
    };
}

channel_actions! {
    /// To see that the channel exists: members, and for open channels whoever may read the team's public ones.
    Read => |p, channel| p.has(Permission::ReadChannel)
        || (channel.channel_type == ChannelType::Open && p.team.has(Permission::ReadPublicChannel));
    /// To read its posts and files.
    ReadContent => |p, channel| p.has(Permission::ReadChannelContent)
        || (channel.channel_type == ChannelType::Open && p.team.has(Permission::ReadPublicChannel));
    /// To post in it.
    CreatePost => |p, channel| p.has(Permission::CreatePost)
        || (channel.channel_type == ChannelType::Open && p.team.has(Permission::CreatePostPublic));
    /// To attach files.
    UploadFile => |p, _channel| p.has(Permission::UploadFile);
    /// To react with an emoji.
    AddReaction => |p, _channel| p.has(Permission::AddReaction);
    /// To take reactions away.
    RemoveReaction => |p, _channel| p.has(Permission::RemoveReaction);
}

/// Proof that the session's user may do `A` in this channel.
pub struct ChannelAccess<A> {
    pub channel: Arc<Channel>,
    pub perms: ChannelPerms,
    action: PhantomData<fn() -> A>,
}

/// The channel, or 404.
pub async fn channel_get(ctx: &Ctx, id: Id) -> Result<Arc<Channel>, AppError> {
    channel_find(ctx, id).await?.ok_or_else(|| errors::channel::NOT_FOUND.into())
}

/// The channel if there is one; deleted ones too.
pub async fn channel_find(ctx: &Ctx, id: Id) -> Result<Option<Arc<Channel>>, AppError> {
    if id.is_empty() {
        return Ok(None);
    }
    let db = ctx.db();
    let load = async || roost_store::channels::channel_get(db, id).await;
    Ok(ctx.app().caches.channels.get_or_load(&id, load).await?)
}

/// What the session's user may do in the channel, member or not.
pub async fn channel_perms(ctx: &Ctx, channel: &Channel) -> Result<ChannelPerms, AppError> {
    let memberships = team::memberships(ctx, ctx.user_id()).await?;
    let team = if channel.team_id.is_empty() { None } else { Some(team::team_get(ctx, channel.team_id).await?) };
    let team_perms = match &team {
        Some(team) => team::perms_from(ctx, &memberships, team),
        None => team::perms_from(ctx, &memberships, &Team::default()),
    };
    let Some(member) = memberships.channels.get(&channel.id) else {
        return Ok(ChannelPerms { member: false, team: team_perms, set: *team_perms.set() });
    };
    let set = granted(ctx, channel, team.as_deref(), member).union(*team_perms.set());
    Ok(ChannelPerms { member: true, team: team_perms, set })
}

/// What the roles of a member permit in a channel. Where the channel has a scheme of its own, that decides only about what
/// is moderated channel by channel, and only within what the team grants; administrators have what the team grants them.
fn granted(ctx: &Ctx, channel: &Channel, team: Option<&Team>, member: &MemberRoles) -> PermissionSet {
    let table = ctx.roles();
    let above = roles_above(ctx, team);
    let Some(scheme) = channel_scheme(ctx, channel) else {
        return table.permissions(&effective(member, SchemeRoleNames::CHANNEL, above));
    };
    let flags = [Some(member.guest), Some(member.user), Some(member.admin)];
    let roles = effective_roles(&member.explicit, flags, SchemeRoleNames::CHANNEL, above);
    let mut set = table.permissions(&roles.explicit_roles);
    let of_scheme = [
        (roles.scheme_guest, &scheme.default_channel_guest_role, above.guest),
        (roles.scheme_user, &scheme.default_channel_user_role, above.user),
    ];
    for (_, own, above) in of_scheme.into_iter().filter(|(on, ..)| *on) {
        set = set.union(merged(&table.permissions(own), &table.permissions(above)));
    }
    if roles.scheme_admin { set.union(table.permissions(above.admin)) } else { set }
}

/// What a role of a channel's scheme permits: what is moderated channel by channel if it has it and the role above has it
/// too, everything else that is about channels as above.
pub fn merged(own: &PermissionSet, above: &PermissionSet) -> PermissionSet {
    let kept = |permission: &Permission| {
        permission.scope() == Scope::Channel && (!MODERATED.contains(permission) || own.contains(*permission))
    };
    above.iter().filter(kept).collect()
}

/// The channel's own scheme, if it has one.
pub fn channel_scheme<'a>(ctx: &'a Ctx, channel: &Channel) -> Option<&'a Scheme> {
    ctx.roles().schemes.get(&channel.scheme_id.unwrap_or_default())
}

/// The names of the roles that a team's scheme, or the server, gives to members of its channels.
pub fn roles_above<'a>(ctx: &'a Ctx, team: Option<&Team>) -> SchemeRoleNames<'a> {
    let scheme = team.and_then(|team| ctx.roles().schemes.get(&team.scheme_id.unwrap_or_default()));
    scheme.map_or(SchemeRoleNames::CHANNEL, SchemeRoleNames::in_channel)
}

/// Whether the session's user has `permission` in the channel with this id; false for an unknown or empty id.
pub async fn can_in_channel(ctx: &Ctx, channel: Id, permission: Permission) -> Result<bool, AppError> {
    let Some(channel) = channel_find(ctx, channel).await? else { return Ok(false) };
    Ok(channel_perms(ctx, &channel).await?.has(permission))
}

/// 403 unless [`can_in_channel`].
pub async fn require_in_channel(ctx: &Ctx, channel: Id, permission: Permission) -> Result<(), AppError> {
    if can_in_channel(ctx, channel, permission).await? {
        return Ok(());
    }
    Err(AppError::no_permission().because(permission.name()))
}

/// The channel with the proof of `A`: 403 when it may not be done, and also when there is none, so that ids cannot be
/// probed.
pub async fn channel<A: ChannelAction>(ctx: &Ctx, id: Id) -> Result<ChannelAccess<A>, AppError> {
    let Some(channel) = channel_find(ctx, id).await? else { return Err(AppError::no_permission()) };
    of(ctx, channel).await
}

/// As [`channel`], but 404 when there is none.
pub async fn channel_or_404<A: ChannelAction>(ctx: &Ctx, id: Id) -> Result<ChannelAccess<A>, AppError> {
    of(ctx, channel_get(ctx, id).await?).await
}

/// The proof of `A` for a channel at hand.
pub async fn of<A: ChannelAction>(ctx: &Ctx, channel: Arc<Channel>) -> Result<ChannelAccess<A>, AppError> {
    let perms = channel_perms(ctx, &channel).await?;
    if !A::allowed(&perms, &channel) {
        return Err(AppError::no_permission());
    }
    Ok(ChannelAccess { channel, perms, action: PhantomData })
}

impl<A> ChannelAccess<A> {
    /// The proof of a second action, without asking again.
    pub fn also<B: ChannelAction>(&self) -> Result<ChannelAccess<B>, AppError> {
        if !B::allowed(&self.perms, &self.channel) {
            return Err(AppError::no_permission());
        }
        Ok(ChannelAccess { channel: self.channel.clone(), perms: self.perms, action: PhantomData })
    }
}
