//! The HTTP border: one table of operations, the dispatcher that walks it, and handlers that parse, call and render.
//!
//! No SQL, policy or events here.

pub mod call;
mod compress;
pub mod cookies;
mod cors;
pub mod dispatch;
mod disposition;
pub mod download;
pub mod incoming;
pub mod limits;
pub mod multipart;
pub mod oauth;
mod refusing;
pub mod reply;
pub mod route;
pub mod session;
mod traced;
mod unbuilt;
pub mod v4;
mod web;
pub mod webapp;
pub mod ws;

pub use call::Call;
pub use dispatch::Api;
pub use reply::{Answer, Reply};
pub use webapp::Webapp;
