//! `/emoji`: custom emoji.

mod collection;
mod item;

use crate::route::Built;

/// The operations below `/emoji`.
pub const ROUTES: &[&[Built]] = &[collection::ROUTES, item::ROUTES];
