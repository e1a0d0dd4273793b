//! The operations that may write, and the requests of them that are to be refused.

use std::collections::{BTreeMap, BTreeSet};

use roost_testkit::{Client, Reply};
use serde_json::{Value, json};

use super::place::Place;

const OPERATIONS: &str = include_str!("operations.txt");

/// What nobody has.
pub const UNKNOWN: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

/// An operation of the table.
pub struct Operation {
    pub method: &'static str,
    pub path: &'static str,
    body: Body,
    marks: BTreeSet<&'static str>,
}

/// What a request carries.
#[derive(Clone, Debug)]
pub enum Body {
    None,
    Text(String),
    Form(&'static str),
}

/// Why a request is to be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Nobody,
    Stranger,
    Unknown,
    Malformed,
    Broken,
    Types,
    Ids,
}

impl Kind {
    fn mark(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Stranger => "stranger",
            Self::Unknown => "unknown",
            Self::Malformed => "malformed",
            Self::Broken => "broken",
            Self::Types => "types",
            Self::Ids => "ids",
        }
    }
}

/// One request of an operation.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub kind: Kind,
    pub method: &'static str,
    pub path: String,
    pub body: Body,
}

/// The operations of the table.
pub fn operations() -> Vec<Operation> {
    OPERATIONS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(Operation::parse).collect()
}

impl Operation {
    fn parse(line: &'static str) -> Self {
        let (operation, rest) = line.split_once(" | ").unwrap_or_else(|| panic!("no body: {line}"));
        let (body, marks) = rest.rsplit_once(" |").unwrap_or_else(|| panic!("no marks: {line}"));
        let (method, path) = operation.split_once(' ').unwrap();
        let body = match body.split_once(' ') {
            _ if body == "-" => Body::None,
            Some(("form", name)) => Body::Form(name),
            Some(("text", text)) => Body::Text(text.to_owned()),
            _ => Body::Text(body.to_owned()),
        };
        Self { method, path, body, marks: marks.split_whitespace().collect() }
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether an attempt that is let in is no fault, as long as it writes nothing.
    pub fn reads(&self) -> bool {
        self.marks.contains("reads")
    }

    /// Every request of this operation that is to be refused, or at least to write nothing.
    pub fn attempts(&self, place: &Place) -> Vec<Attempt> {
        let path = place.path(self.path, &BTreeMap::new());
        let mut all = vec![
            self.attempt(Kind::Nobody, &path, self.body(place)),
            self.attempt(Kind::Stranger, &path, self.body(place)),
        ];
        for name in place_names(self.path) {
            for (kind, id) in [(Kind::Unknown, UNKNOWN), (Kind::Malformed, "short"), (Kind::Malformed, "a%00b")] {
                let path = place.path(self.path, &BTreeMap::from([(name, id)]));
                all.push(self.attempt(kind, &path, self.body(place)));
            }
        }
        let json = match &self.body {
            Body::Text(text) => serde_json::from_str::<Value>(text).ok(),
            _ => None,
        };
        if let Some(json) = json {
            for broken in ["{\"a\":", "", "\u{1}", "[[[[", "{\"a\" 1}"] {
                all.push(self.attempt(Kind::Broken, &path, Body::Text(broken.to_owned())));
            }
            for (kind, changed) in wrong(&json) {
                all.push(self.attempt(kind, &path, Body::Text(place.fill(&changed.to_string()))));
            }
        }
        all.retain(|attempt| self.reads() || !self.marks.contains(attempt.kind.mark()));
        all
    }

    fn body(&self, place: &Place) -> Body {
        match &self.body {
            Body::Text(text) => Body::Text(place.fill(text)),
            other => other.clone(),
        }
    }

    fn attempt(&self, kind: Kind, path: &str, body: Body) -> Attempt {
        Attempt { kind, method: self.method, path: path.to_owned(), body }
    }
}

/// The names of the parts of a path that are ids.
fn place_names(path: &str) -> Vec<&str> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    names.filter(|name| name.ends_with("_id")).collect()
}

/// The body with one thing wrong: the whole or a value of another type, an id that nothing has or that is none.
fn wrong(body: &Value) -> Vec<(Kind, Value)> {
    let other = if body.is_array() { json!({"a": 1}) } else { json!([1]) };
    let mut all = vec![(Kind::Types, other), (Kind::Types, json!(7)), (Kind::Types, json!("text"))];
    match body {
        Value::Object(fields) => {
            for (key, value) in fields {
                let with = |value: Value| {
                    let mut changed = body.clone();
                    changed[key] = value;
                    changed
                };
                all.extend(replacements(value).into_iter().map(|(kind, value)| (kind, with(value))));
            }
        }
        Value::Array(items) => {
            for (kind, item) in items.first().map(replacements).unwrap_or_default() {
                let mut changed = items.clone();
                changed[0] = item;
                all.push((kind, Value::Array(changed)));
            }
        }
        _ => {}
    }
    all
}

fn replacements(value: &Value) -> Vec<(Kind, Value)> {
    match value {
        Value::String(text) if text.starts_with('$') => vec![
            (Kind::Ids, json!(UNKNOWN)),
            (Kind::Ids, json!("short")),
            (Kind::Ids, json!("a\u{0}b")),
            (Kind::Types, json!(7)),
        ],
        Value::String(_) => vec![(Kind::Types, json!(7)), (Kind::Types, json!({"a": []}))],
        Value::Object(_) => wrong(value),
        Value::Array(items) => {
            let mut all = vec![(Kind::Types, json!("text")), (Kind::Types, json!({"a": 1}))];
            for (kind, item) in items.first().map(replacements).unwrap_or_default() {
                all.push((kind, json!([item])));
            }
            all
        }
        _ => vec![(Kind::Types, json!("text")), (Kind::Types, json!([1]))],
    }
}

impl Attempt {
    pub async fn send(&self, place: &Place) -> Reply {
        let client: &Client = match self.kind {
            Kind::Nobody => &place.nobody,
            Kind::Stranger => &place.stranger,
            _ => &place.admin,
        };
        let request = client.request(self.method, &self.path);
        let request = match &self.body {
            Body::None => request,
            Body::Text(text) => request.header("content-type", "application/json").body(text.clone()),
            Body::Form(name) => request.multipart(place.form(name)),
        };
        client.send(request).await
    }
}
