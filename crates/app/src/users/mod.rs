//! Accounts.

pub mod access;
pub(crate) mod active;
mod bot;
pub mod check;
mod create;
pub(crate) mod domains;
pub mod events;
mod export;
mod get;
mod guests;
mod image;
mod invitation;
pub mod link;
mod list;
pub mod mfa;
pub(crate) mod password;
pub(crate) mod patch;
mod permanent;
mod recovery;
mod report;
pub mod retention;
mod roles;
mod search;
pub mod secrets;
mod service;
mod status;
mod system_bot;
pub(crate) mod terms;

pub(crate) use active::guests_deactivate;
pub use active::{user_delete, user_set_active};
pub use bot::user_convert_to_bot;
pub use create::{Signup, user_create};
pub use export::user_export;
pub(crate) use export::users_export;
pub use get::{
    as_everybody_sees, other_options, own_user, sanitize_options, user_find, user_find_many, user_get,
    user_list_by_ids, user_list_by_usernames, user_view, user_view_by_email, user_view_by_username,
};
pub use guests::{user_demote, user_promote};
pub use image::{
    ProfileImage, require_image_change, user_image, user_image_default, user_image_reset, user_image_set, user_of_image,
};
pub use list::{StatsRequest, UserListing, UserPage, user_list, user_stats, user_stats_filtered};
pub use password::user_change_password;
pub use patch::{AUTO_REPLY_MESSAGE, auto_reply_off, replies_by_itself, user_change, user_patch, user_update};
pub use recovery::{email_verify, email_verify_member, email_verify_send, password_reset, password_reset_send};
pub use report::{ReportRequest, user_report, user_report_count};
pub use roles::user_set_roles;
pub use roost_store::terms::Terms;
pub use search::{user_autocomplete, user_known, user_list_by_group_channels, user_search};
pub use service::{
    AuthMigration, auth_migrate, user_audits, user_list_outside_domains, user_reset_attempts, user_set_auth,
};
pub use status::{custom_status_clear, custom_status_recent_delete, custom_status_set};
pub use system_bot::{review_bot, system_bot};
pub use terms::{terms_accept, terms_accepted, terms_create, terms_latest};
