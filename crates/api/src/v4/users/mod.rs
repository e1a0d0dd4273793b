//! `/users`.

mod collection;
mod image;
mod item;
mod login;
mod lookup;
mod manage;
mod operate;
mod recovery;
mod sessions;
mod status;
mod terms;
mod tokens;

use std::hash::{DefaultHasher, Hasher};

use crate::route::Built;

/// The operations below `/users`.
pub const ROUTES: &[&[Built]] = &[
    collection::ROUTES,
    image::ROUTES,
    item::ROUTES,
    login::ROUTES,
    lookup::ROUTES,
    manage::ROUTES,
    operate::ROUTES,
    recovery::ROUTES,
    sessions::ROUTES,
    status::ROUTES,
    terms::ROUTES,
    tokens::ROUTES,
];

/// An etag made of a whole body: it changes with everything that the body shows.
fn etag_of(version: &str, body: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(body);
    format!("{version}.{:016x}", hasher.finish())
}
