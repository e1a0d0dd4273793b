//! `/files` and `/uploads`.

mod item;
mod public;
mod upload;
mod uploads;

use crate::route::Built;

/// The operations about files.
pub const ROUTES: &[&[Built]] = &[item::ROUTES, public::ROUTES, upload::ROUTES, uploads::ROUTES];
