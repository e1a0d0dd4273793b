//! The REST API, area by area.

mod accounts;
mod bad_input;
mod bookmarks;
mod brand;
mod categories;
mod channel_members;
mod channels;
mod drafts;
mod envelope;
mod groups;
mod helpers;
mod jobs;
mod oauth;
mod posts;
mod presence;
mod profile_attributes;
mod reactions;
mod refused;
mod reminders;
mod reports;
mod scheduled_posts;
mod schemes;
mod sessions;
mod teams;
mod users;
mod webapp;
