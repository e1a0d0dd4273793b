//! What clients are told of the configuration: `GET /config/client?format=old`, a flat map of texts.

mod everyone;
mod members;

use std::collections::BTreeMap;

use crate::config::Config;

/// Facts of the build and the installation that no setting holds.
#[derive(Debug, Clone)]
pub struct ClientContext {
    /// The version clients compare, `11.6.0`.
    pub version: String,
    pub build_number: String,
    pub build_date: String,
    pub build_hash: String,
    pub build_hash_enterprise: String,
    /// `production`, `test` or `dev`.
    pub service_environment: String,
    pub is_fips: bool,
    /// The id of this installation in the original's telemetry; clients only compare it.
    pub diagnostic_id: String,
    /// Public key of the server, DER in base64.
    pub asymmetric_signing_public_key: String,
    /// When the database was made, in milliseconds since 1970; none while it is not known.
    pub installation_date_ms: Option<i64>,
    /// Number of the newest migration.
    pub schema_version: i64,
    /// Characters a post may have.
    pub max_post_size: i64,
    /// Nobody has signed up yet.
    pub no_accounts: bool,
}

/// The keys for a visitor, or the longer list for somebody who is signed in.
pub fn client_config(config: &Config, context: &ClientContext, authenticated: bool) -> BTreeMap<String, String> {
    let mut told = Told(BTreeMap::new());
    everyone::tell(&mut told, config, context);
    if authenticated {
        members::tell(&mut told, config, context);
    }
    told.0
}

/// Values told so far. A key told twice keeps the later value.
struct Told(BTreeMap<String, String>);

impl Told {
    fn text(&mut self, key: &str, value: &str) {
        self.0.insert(key.to_owned(), value.to_owned());
    }

    fn texts(&mut self, entries: &[(&str, &str)]) {
        for (key, value) in entries {
            self.text(key, value);
        }
    }

    fn flags(&mut self, entries: &[(&str, bool)]) {
        for (key, value) in entries {
            self.text(key, if *value { "true" } else { "false" });
        }
    }

    fn numbers(&mut self, entries: &[(&str, i64)]) {
        for (key, value) in entries {
            self.text(key, &value.to_string());
        }
    }

    fn lists(&mut self, entries: &[(&str, &[String])]) {
        for (key, values) in entries {
            self.text(key, &values.join(","));
        }
    }
}
