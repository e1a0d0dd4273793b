//! JSON as the clients of the original write it.
//!
//! Its decoder is laxer than serde's, and bots rely on that: `null` means absent, a repeated key's last value wins, keys
//! match in any case when no exact one is there, bytes after the first value are ignored, and invalid UTF-8 becomes
//! U+FFFD, as does half of a surrogate pair (scripts that cut a text inside an emoji send that). [`decode`] reads any `Deserialize` type by these rules; a value of the wrong type stays an error.

use std::borrow::Cow;

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};
use serde_json::{Error, Map, Value};

/// Decodes the first JSON value in `bytes`. `null` reads as an empty object, list or string, whichever `T` starts with.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    T::deserialize(Lax(decode_value(bytes)?))
}

/// Decodes the first JSON value in `bytes` without a target type.
pub fn decode_value(bytes: &[u8]) -> Result<Value, Error> {
    let text: Cow<'_, str> = String::from_utf8_lossy(bytes);
    match first_value(&text) {
        Err(_) if text.contains("\\u") => first_value(&without_half_pairs(&text)),
        read => read,
    }
}

fn first_value(text: &str) -> Result<Value, Error> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    values.next().unwrap_or_else(|| Err(de::Error::custom("the body is empty")))
}

/// The text with each escape of half a surrogate pair replaced by that of U+FFFD.
fn without_half_pairs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.find('\\').and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        let whole = match unit(escape) {
            Some(0xd800..0xdc00) => match escape.get(6..).and_then(unit) {
                Some(0xdc00..0xe000) => 12,
                _ => 0,
            },
            Some(0xdc00..0xe000) => 0,
            Some(_) => 6,
            // Another escape: the backslash and what follows it, which may be one itself.
            None => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (kept, after) = escape.split_at(if whole == 0 { 6 } else { whole });
        out.push_str(if whole == 0 { "\\ufffd" } else { kept });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The UTF-16 unit of the `\uXXXX` with which the text begins.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

/// Reads an already parsed value by the same rules.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    T::deserialize(Lax(value))
}

struct Lax(Value);

impl<'de> de::Deserializer<'de> for Lax {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(list) => visit_list(list, visitor),
            Value::Object(map) => visitor.visit_map(Fields::new(map, &[])),
            other => other.into_deserializer().deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_map(Fields::new(Map::new(), fields)),
            Value::Object(map) => visitor.visit_map(Fields::new(map, fields)),
            other => Err(de::Error::invalid_type(unexpected(&other), &"an object")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_map(Fields::new(Map::new(), &[])),
            Value::Object(map) => visitor.visit_map(Fields::keep_nulls(map)),
            other => Err(de::Error::invalid_type(unexpected(&other), &"an object")),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visit_list(Vec::new(), visitor),
            Value::Array(list) => visit_list(list, visitor),
            other => Err(de::Error::invalid_type(unexpected(&other), &"a list")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_string(String::new()),
            Value::String(text) => visitor.visit_string(text),
            other => Err(de::Error::invalid_type(unexpected(&other), &"a string")),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_bool(false),
            other => other.into_deserializer().deserialize_bool(visitor),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_i64(0),
            other => other.into_deserializer().deserialize_i64(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.into_deserializer().deserialize_enum(name, variants, visitor)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
        ignored_any
    }
}

fn unexpected(value: &Value) -> de::Unexpected<'_> {
    match value {
        Value::Null => de::Unexpected::Unit,
        Value::Bool(b) => de::Unexpected::Bool(*b),
        Value::Number(n) => de::Unexpected::Float(n.as_f64().unwrap_or(f64::NAN)),
        Value::String(s) => de::Unexpected::Str(s),
        Value::Array(_) => de::Unexpected::Seq,
        Value::Object(_) => de::Unexpected::Map,
    }
}

fn visit_list<'de, V: Visitor<'de>>(list: Vec<Value>, visitor: V) -> Result<V::Value, Error> {
    visitor.visit_seq(Items(list.into_iter()))
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> de::SeqAccess<'de> for Items {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|value| seed.deserialize(Lax(value))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The entries of an object, keys already matched with the fields of the struct they go to.
struct Fields {
    entries: std::vec::IntoIter<(String, Value)>,
    value: Option<Value>,
}

impl Fields {
    fn new(map: Map<String, Value>, fields: &'static [&'static str]) -> Self {
        let mut entries: Vec<(String, Value)> = Vec::with_capacity(map.len());
        let mut loose = Vec::new();
        for (key, value) in map {
            if value.is_null() {
                continue;
            }
            if fields.is_empty() || fields.contains(&key.as_str()) {
                entries.push((key, value));
            } else if let Some(field) = fields.iter().find(|field| field.eq_ignore_ascii_case(&key)) {
                loose.push(((*field).to_owned(), value));
            }
        }
        for (key, value) in loose {
            if !entries.iter().any(|(name, _)| *name == key) {
                entries.push((key, value));
            }
        }
        Self { entries: entries.into_iter(), value: None }
    }

    fn keep_nulls(map: Map<String, Value>) -> Self {
        let entries: Vec<(String, Value)> = map.into_iter().collect();
        Self { entries: entries.into_iter(), value: None }
    }
}

impl<'de> de::MapAccess<'de> for Fields {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let value = self.value.take().ok_or_else(|| <Error as de::Error>::custom("a value without its key"))?;
        seed.deserialize(Lax(value))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, PartialEq, Debug, Default)]
    #[serde(default)]
    struct Draft {
        name: String,
        count: i64,
        on: bool,
        list: Vec<String>,
        maybe: Option<String>,
        map: BTreeMap<String, String>,
        any: Value,
    }

    fn read(text: &str) -> Draft {
        decode(text.as_bytes()).unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    #[test]
    fn half_a_surrogate_pair_becomes_the_replacement_character() {
        let read = |text: &str| decode_value(text.as_bytes()).ok().and_then(|v| v.as_str().map(ToOwned::to_owned));
        for (sent, expected) in [
            (r#""a\ud83d""#, Some("a\u{fffd}")),
            (r#""\ude00b""#, Some("\u{fffd}b")),
            (r#""\ud83d\ude00 \ud83d""#, Some("\u{1f600} \u{fffd}")),
            (r#""\ud83d\ud83d\ude00""#, Some("\u{fffd}\u{1f600}")),
            (r#""\\ud83d \ud83d""#, Some("\\ud83d \u{fffd}")),
            (r#""\ud83d\n\u00e9""#, Some("\u{fffd}\né")),
            (r#""\ud83d" and more"#, Some("\u{fffd}")),
            (r#""\ud83"#, None),
            (r#""\ud83d\"#, None),
            (r#""\ud83d\u12é""#, None),
        ] {
            assert_eq!(read(sent).as_deref(), expected, "{sent}");
        }
    }

    #[test]
    fn null_is_absent_everywhere() {
        assert_eq!(
            read(r#"{"name":null,"count":null,"on":null,"list":null,"maybe":null,"map":null}"#),
            Draft::default()
        );
        assert_eq!(read("null"), Draft::default());
        assert_eq!(read(r#"{"list":[null,"a"]}"#).list, ["", "a"]);
        assert_eq!(read(r#"{"map":{"a":null}}"#).map["a"], "");
    }

    #[test]
    fn keys_match_in_any_case_but_the_exact_one_wins() {
        assert_eq!(read(r#"{"NAME":"x"}"#).name, "x");
        assert_eq!(read(r#"{"name":"exact","Name":"other"}"#).name, "exact");
    }

    #[test]
    fn the_last_of_a_repeated_key_wins_and_trailing_bytes_are_ignored() {
        assert_eq!(read(r#"{"name":"a","name":"b"} trailing"#).name, "b");
    }

    #[test]
    fn invalid_utf8_is_replaced() {
        let draft: Draft = decode(b"{\"name\":\"a\xffb\"}").unwrap();
        assert_eq!(draft.name, "a\u{fffd}b");
    }

    #[test]
    fn wrong_types_truncation_and_depth_are_errors() {
        let deep = format!("{{\"any\":{}1{}}}", "[".repeat(5000), "]".repeat(5000));
        for bad in [r#"{"name":1}"#, r#"{"count":"1"}"#, r#"{"list":{}}"#, "[]", "{\"name", "", &deep] {
            assert!(decode::<Draft>(bad.as_bytes()).is_err(), "{bad:.40}");
        }
    }
}
