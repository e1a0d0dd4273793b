//! Accounts.

mod create;
mod events;
mod get;
pub mod secrets;

pub use create::{Signup, user_create};
pub use get::{own_user, sanitize_options, user_find, user_get};
