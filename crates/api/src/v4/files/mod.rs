//! `/files` and `/uploads`.

mod item;
mod public;
mod search;
mod upload;
mod uploads;

pub(crate) use public::server_address;

use crate::route::Built;

/// The operations about files.
pub const ROUTES: &[&[Built]] = &[item::ROUTES, public::ROUTES, search::ROUTES, upload::ROUTES, uploads::ROUTES];
