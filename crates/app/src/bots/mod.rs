//! Bots: accounts of programs, with an owner.

mod get;

pub use get::{BotListing, bot_get, bot_list};
