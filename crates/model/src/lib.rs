//! Wire types, ids, error ids and validation that needs no data. Facts only: no I/O, no clock, no configuration.

pub mod audit;
pub mod bookmark;
pub mod bot;
pub mod category;
pub mod channel;
pub mod channel_member;
pub mod client_kind;
pub mod client_report;
pub mod command;
pub mod console;
pub mod content_flagging;
pub mod draft;
pub mod emoji;
pub mod error;
pub mod errors;
pub mod file;
pub mod group;
pub mod id;
pub mod interactive;
pub mod job;
pub mod limits;
pub mod link;
pub mod moderation;
pub mod oauth;
pub mod outgoing_connection;
pub mod permission;
pub mod post;
pub mod preference;
pub mod profile_attribute;
pub mod push;
pub mod reaction;
pub mod report;
pub mod role;
pub mod scheduled_post;
pub mod scheme;
pub mod session;
#[cfg(test)]
mod shapes;
pub mod shared_channel;
mod skip;
pub mod status;
pub mod status_ok;
pub mod system;
pub mod team;
pub mod team_member;
#[cfg(test)]
mod testing;
pub mod thread;
pub mod timezones;
pub mod user;
pub mod webhook;
pub mod wire;
pub mod ws;

pub use error::ErrorId;
pub use id::Id;
