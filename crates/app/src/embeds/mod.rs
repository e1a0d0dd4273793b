//! What posts show of the world outside.

mod fetch;
mod memory;
mod oembed;
mod page;
mod picture;
mod proxy;
mod show;
mod wanted;

pub use memory::Links;
pub use picture::{Picture, picture_get};
pub(crate) use proxy::{message_kept, show_message};
pub(crate) use show::{is_known, learn, show};

/// Whether what a post leads to may be found out, which can take a while: never within a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fetch {
    Now,
    /// It is shown as it is known.
    Never,
}
