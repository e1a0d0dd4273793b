//! Teams and their members.

mod create;
mod events;
mod join;
mod member;

pub use create::{DEFAULT_CHANNELS, team_create};
pub use join::{JoinedTeam, join_in_tx, team_member_add};
pub use member::{member_shown, members_shown};
