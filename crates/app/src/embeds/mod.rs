//! What posts show of the world outside.

mod fetch;
mod memory;
mod page;
mod picture;
mod proxy;
mod show;
mod wanted;

pub use memory::Links;
pub use picture::{Picture, picture_get};
pub(crate) use show::{learn, show};
