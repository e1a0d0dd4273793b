//! What is known of each key apart from its value, its limits and its description: see `describe`.

use serde_json::{Map, Value};

use crate::config::Config;

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Bool,
    Int,
    Text,
    TextList,
    /// Any JSON value.
    Json,
    /// An object with keys chosen by the administrator.
    Map,
    /// An object with the given keys.
    Section(&'static [Key]),
    /// A list of objects with the given keys.
    SectionList(&'static [Key]),
}

/// Whether an administrator is shown the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    No,
    /// Masked unless it is empty.
    IfSet,
    /// Masked even when it is empty.
    Always,
}

/// One key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    /// A change is taken up at the next start only.
    pub restart: bool,
    pub secret: Secret,
    /// Not part of the file.
    pub unsaved: bool,
    /// Lines of its comment: what its values mean.
    pub note: &'static [&'static str],
}

impl Key {
    pub(crate) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, restart: false, secret: Secret::No, unsaved: false, note: &[] }
    }

    pub(crate) const fn noted(mut self, note: &'static [&'static str]) -> Self {
        self.note = note;
        self
    }

    pub(crate) const fn restart(mut self) -> Self {
        self.restart = true;
        self
    }

    pub(crate) const fn secret(mut self) -> Self {
        self.secret = Secret::IfSet;
        self
    }

    pub(crate) const fn masked(mut self) -> Self {
        self.secret = Secret::Always;
        self
    }

    pub(crate) const fn unsaved(mut self) -> Self {
        self.unsaved = true;
        self
    }
}

/// A key that holds a value, with the names that lead to it.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    pub path: Vec<&'static str>,
    pub key: &'static Key,
}

impl Leaf {
    /// `ServiceSettings.SiteURL`.
    pub fn dotted(&self) -> String {
        self.path.join(".")
    }
}

/// All keys that hold a value, in the order of the file.
pub(crate) fn leaves() -> Vec<Leaf> {
    let mut found = Vec::new();
    collect(Config::KEYS, &mut Vec::new(), &mut found);
    found
}

fn collect(keys: &'static [Key], path: &mut Vec<&'static str>, found: &mut Vec<Leaf>) {
    for key in keys {
        path.push(key.name);
        match key.kind {
            Kind::Section(inner) => collect(inner, path, found),
            _ => found.push(Leaf { path: path.clone(), key }),
        }
        path.pop();
    }
}

/// The value below `root` that `path` leads to.
pub(crate) fn at<'v>(root: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(root, |value, name| value.get(name))
}

/// Puts a value below `root`, making the objects on the way.
pub(crate) fn put(root: &mut Value, path: &[&str], value: Value) {
    let mut place = root;
    for name in path {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let object = place.as_object_mut().expect("made an object one line above");
        place = object.entry(*name).or_insert(Value::Null);
    }
    *place = value;
}
