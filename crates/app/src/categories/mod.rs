//! Sidebar categories.

mod change;
mod events;
mod get;
mod mute;
mod sidebar;

pub use change::{category_create, category_delete, category_order_set, category_update};
pub use get::{categories_of, category_get, category_order, require_sidebar};
pub use sidebar::{favorites_changed_in_tx, sidebar_defaults_in_tx};
