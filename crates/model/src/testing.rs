//! The recordings, for tests of this crate. Templates in the bodies are left as they are.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde::Serialize;
use serde::de::{self, DeserializeOwned};
use serde_json::{Map, Value};

use crate::{Id, wire};

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../facts"))
}

/// A JSON file of the facts.
pub(crate) fn facts(path: &str) -> Value {
    let path = root().join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn steps(file: &str) -> Vec<Value> {
    match facts(&format!("golden/{file}")).get_mut("steps").map(Value::take) {
        Some(Value::Array(steps)) => steps,
        _ => panic!("{file} has no steps"),
    }
}

fn files() -> Vec<String> {
    let mut out = Vec::new();
    for kind in ["http", "ws"] {
        for entry in fs::read_dir(root().join("golden").join(kind)).expect("the recordings are carried in the tree") {
            out.push(format!("{kind}/{}", entry.unwrap().file_name().to_str().unwrap()));
        }
    }
    out.sort();
    out
}

/// Bodies that were answered with `status` to a request of this method and path, both as the recording writes them.
pub(crate) fn recorded_bodies(file: &str, method: &str, path: &str, status: u16) -> Vec<Value> {
    let wanted = |step: &Value| {
        step.get("method").is_some_and(|m| m == method)
            && step.get("path").is_some_and(|p| p == path)
            && step.pointer("/expect/status").is_some_and(|s| s == status)
    };
    steps(file).into_iter().filter(wanted).filter_map(|step| step.pointer("/expect/body").cloned()).collect()
}

/// Every step of every recording, read once per process.
fn all_steps() -> &'static [Value] {
    static STEPS: OnceLock<Vec<Value>> = OnceLock::new();
    STEPS.get_or_init(|| files().iter().flat_map(|file| steps(file)).collect())
}

/// Every object in any answer or frame that has all of `marks` among its keys. `$json` and the like are looked through.
pub(crate) fn recorded_objects(marks: &[&str]) -> Vec<Value> {
    let mut out = Vec::new();
    for step in all_steps() {
        for place in ["/expect/body", "/frames"] {
            if let Some(value) = step.pointer(place) {
                collect(value, marks, &mut out);
            }
        }
    }
    out
}

/// Bodies of requests of this method that were accepted. In `pattern` a `*` stands for an id or `me`.
pub(crate) fn accepted_requests(method: &str, pattern: &str) -> Vec<Value> {
    let matches = |step: &&Value| {
        let path = step.get("path").and_then(Value::as_str).unwrap_or("");
        let parts = || path.split('/').zip(pattern.split('/'));
        step.get("method").is_some_and(|m| m == method)
            && path.split('/').count() == pattern.split('/').count()
            && parts().all(|(part, wanted)| wanted == part || (wanted == "*" && (part == "me" || part.contains("{{"))))
            && step.pointer("/expect/status").and_then(Value::as_u64).is_some_and(|s| (200..300).contains(&s))
    };
    all_steps().iter().filter(matches).filter_map(|step| step.get("body").cloned()).collect()
}

/// The keys that a struct reads.
pub(crate) fn fields_of<T: DeserializeOwned>() -> BTreeSet<String> {
    struct Ask<'a>(&'a mut BTreeSet<String>);
    impl<'de> de::Deserializer<'de> for Ask<'_> {
        type Error = serde_json::Error;
        fn deserialize_any<V: de::Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err(de::Error::custom("no struct"))
        }
        fn deserialize_struct<V: de::Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            self.0.extend(fields.iter().map(|field| (*field).to_owned()));
            self.deserialize_any(visitor)
        }
        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
            newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }
    let mut out = BTreeSet::new();
    assert!(T::deserialize(Ask(&mut out)).is_err());
    out
}

/// Checks that `T` reads every accepted body of this operation by the rules of [`crate::wire`], and knows each key in it
/// but those in `ignored`.
pub(crate) fn assert_request<T: DeserializeOwned>(method: &str, pattern: &str, ignored: &[&str]) {
    let bodies: Vec<Value> = accepted_requests(method, pattern).iter().filter_map(concrete).collect();
    assert!(!bodies.is_empty(), "{method} {pattern} was never accepted with a body");
    let fields = fields_of::<T>();
    for body in bodies {
        let unknown: Vec<String> =
            keys(&body).into_iter().filter(|key| !fields.contains(key) && !ignored.contains(&key.as_str())).collect();
        assert!(unknown.is_empty(), "{method} {pattern}: {unknown:?} in {body}");
        let text = body.to_string();
        wire::decode::<T>(text.as_bytes()).unwrap_or_else(|e| panic!("{method} {pattern}: {e}: {text}"));
    }
}

fn collect(value: &Value, marks: &[&str], out: &mut Vec<Value>) {
    match value {
        Value::Object(map) => {
            if marks.iter().all(|mark| map.contains_key(*mark)) {
                out.push(value.clone());
            }
            map.values().for_each(|inner| collect(inner, marks, out));
        }
        Value::Array(list) => list.iter().for_each(|inner| collect(inner, marks, out)),
        _ => {}
    }
}

/// Frames of this event, from every recording.
pub(crate) fn recorded_events(name: &str) -> Vec<Value> {
    recorded_objects(&["event", "data", "broadcast"]).into_iter().filter(|frame| frame["event"] == name).collect()
}

/// Every (id, status) of a recorded refusal.
pub(crate) fn recorded_errors() -> BTreeSet<(String, u16)> {
    recorded_objects(&["id", "status_code"])
        .into_iter()
        .filter_map(|body| Some((body["id"].as_str()?.to_owned(), u16::try_from(body["status_code"].as_u64()?).ok()?)))
        .collect()
}

/// The keys of an object.
pub(crate) fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default()
}

/// Checks that `T` reads every recorded object with all of `marks` and writes it back with the same keys and values:
/// nothing lost, nothing added, `null` still `null` and `[]` still `[]`. `skip` leaves out what is another entity.
pub(crate) fn assert_round_trip<T: Serialize + DeserializeOwned>(marks: &[&str], skip: impl Fn(&Value) -> bool) {
    let seen: Vec<Value> = recorded_objects(marks).iter().filter(|object| !skip(object)).filter_map(concrete).collect();
    assert!(!seen.is_empty(), "no recording has {marks:?}");
    for theirs in seen {
        let read: T = serde_json::from_value(theirs.clone()).unwrap_or_else(|e| panic!("{e}: {theirs}"));
        assert_eq!(serde_json::to_value(&read).unwrap(), theirs);
    }
}

/// The value with something plausible in place of each template; `None` where a template stands for a whole object or
/// list.
fn concrete(value: &Value) -> Option<Value> {
    Some(match value {
        Value::String(text) => match text.as_str() {
            "{{ms}}" | "{{int}}" | "{{num}}" => Value::from(1_700_000_000_000_i64),
            _ if text.starts_with("{{now") => Value::from(1_700_000_000_000_i64),
            "{{str}}" => Value::from(""),
            "{{bool}}" => Value::from(true),
            "{{any}}" | "{{object}}" | "{{array}}" => return None,
            _ => Value::from(fill(text)),
        },
        Value::Array(list) => list.iter().map(concrete).collect::<Option<Vec<_>>>()?.into(),
        Value::Object(map) => {
            for (wrapper, text) in [("$unordered", false), ("$contains", false), ("$subset", false), ("$json", true)] {
                if let Some(inner) = map.get(wrapper) {
                    let inner = concrete(inner)?;
                    return Some(if text { Value::from(inner.to_string()) } else { inner });
                }
            }
            let entries: Option<Map<_, _>> = map.iter().map(|(key, v)| Some((fill(key), concrete(v)?))).collect();
            Value::Object(entries?)
        }
        other => other.clone(),
    })
}

/// Replaces `{{…}}` by an id where the name says so, else by a word; one name is always the same id.
fn fill(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, (name, after))) = rest.split_once("{{").and_then(|(a, b)| Some((a, b.split_once("}}")?))) {
        out.push_str(before);
        if name.rsplit('.').next() == Some("id") {
            let seed = name.bytes().fold(7_u128, |hash, b| hash.wrapping_mul(31).wrapping_add(u128::from(b)));
            out.push_str(Id::from_random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)).as_str());
        } else {
            out.push_str("word");
        }
        rest = after;
    }
    out + rest
}

/// Checks that some recorded event of this name has exactly the keys of `data`, in text fields as in objects.
pub(crate) fn assert_event(name: &str, data: &impl Serialize) {
    let ours = serde_json::to_value(data).unwrap();
    let frames = recorded_events(name);
    assert!(!frames.is_empty(), "{name} was never recorded");
    let found = frames.iter().map(|frame| &frame["data"]).find(|theirs| keys(theirs) == keys(&ours));
    let theirs = found.unwrap_or_else(|| panic!("{name}: none has {:?}; {}", keys(&ours), frames[0]["data"]));
    for (key, value) in theirs.as_object().unwrap() {
        let text_there = value.get("$json").is_some()
            || value.as_str().is_some_and(|text| text.starts_with(['{', '['].as_slice()) && !text.starts_with("{{"));
        assert!(!text_there || ours[key].is_string(), "{name}: {key} is JSON in a text");
        assert!(!value.is_object() || text_there || ours[key].is_object(), "{name}: {key} is an object");
    }
}
