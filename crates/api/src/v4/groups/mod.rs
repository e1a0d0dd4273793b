//! `/groups`, and the groups of people, teams and channels.

mod collection;
mod item;
mod ties;

use crate::route::Built;

/// The operations on groups.
pub const ROUTES: &[&[Built]] = &[collection::ROUTES, item::ROUTES, ties::ROUTES];
