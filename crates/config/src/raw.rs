//! Keys this server does not know, kept byte for byte.

use serde_json::value::RawValue;

/// Unknown keys of one object in the order they came, each with its value as it was written.
#[derive(Clone, Default)]
pub struct Unknown(Vec<(String, Box<RawValue>)>);

impl Unknown {
    /// Takes a key up; a key that comes twice keeps its last value, as in every JSON reader.
    pub(crate) fn keep(&mut self, key: String, value: Box<RawValue>) {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, held)) => *held = value,
            None => self.0.push((key, value)),
        }
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), &**value))
    }
}

impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        let text = |(key, value): &(String, Box<RawValue>)| (key.clone(), value.get().to_owned());
        self.0.iter().map(text).eq(other.0.iter().map(text))
    }
}
