//! `/system` and what else is about the server as a whole.

mod admin;
mod counts;
mod logs;
mod ping;
mod tries;

use crate::route::Built;

/// The operations about the server.
pub const ROUTES: &[&[Built]] = &[admin::ROUTES, counts::ROUTES, logs::ROUTES, ping::ROUTES, tries::ROUTES];
