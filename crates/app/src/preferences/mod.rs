//! What a person has chosen: shown only to that person, kept in step with the sidebar.

mod change;
mod get;

pub use change::{preferences_delete, preferences_save};
pub use get::{preference_get, preferences_in_category, preferences_of, require_own};
