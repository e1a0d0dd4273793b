//! Tries of settings that are not saved yet.

use roost_config::Config;
use serde_json::Value;

/// A section of a body, if it has every setting of that section.
pub(crate) fn settings_complete(current: &Config, body: &Value, section: &str) -> Option<Value> {
    let known = current.to_json();
    let given = body.get(section)?;
    let named = |key: &String| given.get(key).is_some_and(|value| !value.is_null());
    known.get(section)?.as_object()?.keys().all(named).then(|| given.clone())
}
