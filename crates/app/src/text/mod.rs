//! Pure rules about text: what a message mentions, links and tags, which names are allowed, what a search asks for.
//!
//! Everything here is total (no input panics) and linear in the length of its input, up to a small bound that each place
//! names. Limits are counted in runes where the wire counts runes.

pub mod email;
mod hashtags;
pub mod html;
mod keywords;
pub mod locale;
pub mod markdown;
mod mentions;
pub mod names;
mod references;
pub mod runes;
pub mod search;

pub use hashtags::hashtags;
pub use keywords::{Explicit, Keywords, MemberKeys};
pub use mentions::{PossibleMentions, find_mentions};
pub use references::{Permalink, channel_mentions, emoji_names, permalink};
