//! Groups of people that a message can name as one.

mod access;
mod change;
mod create;
mod events;
mod get;
mod list;
mod members;
mod ties;
mod tying;

pub use change::{group_delete, group_patch, group_restore};
pub use create::group_create;
pub use get::{group_get, group_list_by_names, group_list_of_user, group_members, group_stats};
pub use list::{GroupListing, GroupPage, group_list};
pub use members::{group_add_members, group_find_for_members, group_remove_members};
pub use ties::{TieKind, TiedListing, channel_groups, groups_by_channels, team_groups, tie_get, tie_list};
pub use tying::{tie_end, tie_make, tie_patch};
