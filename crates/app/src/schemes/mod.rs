//! Schemes of permissions: other roles for the members of some teams or channels.

mod change;
mod create;
mod get;
mod moderation;

pub use change::{scheme_delete, scheme_patch};
pub use create::scheme_create;
pub use get::{scheme_channels, scheme_get, scheme_list, scheme_teams};
pub use moderation::{moderation_get, moderation_patch, require_moderation};
