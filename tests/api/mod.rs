//! The REST API, area by area.

mod accounts;
mod envelope;
mod posts;
mod sessions;
mod users;
