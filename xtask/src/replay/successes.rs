//! The recorded requests that the original answered with success: those that a whole replay plays, and that pass.

use serde_json::Value;

use super::{LANES, LEDGER, Ledger, read_json};
use crate::tree;

/// One of them.
pub struct Recorded {
    pub method: String,
    /// With something in the place of each placeholder, without its query.
    pub path: String,
}

/// All of them, in the order of the areas.
pub fn successes() -> Result<Vec<Recorded>, String> {
    let known = Ledger::read(&tree::root().join(LEDGER))?;
    let mut found = Vec::new();
    for area in LANES.concat() {
        let scenario = read_json(&tree::root().join(format!("facts/golden/{area}.json")))?;
        let steps = scenario.get("steps").and_then(Value::as_array).ok_or_else(|| format!("{area} has no steps"))?;
        found.extend(steps.iter().filter(|step| !known.knows(area, text(step, "name"))).filter_map(success));
    }
    Ok(found)
}

/// The step's request, if it is played and answered with success.
fn success(step: &Value) -> Option<Recorded> {
    let status = step.get("expect")?.get("status")?.as_u64()?;
    let unconfigured =
        step.get("tags").and_then(Value::as_array).is_some_and(|tags| tags.contains(&"unconfigured".into()));
    let closed = step.get("closed").and_then(Value::as_bool).unwrap_or_default();
    let method = step.get("method")?.as_str()?;
    let played = (200..300).contains(&status) && !unconfigured && !closed;
    played.then(|| Recorded { method: method.to_owned(), path: filled(text(step, "path")) })
}

fn text<'a>(step: &'a Value, key: &str) -> &'a str {
    step.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The path without its query, and a letter in the place of each `{{placeholder}}`.
fn filled(path: &str) -> String {
    let mut parts = path.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        filled.push('x');
        filled.push_str(part.split_once("}}").map_or("", |(_, rest)| rest));
    }
    filled.split('?').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_steps_that_succeed_and_are_played_count() {
        let step = json!({"method": "GET", "path": "/a/{{u1.id}}/b{{run}}?c={{d}}", "expect": {"status": 201}});
        let recorded = success(&step).unwrap();
        assert_eq!((recorded.method.as_str(), recorded.path.as_str()), ("GET", "/a/x/bx"));
        for (key, value) in [
            ("expect", json!({"status": 404})),
            ("tags", json!(["unconfigured"])),
            ("closed", json!(true)),
            ("method", Value::Null),
        ] {
            let mut other = step.clone();
            other[key] = value;
            assert!(success(&other).is_none(), "{other}");
        }
    }

    #[test]
    fn the_committed_recordings_have_many() {
        let all = successes().unwrap();
        assert!(all.len() > 1_000, "only {}", all.len());
        assert!(all.iter().all(|recorded| recorded.path.starts_with('/')));
    }
}
