//! Teams and their members.

mod actions;
mod add;
mod change;
mod create;
mod events;
mod follow;
mod get;
mod icon;
mod invite;
mod join;
mod leave;
mod mail;
mod member;
mod members;
mod notices;
mod permanent;
mod roles;
mod unread;

pub use add::{team_member_add, team_member_add_all, team_member_add_each};
pub use change::{
    team_archive, team_patch, team_regenerate_invite, team_restore, team_set_privacy, team_set_scheme, team_update,
};
pub use create::team_create;
pub use follow::team_follow_groups;
pub use get::{
    require_policies, shown_to, team_by_name, team_exists, team_list, team_search, team_show, team_stats, teams_of_user,
};
pub use icon::{require_icon_change, require_import, team_icon, team_icon_remove, team_icon_set, team_of_icon};
pub use invite::{join_by_invite, join_by_token, team_invite_info};
pub use join::{JoinedTeam, default_channel_names, join_in_tx};
pub use leave::{leave_in_tx, team_member_remove};
pub use mail::{
    GuestInvitation, Invited, MemberInvitation, invitations_revoke, refusal, require_invite, require_invite_guests,
    team_invite, team_invite_guests,
};
pub use member::{member_shown, members_shown};
pub(crate) use members::ungrouped_members;
pub use members::{
    UngroupedMember, UngroupedMembers, team_member, team_members, team_members_by_ids, team_members_of_user,
    team_members_outside_groups,
};
pub use permanent::team_delete_forever;
pub use roles::{is_role_list, team_member_set_roles, team_member_set_scheme_roles};
pub use unread::{team_unread, team_unreads};
