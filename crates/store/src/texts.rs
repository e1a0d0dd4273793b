//! JSON objects of texts, read without a tree of values in between: lists have one in every row.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The texts of an object. Values of other types are left out, and what is no object has none.
#[derive(Debug, Default, PartialEq)]
pub struct Texts(pub BTreeMap<String, String>);

/// A text, or `None` for anything else.
struct Text(Option<String>);

/// What has neither texts nor parts.
macro_rules! nothing {
    ($($name:ident: $kind:ty),*) => {
        $(fn $name<E>(self, _: $kind) -> Result<Self::Value, E> { Ok(Self::Value::NOTHING) })*
        fn visit_unit<E>(self) -> Result<Self::Value, E> { Ok(Self::Value::NOTHING) }
        fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
            while parts.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Self::Value::NOTHING)
        }
        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result { out.write_str("JSON") }
    };
}

impl Texts {
    const NOTHING: Self = Self(BTreeMap::new());
}

impl Text {
    const NOTHING: Self = Self(None);
}

struct OfTexts;

impl<'de> Visitor<'de> for OfTexts {
    type Value = Texts;

    nothing!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Texts, A::Error> {
        let mut texts = BTreeMap::new();
        while let Some((key, value)) = entries.next_entry::<String, Text>()? {
            if let Text(Some(text)) = value {
                texts.insert(key, text);
            }
        }
        Ok(Texts(texts))
    }
}

struct OfText;

impl<'de> Visitor<'de> for OfText {
    type Value = Text;

    nothing!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(Text(Some(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Text, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Text::NOTHING)
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OfTexts)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(OfText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_texts_of_objects_are_kept() {
        let some = r#"{"a": "x", "b": 1, "c": null, "d": ["y"], "e": {"f": "z"}, "g": -1.5, "h": true, "i": "\u00fc"}"#;
        let texts: Texts = serde_json::from_str(some).unwrap();
        let expected = [("a", "x"), ("i", "ü")].map(|(key, text)| (key.to_owned(), text.to_owned()));
        assert_eq!(texts, Texts(BTreeMap::from(expected)));
        for other in ["null", "1", "-1", "1.5", "true", "\"a\"", "[\"a\", {}]", "{}"] {
            assert_eq!(serde_json::from_str::<Texts>(other).unwrap(), Texts::default(), "{other}");
        }
    }
}
