//! Custom emoji.

mod create;
mod delete;
mod get;
mod rights;

pub use create::{EMOJI_FILE_BYTES_MAX, emoji_create, require_emoji_create, require_emoji_on};
pub use delete::emoji_delete;
pub use get::{EmojiPicture, emoji_by_name, emoji_by_names, emoji_get, emoji_list, emoji_picture, emoji_search};

use roost_model::Id;

/// Where the picture of an emoji is.
fn picture_path(emoji: Id) -> String {
    format!("emoji/{emoji}/image")
}
