//! What an address in a message leads to, as messages show it and as the database keeps it.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::post::PostImage;

/// Longest address that is kept, in characters: what the column holds.
pub const LINK_LEN_MAX: usize = 2048;

const HOUR_MS: i64 = 3_600_000;

/// What a page says about itself by the Open Graph protocol. Parts that previews do not show are always empty, but stand
/// there: clients and databases know them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpenGraph {
    #[serde(rename = "type")]
    pub kind: String,
    pub url: String,
    pub title: String,
    pub description: String,
    pub determiner: String,
    pub site_name: String,
    pub locale: String,
    pub locales_alternate: Option<Value>,
    #[serde(deserialize_with = "list_or_null", serialize_with = "null_if_empty")]
    pub images: Vec<OpenGraphImage>,
    pub audios: Option<Value>,
    pub videos: Option<Value>,
}

/// A picture that a page names. Sides are in pixels as the page says, 0 where it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpenGraphImage {
    pub url: String,
    pub secure_url: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub width: u64,
    pub height: u64,
}

impl OpenGraphImage {
    /// The address that clients show.
    pub fn shown(&self) -> &str {
        if self.secure_url.is_empty() { &self.url } else { &self.secure_url }
    }
}

fn list_or_null<'de, D: Deserializer<'de>>(list: D) -> Result<Vec<OpenGraphImage>, D::Error> {
    Ok(Option::<Vec<OpenGraphImage>>::deserialize(list)?.unwrap_or_default())
}

fn null_if_empty<S: serde::Serializer>(images: &[OpenGraphImage], to: S) -> Result<S::Ok, S::Error> {
    (!images.is_empty()).then_some(images).serialize(to)
}

/// What an address leads to.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Linked {
    /// Nothing that could be shown, or nothing that could be had.
    #[default]
    Nothing,
    Image(PostImage),
    Page(Box<OpenGraph>),
}

impl Linked {
    /// Type and data of a row.
    pub fn to_row(&self) -> (&'static str, Value) {
        let (kind, data) = match self {
            Self::Nothing => ("none", Ok(Value::Null)),
            Self::Image(image) => ("image", serde_json::to_value(image)),
            Self::Page(page) => ("opengraph", serde_json::to_value(page)),
        };
        (kind, data.expect("both are structs of texts and numbers"))
    }

    /// Nothing where the data is not what the type promises.
    pub fn from_row(kind: &str, data: Value) -> Self {
        match kind {
            "image" => serde_json::from_value(data).map(Self::Image).unwrap_or_default(),
            "opengraph" => serde_json::from_value(data).map(Self::Page).unwrap_or_default(),
            _ => Self::Nothing,
        }
    }
}

/// Start of the hour that a moment is in, both Unix milliseconds.
pub fn hour_of(ms: i64) -> i64 {
    ms - ms.rem_euclid(HOUR_MS)
}

/// The key of a row: 32-bit FNV-1 over the hour, little-endian, and the address.
pub fn link_hash(url: &str, hour_ms: i64) -> i64 {
    const BASIS: u32 = 0x811c_9dc5;
    const PRIME: u32 = 0x0100_0193;
    let bytes = hour_ms.to_le_bytes().into_iter().chain(url.bytes());
    i64::from(bytes.fold(BASIS, |hash, byte| hash.wrapping_mul(PRIME) ^ u32::from(byte)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn hashes_are_those_of_the_original() {
        // Computed by another program, with integers of any size.
        assert_eq!(link_hash("", 0), 0x9be1_7165);
        assert_eq!(link_hash("http://example.com", 1_546_300_800_000), 206_444_970);
    }

    #[test]
    fn hours() {
        for (ms, hour) in [(0, 0), (3_599_999, 0), (3_600_000, 3_600_000), (7_300_000, 7_200_000)] {
            assert_eq!(hour_of(ms), hour, "{ms}");
        }
    }

    #[test]
    fn rows_hold_what_they_held() {
        let page = json!({
            "type": "", "url": "http://a", "title": "A", "description": "", "determiner": "", "site_name": "",
            "locale": "", "locales_alternate": null, "images": null, "audios": null, "videos": null,
        });
        let mut pictured = page.clone();
        pictured["images"] = json!([{"url": "http://a/b", "secure_url": "", "type": "", "width": 1, "height": 2}]);
        let image = json!({"width": 1, "height": 2, "format": "gif", "frame_count": 3});
        for (kind, data) in [("opengraph", page), ("opengraph", pictured), ("image", image), ("none", Value::Null)] {
            assert_eq!(Linked::from_row(kind, data.clone()).to_row(), (kind, data));
        }
        // What somebody else wrote there is no reason to fail.
        for (kind, data) in [("opengraph", json!(7)), ("image", json!("x")), ("bogus", json!({}))] {
            assert_eq!(Linked::from_row(kind, data), Linked::Nothing);
        }
    }
}
