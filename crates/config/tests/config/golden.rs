//! Recordings, and comparing with their templates.

use std::path::PathBuf;

use serde_json::Value;

pub fn facts(path: &str) -> Value {
    let file = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../facts")).join(path);
    let text = std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_slice(&text).expect("facts are JSON")
}

/// The settings the recordings were made under; replies have a template in the place of the address.
pub fn recorded_settings() -> Value {
    let mut settings = facts("golden/settings.json");
    *settings.pointer_mut("/ServiceSettings/SiteURL").expect("the address is recorded") = "{{base}}".into();
    settings
}

/// The expected body of a recorded step.
pub fn reply(area: &str, step: &str) -> Value {
    let recording = facts(&format!("golden/http/{area}.json"));
    let steps = recording.get("steps").and_then(Value::as_array).expect("a recording has steps");
    let found = steps.iter().find(|found| found.get("name").and_then(Value::as_str) == Some(step));
    found.and_then(|step| step.pointer("/expect/body")).unwrap_or_else(|| panic!("no step {step} in {area}")).clone()
}

/// Every place where `value` is not what the template allows.
pub fn differences(template: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(template, value, "", &mut found);
    found
}

fn compare(template: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    match (template, value) {
        (Value::String(text), value) if text.starts_with("{{") => {
            let fits = match text.as_str() {
                "{{any}}" => true,
                "{{nonempty}}" => value.as_str().is_some_and(|text| !text.is_empty()),
                _ => value.is_string(),
            };
            if !fits {
                found.push(format!("{path}: {value} for {text}"));
            }
        }
        // A template inside a longer text stands for anything.
        (Value::String(text), Value::String(value)) if text.contains("{{") => {
            let start = text.split("{{").next().unwrap_or_default();
            let end = text.rsplit("}}").next().unwrap_or_default();
            if !(value.starts_with(start) && value.ends_with(end) && value.len() >= start.len() + end.len()) {
                found.push(format!("{path}: {value} for {text}"));
            }
        }
        (Value::Object(wanted), Value::Object(got)) => {
            let subset = wanted.get("$subset").and_then(Value::as_object);
            for (key, template) in subset.unwrap_or(wanted) {
                match got.get(key) {
                    Some(value) => compare(template, value, &format!("{path}.{key}"), found),
                    None => found.push(format!("{path}.{key}: missing")),
                }
            }
            if subset.is_none() {
                let surplus = got.keys().filter(|key| !wanted.contains_key(*key));
                found.extend(surplus.map(|key| format!("{path}.{key}: not expected")));
            }
        }
        _ if template == value => {}
        _ => found.push(format!("{path}: {value} where {template} is expected")),
    }
}
