//! PostgreSQL: pools, transactions that end in the numbered log, the statement registry, row mapping, migrations.
//!
//! The only crate that speaks to the database. No permissions, HTTP, events or wall clock here: a store function takes
//! ids, values and times, and says what happened.

pub mod access_tokens;
pub mod analytics;
pub mod audience;
pub mod audits;
pub mod bookmarks;
pub mod bulk;
pub mod cache;
pub mod categories;
pub mod channel_lists;
pub mod channel_members;
pub mod channel_views;
pub mod channels;
pub mod connect;
pub mod db;
pub mod drafts;
pub mod emoji;
pub mod error;
pub mod file_search;
pub mod files;
pub mod group_list;
pub mod groups;
pub mod log;
pub mod member;
pub mod memberships;
pub mod migrate;
pub mod oauth;
pub mod post_change;
pub mod post_lists;
pub mod post_parts;
pub mod post_references;
pub mod post_search;
pub mod post_unread;
pub mod posts;
pub mod preferences;
pub mod profile_attributes;
pub mod query;
pub mod reactions;
pub mod reminders;
pub mod roles;
pub mod row;
pub mod scheduled_posts;
pub mod schemes;
pub mod sessions;
pub mod statement;
pub mod status;
pub mod systems;
pub mod team_lists;
pub mod team_members;
pub mod teams;
pub mod terms;
pub mod threads;
pub mod tokens;
pub mod tx;
pub mod uploads;
pub mod user_threads;
pub mod users;

pub use cache::{Cache, CacheCounts, Trusted};
pub use db::{Db, QueryStats};
pub use error::StoreError;
pub use statement::Statement;
pub use tx::{Committed, Tx};
