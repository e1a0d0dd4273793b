//! The server as a whole: what is installed, its configuration, its licence.

pub mod config;
mod installation;
pub mod license;
mod ping;

pub use installation::Installation;
pub use ping::{PingOptions, ping};
