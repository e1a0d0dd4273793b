//! The REST API, area by area.

mod envelope;
mod users;
