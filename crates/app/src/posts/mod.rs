//! Posts: writing, reading, changing.

pub mod attachments;
mod audience;
mod create;
mod crt;
mod follow;
mod get;
mod mentions;
mod metadata;
mod prepare;
mod record;
mod system;
mod window;
mod write;

pub use audience::{Audience, Member, audience_of};
pub use create::post_create;
pub use get::post_get;
pub use system::{SystemPost, system_post_in_tx};
pub use window::{Window, channel_posts};

use crate::Ctx;

/// Longest message, in runes.
pub(crate) fn message_runes_max(_ctx: &Ctx) -> usize {
    roost_model::limits::POST_MESSAGE_RUNES_MAX
}
