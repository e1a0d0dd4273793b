//! Roles: reading them, and changing what they permit.

mod get;
mod patch;

pub use get::{permissions_with_ancillary, role_by_name, role_get, role_list, roles_by_names};
pub use patch::role_patch;
