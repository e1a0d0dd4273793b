//! The configuration against the recordings of the original and against real files.

mod api;
mod client;
mod defaults;
mod file;
mod golden;
mod overrides;
mod rules;
mod store;
