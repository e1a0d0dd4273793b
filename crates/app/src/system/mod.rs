//! The server as a whole: what is installed, its configuration, its licence.

pub mod admin;
pub mod analytics;
pub mod brand;
pub mod busy;
pub mod client_perf;
pub mod cluster;
pub mod config;
pub mod config_about;
mod console;
pub mod exchange;
mod installation;
pub mod license;
pub mod logs;
pub mod notices;
mod pages;
mod ping;
pub mod reach;
pub mod support;
mod tries;
pub mod wishes;

pub use busy::Busy;
pub use installation::Installation;
pub use ping::{PingOptions, ping};
pub(crate) use tries::settings_complete;
