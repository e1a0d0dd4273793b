//! People report posts, and reviewers keep or remove them.
//!
//! What is known about a report are values of fields on the post, of which `status` says how far its review is. Everything
//! that changes a report takes the post first, so that of two who decide at once one comes too late.

mod access;
mod desk;
mod flag;
mod place;
mod review;
mod settings;

pub use access::{flag_config, reviewer_search, team_status};
pub use flag::post_flag;
pub(crate) use place::flagged_file;
pub use place::{flagged_channel, flagged_team};
pub use review::{flagged_post, flagged_values, post_assign, post_keep, post_remove, report_fields};
pub use settings::{require_settings, settings_get, settings_save};
