//! The fields: everybody sees them, administrators change them.

use roost_model::Id;
use roost_model::errors::profile_attribute as errors;
use roost_model::permission::Permission;
use roost_model::profile_attribute::{FIELDS_MAX, Field, FieldDraft, FieldGroup, FieldType, field_name};
use roost_model::ws::event;
use roost_model::ws::profile_attribute::{FieldCreated, FieldDeleted, FieldUpdated};
use roost_realtime::{Audience, Event};
use roost_store::profile_attributes as store;

use crate::{AppError, Ctx, Record};

/// 403 for whoever may not change fields.
pub fn require_fields(ctx: &Ctx) -> Result<(), AppError> {
    ctx.require(Permission::ManageSystem)
}

/// The group of the fields. It is made when somebody first asks.
pub async fn attribute_group(ctx: &Ctx) -> Result<FieldGroup, AppError> {
    if let Some(id) = store::attribute_group(ctx.db()).await? {
        return Ok(FieldGroup { id });
    }
    let mut tx = ctx.db().begin().await?;
    store::attribute_group_insert_in_tx(&mut tx, ctx.new_id());
    ctx.commit(tx, Record::new()).await?;
    let made = store::attribute_group(ctx.db()).await?;
    made.map(|id| FieldGroup { id }).ok_or_else(|| AppError::internal("the group of fields is not there"))
}

/// The live fields, in the order in which profiles show them.
pub async fn attribute_list(ctx: &Ctx) -> Result<Vec<Field>, AppError> {
    let mut fields = store::attribute_list(ctx.db()).await?;
    let order = |field: &Field| field.attrs.sort_order.as_f64().unwrap_or_default();
    fields.sort_by(|a, b| order(a).total_cmp(&order(b)));
    Ok(fields)
}

fn known_type(name: &str) -> Result<FieldType, AppError> {
    FieldType::parse(name).ok_or_else(|| errors::FIELD.into())
}

/// Adds a field to all profiles.
pub async fn attribute_create(ctx: &Ctx, draft: FieldDraft) -> Result<Field, AppError> {
    require_fields(ctx)?;
    let name = field_name(&draft.name.unwrap_or_default())?;
    let field_type = known_type(&draft.field_type.unwrap_or_default())?;
    let attrs = draft.attrs.unwrap_or_default().completed(field_type, || ctx.new_id())?;
    let group = attribute_group(ctx).await?.id;
    let now_ms = ctx.now_ms();
    let field = Field {
        id: ctx.new_id(),
        group_id: group,
        name,
        field_type,
        target_id: String::new(),
        target_type: String::new(),
        create_at: now_ms,
        update_at: now_ms,
        delete_at: 0,
        attrs,
    };
    let mut tx = ctx.db().begin().await?;
    if store::attribute_count_in_tx(&mut tx, group).await? >= FIELDS_MAX {
        return Err(errors::LIMIT.into());
    }
    store::attribute_insert_in_tx(&mut tx, &field);
    let mut record = Record::new();
    let data = FieldCreated { field: &field };
    record.event(Event::new(event::CUSTOM_PROFILE_ATTRIBUTES_FIELD_CREATED, &data, Audience::everyone()));
    ctx.commit(tx, record).await.map_err(name_taken)?;
    Ok(field)
}

fn name_taken(error: AppError) -> AppError {
    if error.store().is_some_and(|store| store.is_conflict("idx_propertyfields_unique")) {
        return AppError::new(errors::FIELD).because(error);
    }
    error
}

/// Changes a field. With another type everybody's values of it are gone.
pub async fn attribute_patch(ctx: &Ctx, id: Id, patch: FieldDraft) -> Result<Field, AppError> {
    require_fields(ctx)?;
    let mut tx = ctx.db().begin().await?;
    let mut field = store::attribute_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    let type_before = field.field_type;
    if let Some(name) = &patch.name {
        field.name = field_name(name)?;
    }
    if let Some(name) = &patch.field_type {
        field.field_type = known_type(name)?;
    }
    field.attrs = patch.attrs.unwrap_or(field.attrs).completed(field.field_type, || ctx.new_id())?;
    field.update_at = ctx.now_ms().max(field.update_at + 1);
    let delete_values = field.field_type != type_before;
    store::attribute_update_in_tx(&mut tx, &field);
    if delete_values {
        store::attribute_values_delete_in_tx(&mut tx, &field, field.update_at);
    }
    let mut record = Record::new();
    let data = FieldUpdated { delete_values, field: &field };
    record.event(Event::new(event::CUSTOM_PROFILE_ATTRIBUTES_FIELD_UPDATED, &data, Audience::everyone()));
    ctx.commit(tx, record).await.map_err(name_taken)?;
    Ok(field)
}

/// Takes a field away from all profiles, with everybody's values.
pub async fn attribute_delete(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    require_fields(ctx)?;
    let mut tx = ctx.db().begin().await?;
    let field = store::attribute_lock_in_tx(&mut tx, id).await?.ok_or(errors::NOT_FOUND)?;
    store::attribute_delete_in_tx(&mut tx, id, ctx.now_ms());
    store::attribute_values_delete_in_tx(&mut tx, &field, ctx.now_ms());
    let mut record = Record::new();
    let data = FieldDeleted { field_id: id };
    record.event(Event::new(event::CUSTOM_PROFILE_ATTRIBUTES_FIELD_DELETED, &data, Audience::everyone()));
    ctx.commit(tx, record).await
}
