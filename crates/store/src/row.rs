//! Reading columns.

use std::collections::BTreeMap;

use roost_model::Id;
use serde_json::Value;
use tokio_postgres::Row;
use tokio_postgres::types::Json;

use crate::texts::Texts;

/// Columns as the model's types. A column of another type is a fault of the statement, found by the prepare test.
pub trait RowExt {
    /// A 26-character id; NULL, empty and malformed read as the empty id.
    fn id(&self, index: usize) -> Id;
    /// Text; NULL reads as empty.
    fn text(&self, index: usize) -> String;
    /// `bigint`; NULL reads as 0.
    fn int(&self, index: usize) -> i64;
    /// `integer`; NULL reads as 0.
    fn int4(&self, index: usize) -> i32;
    /// An id that is `null` on the wire when the column is NULL, and `""` when it is empty.
    fn optional_id(&self, index: usize) -> Option<Id>;
    /// A JSON object of strings; values of other types and NULL are left out.
    fn string_map(&self, index: usize) -> BTreeMap<String, String>;
    /// NULL reads as false.
    fn flag(&self, index: usize) -> bool;
    /// `json`/`jsonb`; NULL reads as JSON null.
    fn json(&self, index: usize) -> Value;
}

impl RowExt for Row {
    fn id(&self, index: usize) -> Id {
        self.get::<_, Option<&str>>(index).map_or(Id::EMPTY, Id::parse_or_empty)
    }

    fn text(&self, index: usize) -> String {
        self.get::<_, Option<&str>>(index).unwrap_or_default().to_owned()
    }

    fn int(&self, index: usize) -> i64 {
        self.get::<_, Option<i64>>(index).unwrap_or_default()
    }

    fn int4(&self, index: usize) -> i32 {
        self.get::<_, Option<i32>>(index).unwrap_or_default()
    }

    fn optional_id(&self, index: usize) -> Option<Id> {
        self.get::<_, Option<&str>>(index).map(Id::parse_or_empty)
    }

    fn string_map(&self, index: usize) -> BTreeMap<String, String> {
        self.get::<_, Option<Json<Texts>>>(index).map(|Json(Texts(texts))| texts).unwrap_or_default()
    }

    fn flag(&self, index: usize) -> bool {
        self.get::<_, Option<bool>>(index).unwrap_or_default()
    }

    fn json(&self, index: usize) -> Value {
        self.get::<_, Option<Value>>(index).unwrap_or_default()
    }
}

/// Ids as a `text[]` parameter for `= any($1)`.
pub fn id_list(ids: &[Id]) -> Vec<&str> {
    ids.iter().map(Id::as_str).collect()
}
