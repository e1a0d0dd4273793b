//! The operations below `/api/v4`. The folder mirrors the paths: one file per resource, each with its `ROUTES`.

pub mod catalogue;
mod channels;
pub mod outside;
mod system;
mod users;

use crate::route::Built;

/// Every built operation.
pub fn built() -> impl Iterator<Item = &'static Built> {
    let areas: [&[&[Built]]; 3] = [channels::ROUTES, &[system::ROUTES], users::ROUTES];
    areas.into_iter().flatten().copied().flatten()
}
