//! Use cases: who may do what, what changes, and which record tells everybody.
//!
//! A use case is a function over [`Ctx`]: it obtains what it works on through [`access`], decides with pure functions,
//! writes in one transaction, and ends with [`Ctx::commit`]. No HTTP, SQL text or sockets here.

pub mod access;
pub mod app;
pub mod audit;
pub mod bookmarks;
pub mod bots;
pub mod bulk;
pub mod caches;
pub mod categories;
pub mod channels;
pub mod clock;
pub mod commands;
pub mod content_flagging;
pub mod ctx;
pub mod drafts;
pub mod embeds;
pub mod emoji;
pub mod error;
pub mod files;
pub mod gate;
pub mod groups;
pub mod interactive;
pub mod jobs;
pub mod live;
pub mod log;
pub mod mail;
pub mod media;
pub mod notify;
pub mod oauth;
pub mod outgoing;
pub mod password;
pub mod posts;
pub mod preferences;
pub mod presence;
pub mod profile_attributes;
pub mod reactions;
pub mod record;
pub mod reminders;
pub mod roles;
pub mod scheduled_posts;
pub mod schemes;
pub mod search;
pub mod sessions;
pub mod shared_channels;
pub mod sight;
pub mod slack;
pub mod socket;
pub mod system;
pub mod teams;
pub mod text;
pub mod threads;
pub mod turns;
pub mod users;
pub mod webhooks;

pub use app::App;
pub use ctx::Ctx;
pub use error::AppError;
pub use record::Record;
pub use roost_store::Db;
