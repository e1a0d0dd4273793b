//! Fields that a server adds to the profiles of its people, and the values of these fields.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::errors::profile_attribute as errors;
use crate::{ErrorId, Id};

/// Name of the group of properties that these fields are.
pub const GROUP_NAME: &str = "custom_profile_attributes";
/// What a value belongs to.
pub const TARGET_USER: &str = "user";
/// Fields on a server at most.
pub const FIELDS_MAX: usize = 20;

const NAME_RUNES_MAX: usize = 255;
const TEXT_RUNES_MAX: usize = 64;
const OPTION_NAME_RUNES_MAX: usize = 128;
const OPTION_COLOR_RUNES_MAX: usize = 128;
const OPTIONS_MAX: usize = 200;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    Text,
    Select,
    Multiselect,
    Date,
    User,
    Multiuser,
}

impl FieldType {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Text, "text"),
        (Self::Select, "select"),
        (Self::Multiselect, "multiselect"),
        (Self::Date, "date"),
        (Self::User, "user"),
        (Self::Multiuser, "multiuser"),
    ];

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == text).map(|(field_type, _)| *field_type)
    }

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(field_type, _)| *field_type == self).map_or("", |(_, name)| name)
    }

    fn has_options(self) -> bool {
        matches!(self, Self::Select | Self::Multiselect)
    }
}

/// One of the values that a field can have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldOption {
    pub id: String,
    pub name: String,
    pub color: String,
}

/// What a field is like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldAttrs {
    /// `hidden`, `when_set` or `always`.
    pub visibility: String,
    pub sort_order: Number,
    pub options: Option<Vec<FieldOption>>,
    /// Of a text: empty, `email`, `url` or `phone`.
    pub value_type: String,
    /// The attribute of a directory that the values come from.
    pub ldap: String,
    pub saml: String,
    /// `admin`: only administrators write the values.
    pub managed: String,
    pub protected: bool,
    pub source_plugin_id: String,
    pub access_mode: String,
}

impl Default for FieldAttrs {
    fn default() -> Self {
        Self {
            visibility: String::new(),
            sort_order: Number::from(0),
            options: None,
            value_type: String::new(),
            ldap: String::new(),
            saml: String::new(),
            managed: String::new(),
            protected: false,
            source_plugin_id: String::new(),
            access_mode: String::new(),
        }
    }
}

/// A field. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    pub id: Id,
    pub group_id: Id,
    pub name: String,
    #[serde(rename = "type")]
    pub field_type: FieldType,
    pub target_id: String,
    pub target_type: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub attrs: FieldAttrs,
}

/// What makes or changes a field. What stands in `attrs` takes the place of all that was there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FieldDraft {
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub field_type: Option<String>,
    pub attrs: Option<FieldAttrs>,
}

/// `GET /custom_profile_attributes/group`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct FieldGroup {
    pub id: Id,
}

/// Values of somebody, by field.
pub type Values = BTreeMap<Id, Value>;

impl FieldAttrs {
    /// Completes and checks what was sent. What does not belong to the type of the field is left out; `id` makes ids of new
    /// options.
    pub fn completed(mut self, field_type: FieldType, mut id: impl FnMut() -> Id) -> Result<Self, &'static ErrorId> {
        self.visibility = match self.visibility.trim() {
            "" => "when_set".to_owned(),
            known @ ("hidden" | "when_set" | "always") => known.to_owned(),
            _ => return Err(errors::ATTRS),
        };
        self.value_type = match (field_type, self.value_type.trim()) {
            (FieldType::Text, known @ ("" | "email" | "url" | "phone")) => known.to_owned(),
            (FieldType::Text, _) => return Err(errors::ATTRS),
            _ => String::new(),
        };
        self.managed = match self.managed.trim() {
            known @ ("" | "admin") => known.to_owned(),
            _ => return Err(errors::MANAGED),
        };
        if !self.managed.is_empty() {
            // Who writes the values is one or the other.
            self.ldap.clear();
            self.saml.clear();
        }
        self.options = match self.options.take().filter(|_| field_type.has_options()) {
            Some(options) => Some(completed_options(options, &mut id)?),
            None => None,
        };
        // Only extensions of the server set these.
        (self.protected, self.source_plugin_id, self.access_mode) = (false, String::new(), String::new());
        Ok(self)
    }
}

fn completed_options(
    mut options: Vec<FieldOption>,
    id: &mut impl FnMut() -> Id,
) -> Result<Vec<FieldOption>, &'static ErrorId> {
    if options.len() > OPTIONS_MAX {
        return Err(errors::ATTRS);
    }
    for option in &mut options {
        option.name = option.name.trim().to_owned();
        if option.id.is_empty() {
            option.id = id().to_string();
        }
        let name_fits = (1..=OPTION_NAME_RUNES_MAX).contains(&option.name.chars().count());
        let fits = name_fits && option.color.chars().count() <= OPTION_COLOR_RUNES_MAX && option.id.len() <= 26;
        if !fits {
            return Err(errors::ATTRS);
        }
    }
    let repeats = |key: fn(&FieldOption) -> &String| {
        let keys: std::collections::BTreeSet<&String> = options.iter().map(key).collect();
        keys.len() != options.len()
    };
    if repeats(|option| &option.name) || repeats(|option| &option.id) { Err(errors::ATTRS) } else { Ok(options) }
}

/// The name of a field without blanks around it.
pub fn field_name(name: &str) -> Result<String, &'static ErrorId> {
    let name = name.trim();
    if (1..=NAME_RUNES_MAX).contains(&name.chars().count()) { Ok(name.to_owned()) } else { Err(errors::FIELD) }
}

impl Field {
    /// The value as it is stored; `is_email` tells mail addresses. `null` clears a field.
    pub fn checked(&self, value: Value, is_email: impl Fn(&str) -> bool) -> Result<Value, &'static ErrorId> {
        let fits = |text: &str| match self.field_type {
            FieldType::Text if self.attrs.value_type == "email" => is_email(text),
            FieldType::Text | FieldType::Date => text.chars().count() <= TEXT_RUNES_MAX,
            FieldType::Select | FieldType::Multiselect => {
                self.attrs.options.iter().flatten().any(|option| option.id == text)
            }
            FieldType::User | FieldType::Multiuser => Id::parse(text).is_some(),
        };
        let trimmed = |value: Value| match value {
            Value::Null => Ok(String::new()),
            Value::String(text) => Ok(text.trim().to_owned()),
            _ => Err(errors::VALUE),
        };
        if !matches!(self.field_type, FieldType::Multiselect | FieldType::Multiuser) {
            let text = trimmed(value)?;
            return if text.is_empty() || fits(&text) { Ok(Value::String(text)) } else { Err(errors::VALUE) };
        }
        let list = match value {
            Value::Null => Vec::new(),
            Value::Array(list) => list.into_iter().map(trimmed).collect::<Result<Vec<String>, _>>()?,
            _ => return Err(errors::VALUE),
        };
        let list: Vec<String> = list.into_iter().filter(|text| !text.is_empty()).collect();
        let all_fit = list.len() <= OPTIONS_MAX && list.iter().all(|text| fits(text));
        if all_fit { Ok(Value::from(list)) } else { Err(errors::VALUE) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn field(field_type: FieldType, attrs: Value) -> Field {
        let attrs: FieldAttrs = serde_json::from_value(attrs).unwrap();
        Field {
            id: Id::from_random(1),
            group_id: Id::from_random(2),
            name: "f".to_owned(),
            field_type,
            target_id: String::new(),
            target_type: String::new(),
            create_at: 1,
            update_at: 1,
            delete_at: 0,
            attrs: attrs.completed(field_type, || Id::from_random(3)).unwrap(),
        }
    }

    #[test]
    fn what_a_field_is_like() {
        for (field_type, attrs, expected) in [
            (FieldType::Text, json!({}), Ok(json!({"visibility": "when_set", "options": null}))),
            (FieldType::Text, json!({"value_type": "email"}), Ok(json!({"value_type": "email"}))),
            (FieldType::Date, json!({"value_type": "nonsense"}), Ok(json!({"value_type": ""}))),
            (FieldType::Text, json!({"options": [{"name": "a"}]}), Ok(json!({"options": null}))),
            (FieldType::Text, json!({"managed": "admin", "ldap": "x"}), Ok(json!({"ldap": "", "managed": "admin"}))),
            (FieldType::Text, json!({"protected": true}), Ok(json!({"protected": false}))),
            (FieldType::Text, json!({"visibility": "x"}), Err(errors::ATTRS)),
            (FieldType::Text, json!({"value_type": "x"}), Err(errors::ATTRS)),
            (FieldType::Text, json!({"managed": "x"}), Err(errors::MANAGED)),
            (FieldType::Select, json!({"options": [{"name": " "}]}), Err(errors::ATTRS)),
            (FieldType::Select, json!({"options": [{"name": "a"}, {"name": " a"}]}), Err(errors::ATTRS)),
            (FieldType::Select, json!({"options": [{"id": "i".repeat(27), "name": "a"}]}), Err(errors::ATTRS)),
        ] {
            let sent: FieldAttrs = serde_json::from_value(attrs.clone()).unwrap();
            let made = sent.completed(field_type, || Id::from_random(3)).map(|made| json!(made));
            match (made, expected) {
                (Ok(made), Ok(expected)) => {
                    expected
                        .as_object()
                        .unwrap()
                        .iter()
                        .for_each(|(key, value)| assert_eq!(&made[key], value, "{attrs}"));
                }
                (made, expected) => assert_eq!(made.err(), expected.err(), "{attrs}"),
            }
        }
    }

    #[test]
    fn values() {
        let id = Id::from_random(9).to_string();
        let options = json!({"options": [{"id": id, "name": "a"}]});
        let (text, email) = (field(FieldType::Text, json!({})), field(FieldType::Text, json!({"value_type": "email"})));
        let (one, many) = (field(FieldType::Select, options.clone()), field(FieldType::Multiselect, options));
        let people = field(FieldType::Multiuser, json!({}));
        for (field, value, expected) in [
            (&text, json!(" a "), Some(json!("a"))),
            (&text, json!(null), Some(json!(""))),
            (&text, json!("ü".repeat(64)), Some(json!("ü".repeat(64)))),
            (&text, json!("ü".repeat(65)), None),
            (&text, json!(5), None),
            (&email, json!(""), Some(json!(""))),
            (&email, json!("a@b"), Some(json!("a@b"))),
            (&email, json!("nope"), None),
            (&one, json!(id), Some(json!(id))),
            (&one, json!([id]), None),
            (&one, json!("other"), None),
            (&many, json!([id, " "]), Some(json!([id]))),
            (&many, json!(null), Some(json!([]))),
            (&many, json!(id), None),
            (&many, json!([id, 5]), None),
            (&people, json!([id]), Some(json!([id]))),
            (&people, json!(["junk"]), None),
        ] {
            assert_eq!(field.checked(value.clone(), |text| text.contains('@')).ok(), expected, "{value}");
        }
    }
}
