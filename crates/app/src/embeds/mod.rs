//! What posts show of the world outside.

mod picture;

pub use picture::{Picture, picture_get};
