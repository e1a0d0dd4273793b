//! `/users`.

mod collection;
mod item;
mod login;

use crate::route::Built;

/// The operations below `/users`.
pub const ROUTES: &[&[Built]] = &[collection::ROUTES, item::ROUTES, login::ROUTES];
