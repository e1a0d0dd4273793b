//! Searching.

mod files;
mod places;
mod posts;
mod tsquery;

pub use files::file_search;
pub use places::place_names;
pub use posts::{SearchRequest, post_search, require_search};
pub use tsquery::tsquery;
