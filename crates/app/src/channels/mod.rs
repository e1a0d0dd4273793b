//! Channels and their members.

pub(crate) mod actions;
mod add;
mod archive;
mod create;
mod direct;
pub mod events;
mod follow;
mod get;
pub(crate) mod group;
mod list;
mod members;
mod move_team;
mod notices;
mod notify;
mod privacy;
mod remove;
pub mod roles;
mod say;
mod scheme;
mod search;
mod search_all;
mod set_roles;
mod update;
mod view;
mod visible;

pub use add::{Added, channel_member_add};
pub use archive::{channel_archive, channel_delete_forever, channel_restore};
pub use create::channel_create;
pub use direct::{channel_direct, channel_direct_of};
pub use follow::channel_follow_groups;
pub use get::{
    channel_by_name, channel_by_names, channel_common_teams, channel_counts_by_group, channel_member_counts,
    channel_show, channel_stats, channel_timezones,
};
pub(crate) use group::group_name;
pub use group::{channel_group, channel_group_of};
pub use list::{
    channels_deleted, channels_of_user, channels_of_user_in_team, channels_private, channels_public,
    channels_public_by_ids,
};
pub use members::{
    channel_member, channel_members, channel_members_by_ids, channel_members_of_user, channel_members_of_user_in_team,
    channel_members_outside_groups,
};
pub use move_team::{Conversion, channel_convert_group, channel_move};
pub use notify::channel_member_set_notify_props;
pub use privacy::channel_set_privacy;
pub use remove::channel_member_remove;
pub use roost_store::channel_lists::{Deleted, Page};
pub use roost_store::channel_members::GroupCount;
pub use scheme::channel_set_scheme;
pub use search::{channels_autocomplete, channels_autocomplete_for_search, channels_search, channels_search_group};
pub use search_all::{AllFound, ListAll, channels_list_all, channels_search_all};
pub use set_roles::{channel_member_set_roles, channel_member_set_scheme_roles};
pub use update::{channel_patch, channel_update};
pub use view::{channel_unread, channel_view, channels_mark_read};
pub use visible::{require_self_or_editor, require_visible};
