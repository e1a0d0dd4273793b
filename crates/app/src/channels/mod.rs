//! Channels and their members.

mod create;
mod direct;
pub mod events;
mod get;
mod group;
mod visible;

pub use create::channel_create;
pub use direct::{channel_direct, channel_direct_of};
pub use get::channel_show;
pub use group::{channel_group, channel_group_of};
