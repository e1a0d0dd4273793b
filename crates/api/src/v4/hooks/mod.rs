//! `/hooks`: setting up webhooks.

mod incoming;
mod outgoing;

use crate::route::Built;

pub const AREA: &[&[Built]] = &[incoming::ROUTES, outgoing::ROUTES];
