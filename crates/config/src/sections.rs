//! The sections of the file, a file for each or for a few that belong together.

pub mod auth;
pub mod cluster;
pub mod compliance;
pub mod elasticsearch;
pub mod email;
pub mod experimental;
pub mod file;
pub mod flagging;
pub mod flags;
pub mod ldap;
pub mod log;
pub mod mobile;
pub mod plugin;
pub mod saml;
pub mod service;
pub mod sql;
pub mod support;
pub mod team;
