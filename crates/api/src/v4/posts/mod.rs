//! `/posts`, and posts below channels and users.

mod channel;
mod collection;
mod item;
mod parts;
mod reminder;
mod scheduled;
mod user;

use crate::route::Built;

/// The operations about posts.
pub const ROUTES: &[&[Built]] = &[
    channel::ROUTES,
    collection::ROUTES,
    item::ROUTES,
    parts::ROUTES,
    reminder::ROUTES,
    scheduled::ROUTES,
    user::ROUTES,
];
