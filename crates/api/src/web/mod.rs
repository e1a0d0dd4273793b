//! Operations beside the API, at addresses that programs of others keep.

mod commands;
mod hooks;
mod link;

use crate::route::Built;

/// Every one of them; none asks for a session.
pub fn built() -> impl Iterator<Item = &'static Built> {
    commands::ROUTES.iter().chain(hooks::ROUTES).chain(link::ROUTES)
}
