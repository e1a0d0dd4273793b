//! The configuration of a server: typed settings with the keys and defaults of 11.6's `config.json`, overrides from
//! the environment, validation, the file on disk, and what clients and administrators are shown of it.
//!
//! A value has one place, its line in `sections/`: key, type, default and whether it is secret or needs a restart.
//! Everything else (merging, saving, masking, differences, overrides) walks those lines.

mod api;
mod client;
mod complete;
mod config;
mod describe;
mod diff;
mod env;
mod error;
mod file;
mod inherit;
mod license;
mod macros;
mod raw;
mod schema;
pub mod sections;
mod setting;
mod store;
mod validate;

pub use api::{MASK, desanitize, patch, patched, replaced, sanitized, without_defaults, without_masked};
pub use client::{ClientContext, client_config};
pub use config::Config;
pub use describe::{Description, describe};
pub use diff::{ChangedKey, diff};
pub use env::{OverrideError, Overrides};
pub use error::{ConfigError, TypeError};
pub use license::{LicenseContext, client_license};
pub use schema::{Key, Kind, Secret};
pub use sections::plugin::DEFAULT_MARKETPLACE_URL;
pub use sections::sql::DEFAULT_DATA_SOURCE;
pub use store::{ConfigStore, Entropy, NowMs, Saved, Sources};
pub use validate::{Invalid, validate, validate_on_disk};
