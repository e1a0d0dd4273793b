//! `/teams`.

mod collection;
mod members;

use crate::route::Built;

/// The operations below `/teams`.
pub const ROUTES: &[&[Built]] = &[collection::ROUTES, members::ROUTES];
