//! What every value of the configuration can do: be merged from JSON and be shown as JSON.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::raw::Unknown;
use crate::schema::Kind;

/// A value, or an object of values.
pub(crate) trait Setting: Sized {
    const KIND: Kind;

    /// Takes over what `from` says and keeps the rest; `null` says nothing. Lists and maps are taken over as a whole.
    fn merge<'de, D: Deserializer<'de>>(&mut self, from: D, at: &At<'_>) -> Result<(), D::Error>;

    /// The value without unknown keys.
    fn to_json(&self) -> Value;

    /// Takes the unknown keys of another configuration in place of its own.
    fn adopt_unknown(&mut self, _from: &Self) {}
}

/// An object with known keys.
pub(crate) trait Section {
    /// Merges the value of one key; false when the key is not known.
    fn merge_key<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A, at: &At<'_>) -> Result<bool, A::Error>;

    fn unknown(&mut self) -> &mut Unknown;
}

/// Where a value stands, for error texts; borrowed names, so that a merge without errors allocates nothing for it.
pub(crate) struct At<'a> {
    above: Option<&'a At<'a>>,
    name: &'a str,
}

impl<'a> At<'a> {
    pub const ROOT: At<'static> = At { above: None, name: "" };

    pub fn below(&'a self, name: &'a str) -> At<'a> {
        At { above: Some(self), name }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.above {
            Some(above) if above.above.is_some() => write!(f, "{above}.{}", self.name),
            _ => f.write_str(self.name),
        }
    }
}

/// Merges what a deserializer holds into a value.
pub(crate) struct MergeInto<'a, T> {
    pub target: &'a mut T,
    pub at: &'a At<'a>,
}

impl<'de, T: Setting> DeserializeSeed<'de> for MergeInto<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.target.merge(from, self.at)
    }
}

macro_rules! leaf {
    ($($ty:ty: $kind:expr, $show:expr;)*) => {
        $(impl Setting for $ty {
            const KIND: Kind = $kind;

            fn merge<'de, D: Deserializer<'de>>(&mut self, from: D, at: &At<'_>) -> Result<(), D::Error> {
                let given = Option::<$ty>::deserialize(from).map_err(|error| named(at, &error))?;
                if let Some(value) = given {
                    *self = value;
                }
                Ok(())
            }

            fn to_json(&self) -> Value {
                let show: fn(&$ty) -> Value = $show;
                show(self)
            }
        })*
    };
}

leaf! {
    bool: Kind::Bool, |value| Value::Bool(*value);
    i64: Kind::Int, |value| Value::from(*value);
    String: Kind::Text, |value| Value::String(value.clone());
    Value: Kind::Json, Value::clone;
    Map<String, Value>: Kind::Json, |value| Value::Object(value.clone());
}

/// The error with the key in front. serde_json finds line and column again at the end of the text.
fn named<E: serde::de::Error>(at: &At<'_>, error: &E) -> E {
    E::custom(format_args!("{at}: {error}"))
}

impl<T: Setting + Default> Setting for Vec<T> {
    const KIND: Kind = match T::KIND {
        Kind::Text => Kind::TextList,
        Kind::Section(keys) => Kind::SectionList(keys),
        _ => Kind::Json,
    };

    fn merge<'de, D: Deserializer<'de>>(&mut self, from: D, at: &At<'_>) -> Result<(), D::Error> {
        from.deserialize_any(ListVisitor { target: self, at })
    }

    fn to_json(&self) -> Value {
        self.iter().map(Setting::to_json).collect()
    }
}

impl<T: Setting + Default> Setting for BTreeMap<String, T> {
    const KIND: Kind = Kind::Map;

    fn merge<'de, D: Deserializer<'de>>(&mut self, from: D, at: &At<'_>) -> Result<(), D::Error> {
        from.deserialize_any(MapVisitor { target: self, at })
    }

    fn to_json(&self) -> Value {
        Value::Object(self.iter().map(|(key, value)| (key.clone(), value.to_json())).collect())
    }
}

/// Merges an object key by key and keeps what it does not know.
pub(crate) fn merge_section<'de, S: Section, D: Deserializer<'de>>(
    target: &mut S,
    from: D,
    at: &At<'_>,
) -> Result<(), D::Error> {
    from.deserialize_any(SectionVisitor { target, at })
}

struct SectionVisitor<'a, S> {
    target: &'a mut S,
    at: &'a At<'a>,
}

impl<'de, S: Section> Visitor<'de> for SectionVisitor<'_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(f, self.at, "an object")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if !self.target.merge_key(&key, &mut map, self.at)? {
                let raw = map.next_value()?;
                self.target.unknown().keep(key, raw);
            }
        }
        Ok(())
    }
}

struct ListVisitor<'a, T> {
    target: &'a mut Vec<T>,
    at: &'a At<'a>,
}

impl<'de, T: Setting + Default> Visitor<'de> for ListVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(f, self.at, "a list")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut items = Vec::new();
        let mut item = T::default();
        while list.next_element_seed(MergeInto { target: &mut item, at: self.at })?.is_some() {
            items.push(std::mem::take(&mut item));
        }
        *self.target = items;
        Ok(())
    }
}

struct MapVisitor<'a, T> {
    target: &'a mut BTreeMap<String, T>,
    at: &'a At<'a>,
}

impl<'de, T: Setting + Default> Visitor<'de> for MapVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(f, self.at, "an object")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut items = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            let mut item = T::default();
            map.next_value_seed(MergeInto { target: &mut item, at: &self.at.below(&key) })?;
            items.insert(key, item);
        }
        *self.target = items;
        Ok(())
    }
}

fn expecting(f: &mut fmt::Formatter<'_>, at: &At<'_>, what: &str) -> fmt::Result {
    match at.above {
        Some(_) => write!(f, "{what} for {at}"),
        None => f.write_str(what),
    }
}
