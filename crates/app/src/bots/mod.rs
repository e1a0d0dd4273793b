//! Bots: accounts of programs, with an owner.

mod change;
mod convert;
mod create;
mod get;

pub use change::{bot_assign, bot_patch, bot_set_active};
pub use convert::{BotConversion, bot_convert, bot_to_convert};
pub use create::bot_create;
pub use get::{BotListing, bot_get, bot_list};
