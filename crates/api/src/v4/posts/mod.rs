//! `/posts`, and posts below channels.

mod channel;
mod collection;
mod item;

use crate::route::Built;

/// The operations about posts.
pub const ROUTES: &[&[Built]] = &[channel::ROUTES, collection::ROUTES, item::ROUTES];
