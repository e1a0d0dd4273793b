//! What may be done to channels, and by whom.

use roost_model::channel::{Channel, ChannelType};
use roost_model::permission::Permission;

use crate::access::channel::ChannelPerms;

/// The permission for public channels, or the one for private ones; nobody has either in a conversation.
fn by_type(perms: &ChannelPerms, channel: &Channel, public: Permission, private: Permission) -> bool {
    match channel.channel_type {
        ChannelType::Open => perms.has(public),
        ChannelType::Private => perms.has(private),
        ChannelType::Direct | ChannelType::Group => false,
    }
}

crate::channel_actions! {
    /// To look at who is in it and how it is used. Being in the team is not enough, not even for open channels.
    ReadInside => |p, _channel| p.has(Permission::ReadChannel);
    /// To join it: open channels only.
    Join => |p, channel| channel.is_open() && p.team.has(Permission::JoinPublicChannels);
    /// To add and remove others.
    ManageMembers => |p, channel| by_type(p, channel, Permission::ManagePublicChannelMembers, Permission::ManagePrivateChannelMembers);
    /// To change names, header and purpose; of conversations their members change the header.
    ManageProperties => |p, channel| (channel.channel_type.is_conversation() && p.member)
        || by_type(p, channel, Permission::ManagePublicChannelProperties, Permission::ManagePrivateChannelProperties);
    /// To change the strip above the posts.
    ManageBanner => |p, channel| by_type(p, channel, Permission::ManagePublicChannelBanner, Permission::ManagePrivateChannelBanner);
    /// To give roles in it.
    ManageRoles => |p, _channel| p.has(Permission::ManageChannelRoles);
    /// To archive it.
    Delete => |p, channel| by_type(p, channel, Permission::DeletePublicChannel, Permission::DeletePrivateChannel);
    /// To bring it back.
    Restore => |p, _channel| p.team.has(Permission::ManageTeam);
    /// To make it private.
    MakePrivate => |p, _channel| p.has(Permission::ConvertPublicChannelToPrivate);
    /// To make it public.
    MakePublic => |p, _channel| p.has(Permission::ConvertPrivateChannelToPublic);
}
