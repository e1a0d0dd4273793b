//! `/channels`.

mod collection;
mod item;

use crate::route::Built;

/// The operations below `/channels`.
pub const ROUTES: &[&[Built]] = &[collection::ROUTES, item::ROUTES];
