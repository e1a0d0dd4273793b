//! What tests of several areas read out of answers.

use serde_json::Value;

/// The `id` of an entity.
pub fn id(entity: &Value) -> &str {
    entity["id"].as_str().unwrap_or_else(|| panic!("no id in {entity}"))
}

/// The ids of a list.
pub fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap_or_else(|| panic!("no list: {list}")).iter().map(id).collect()
}
