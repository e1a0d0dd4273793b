//! The carried facts about the original.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

/// A row of `facts/api/routes.json`.
#[derive(Debug, Deserialize)]
pub struct Route {
    pub method: String,
    pub path: String,
    pub auth: String,
}

impl Route {
    /// The path with each `{name}` replaced.
    pub fn path_with(&self, value: impl Fn(&str) -> String) -> String {
        let parts = self.path.split('/').map(|part| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
            Some(name) => value(name),
            None => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// A file below `facts/`, parsed.
pub fn read(path: &str) -> Value {
    let full = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../facts").join(path);
    let text = std::fs::read(&full).unwrap_or_else(|e| panic!("{}: {e}", full.display()));
    serde_json::from_slice(&text).unwrap_or_else(|e| panic!("{}: {e}", full.display()))
}

/// Every operation of the original.
pub fn routes() -> Vec<Route> {
    serde_json::from_value(read("api/routes.json")).unwrap()
}
