//! The REST API, area by area.

mod accounts;
mod envelope;
mod sessions;
mod users;
