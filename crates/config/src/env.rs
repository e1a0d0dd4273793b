//! Overrides from the environment: `MM_`, the key's path in capitals, `_` between its names.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use crate::config::Config;
use crate::schema::{self, Kind, Leaf};

const PREFIX: &str = "MM_";

/// A variable whose value does not fit its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverrideError {
    pub variable: String,
    /// `ServiceSettings.SiteURL`.
    pub key: String,
    pub message: String,
}

impl fmt::Display for OverrideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.variable, self.key, self.message)
    }
}

/// The settings an environment sets. They win over the file and are never written to it.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    leaves: Vec<Leaf>,
    /// Only the overridden keys.
    values: Value,
    unmatched: Vec<String>,
}

impl Overrides {
    /// Picks the settings out of an environment. An empty value counts for texts only: for other types it says
    /// nothing, as container templates produce it for variables nobody set.
    ///
    /// # Errors
    /// All variables whose value does not fit their key.
    pub fn from_env(env: impl IntoIterator<Item = (String, String)>) -> Result<Self, Vec<OverrideError>> {
        let mut given: BTreeMap<String, String> = env
            .into_iter()
            .map(|(name, value)| (name.to_uppercase(), value))
            .filter(|(name, _)| name.starts_with(PREFIX))
            .collect();
        let mut found = Self { values: Value::Object(Map::new()), ..Self::default() };
        let mut errors = Vec::new();
        for leaf in schema::leaves() {
            let variable = format!("{PREFIX}{}", leaf.path.join("_").to_uppercase());
            let Some(text) = given.remove(&variable) else { continue };
            match parse(&leaf, &text) {
                Ok(Some(value)) => {
                    schema::put(&mut found.values, &leaf.path, value);
                    found.leaves.push(leaf);
                }
                Ok(None) => {}
                Err(message) => errors.push(OverrideError { variable, key: leaf.dotted(), message }),
            }
        }
        found.unmatched = given.into_keys().filter(|name| names_a_section(name)).collect();
        if errors.is_empty() { Ok(found) } else { Err(errors) }
    }

    /// Whether the environment sets this key, named as `ServiceSettings.SiteURL`.
    pub fn covers(&self, key: &str) -> bool {
        self.leaves.iter().any(|leaf| leaf.dotted() == key)
    }

    /// The tree of overridden keys with `true` as every value: the reply to `GET /config/environment`.
    pub fn environment(&self) -> Value {
        let mut tree = Value::Object(Map::new());
        for leaf in &self.leaves {
            schema::put(&mut tree, &leaf.path, Value::Bool(true));
        }
        tree
    }

    /// Variables that name a section and no key of it, most likely misspelt.
    pub fn unmatched(&self) -> &[String] {
        &self.unmatched
    }

    /// Sets the overridden keys.
    pub(crate) fn apply(&self, config: &mut Config) {
        config.merge_json(&self.values).expect("each value was merged into a configuration when it was read");
    }

    /// Gives the overridden keys the values they have in `saved`.
    pub(crate) fn restore(&self, config: &mut Config, saved: &Config) {
        let saved = saved.to_json();
        let mut own = Value::Object(Map::new());
        for leaf in &self.leaves {
            let value = schema::at(&saved, &leaf.path).cloned().unwrap_or_default();
            schema::put(&mut own, &leaf.path, value);
        }
        config.merge_json(&own).expect("values of a configuration fit a configuration");
    }
}

fn names_a_section(variable: &str) -> bool {
    let rest = variable.strip_prefix(PREFIX).unwrap_or_default();
    let (section, key) = rest.split_once('_').unwrap_or((rest, ""));
    !key.is_empty() && Config::KEYS.iter().any(|known| known.name.eq_ignore_ascii_case(section))
}

/// The JSON value a variable's text stands for; none when it says nothing.
fn parse(leaf: &Leaf, text: &str) -> Result<Option<Value>, String> {
    if text.is_empty() && leaf.key.kind != Kind::Text {
        return Ok(None);
    }
    let value = match leaf.key.kind {
        Kind::Text => Value::from(text),
        Kind::Bool => Value::Bool(parse_bool(text)?),
        Kind::Int => Value::from(text.parse::<i64>().map_err(|_| "expected a whole number".to_owned())?),
        Kind::TextList if !text.trim_start().starts_with('[') => text.split_whitespace().collect(),
        Kind::TextList | Kind::Map | Kind::Json => {
            serde_json::from_str(text).map_err(|error| format!("expected JSON: {error}"))?
        }
        Kind::SectionList(_) | Kind::Section(_) => return Err("cannot be set by a variable".to_owned()),
    };
    let mut alone = Value::Null;
    schema::put(&mut alone, &leaf.path, value.clone());
    Config::default().merge_json(&alone).map_err(|error| error.to_string())?;
    Ok(Some(value))
}

fn parse_bool(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err("expected true or false".to_owned()),
    }
}
