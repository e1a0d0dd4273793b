//! `/system` and what else is about the server as a whole.

mod admin;
mod counts;
mod exchange;
mod logs;
mod notifications;
mod ping;
mod reach;
mod tries;

use crate::route::Built;

/// The operations about the server.
pub const ROUTES: &[&[Built]] = &[
    admin::ROUTES,
    counts::ROUTES,
    exchange::ROUTES,
    logs::ROUTES,
    notifications::ROUTES,
    ping::ROUTES,
    reach::ROUTES,
    tries::ROUTES,
];
