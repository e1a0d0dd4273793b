//! Posts: writing, reading, changing.

mod acknowledge;
pub(crate) mod again;
mod around_unread;
pub mod attachments;
mod audience;
mod auto_reply;
pub(crate) mod burning;
mod create;
mod crt;
mod delete;
mod ephemeral;
mod follow;
mod get;
pub mod integration;
mod lists;
mod mentions;
pub(crate) mod metadata;
mod moving;
mod people;
mod prepare;
pub(crate) mod priority;
pub(crate) mod record;
mod report;
mod system;
mod thread;
pub(crate) mod unread;
mod update;
mod window;
mod write;

pub use acknowledge::{post_acknowledge, post_unacknowledge};
pub use again::told_again_next;
pub use around_unread::{UnreadWindow, channel_unread_posts};
pub use audience::{Audience, Level, Member, PushWhen, audience_of};
pub use burning::{burn_next, post_burn, post_reveal};
pub(crate) use create::post_prepare;
pub use create::{post_create, post_create_by_command};
pub use delete::post_delete;
pub(crate) use delete::{post_deleted, remove_bytes};
pub use ephemeral::{ephemeral, post_ephemeral};
pub use get::post_get;
pub(crate) use get::{readable, readable_or_denied};
pub use lists::{FlaggedWindow, post_file_list, post_history, post_info, post_list_by_ids, post_list_flagged};
pub use mentions::{Mentions, Rules, documents, mentions_of};
pub use moving::thread_move;
pub(crate) use people::People;
pub(crate) use prepare::require_own_voice;
pub use report::{post_report, require_post_report};
pub use system::{SystemPost, system_post_in_tx};
pub use thread::{ThreadOptions, post_thread};
pub use unread::post_set_unread;
pub(crate) use update::post_change_by_integration;
pub use update::{post_edited, post_patch, post_pin, post_restore, post_update};
pub use window::{Tagged, Threads, Window, channel_pinned, channel_posts};
pub use write::places;
pub(crate) use write::{Written, post_write_in_tx};

use crate::Ctx;

/// Longest message, in runes.
pub(crate) fn message_runes_max(_ctx: &Ctx) -> usize {
    roost_model::limits::POST_MESSAGE_RUNES_MAX
}
