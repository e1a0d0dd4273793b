//! Fields that a server adds to profiles, and their values.

use roost_model::Id;
use roost_model::profile_attribute::{Field, FieldType, GROUP_NAME, Values};
use serde_json::{Value, json};
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    COUNT = "profile_attributes/count";
    DELETE = "profile_attributes/delete";
    GET = "profile_attributes/get";
    GROUP = "profile_attributes/group";
    GROUP_INSERT = "profile_attributes/group_insert";
    INSERT = "profile_attributes/insert";
    LIST = "profile_attributes/list";
    LOCK = "profile_attributes/lock";
    LOCK_GROUP = "profile_attributes/lock_group";
    UPDATE = "profile_attributes/update";
    VALUES_DELETE = "profile_attributes/values_delete";
    VALUES_OF = "profile_attributes/values_of";
    VALUE_SAVE = "profile_attributes/value_save";
}

fn field_from(row: &Row) -> Field {
    Field {
        id: row.id(0),
        group_id: row.id(1),
        name: row.text(2),
        field_type: FieldType::parse(&row.text(3)).unwrap_or(FieldType::Text),
        target_id: row.text(4),
        target_type: row.text(5),
        create_at: row.int(6),
        update_at: row.int(7),
        delete_at: row.int(8),
        attrs: roost_model::wire::from_value(row.json(9)).unwrap_or_default(),
    }
}

/// The group of these fields, once there is one.
pub async fn attribute_group(db: &Db) -> Result<Option<Id>, StoreError> {
    Ok(db.query_opt(GROUP, &[&GROUP_NAME]).await?.map(|row| row.id(0)))
}

/// Makes the group of these fields, with this id unless there is one.
pub fn attribute_group_insert_in_tx(tx: &mut Tx, id: Id) {
    tx.queue(GROUP_INSERT, Rows::Any, crate::params![id.to_string(), GROUP_NAME.to_owned()]);
}

/// The live fields, the oldest first.
pub async fn attribute_list(db: &Db) -> Result<Vec<Field>, StoreError> {
    Ok(db.query(LIST, &[&GROUP_NAME]).await?.iter().map(field_from).collect())
}

/// A field, deleted ones too.
pub async fn attribute_get(db: &Db, id: Id) -> Result<Option<Field>, StoreError> {
    Ok(db.query_opt(GET, &[&GROUP_NAME, &id.as_str()]).await?.as_ref().map(field_from))
}

/// As [`attribute_get`], held until the transaction ends.
pub async fn attribute_lock_in_tx(tx: &mut Tx, id: Id) -> Result<Option<Field>, StoreError> {
    Ok(tx.query_opt(LOCK, &[&GROUP_NAME, &id.as_str()]).await?.as_ref().map(field_from))
}

/// How many live fields there are. Nobody adds another until the transaction ends.
pub async fn attribute_count_in_tx(tx: &mut Tx, group: Id) -> Result<usize, StoreError> {
    let id = group.as_str();
    // Two statements: the second sees what was added while the first waited.
    let answers = tx.query_many(&[(LOCK_GROUP, &[&id]), (COUNT, &[&id])]).await?;
    let count = answers.last().and_then(|rows| rows.first()).map_or(0, |row| row.int(0));
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

pub fn attribute_insert_in_tx(tx: &mut Tx, field: &Field) {
    let params = crate::params![
        field.id.to_string(),
        field.group_id.to_string(),
        field.name.clone(),
        field.field_type.name(),
        json!(field.attrs),
        field.create_at
    ];
    tx.queue(INSERT, Rows::One, params);
}

pub fn attribute_update_in_tx(tx: &mut Tx, field: &Field) {
    let params = crate::params![
        field.id.to_string(),
        field.name.clone(),
        field.field_type.name(),
        json!(field.attrs),
        field.update_at
    ];
    tx.queue(UPDATE, Rows::One, params);
}

/// Marks a field as deleted.
pub fn attribute_delete_in_tx(tx: &mut Tx, id: Id, now_ms: i64) {
    tx.queue(DELETE, Rows::One, crate::params![id.to_string(), now_ms]);
}

/// Takes everybody's values of a field away.
pub fn attribute_values_delete_in_tx(tx: &mut Tx, field: &Field, now_ms: i64) {
    tx.queue(VALUES_DELETE, Rows::Any, crate::params![field.group_id.to_string(), field.id.to_string(), now_ms]);
}

/// The values of somebody.
pub async fn attribute_values(db: &Db, user: Id) -> Result<Values, StoreError> {
    let rows = db.query(VALUES_OF, &[&GROUP_NAME, &user.as_str()]).await?;
    Ok(rows.iter().map(|row| (row.id(0), row.json(1))).collect())
}

/// Writes a value of somebody; `id` is that of the row if it is new.
pub fn attribute_value_save_in_tx(tx: &mut Tx, id: Id, user: Id, field: &Field, value: &Value, now_ms: i64) {
    let params = crate::params![
        id.to_string(),
        user.to_string(),
        field.group_id.to_string(),
        field.id.to_string(),
        value.clone(),
        now_ms
    ];
    tx.queue(VALUE_SAVE, Rows::One, params);
}
