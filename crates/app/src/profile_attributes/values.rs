//! The values: everybody writes their own.

use std::collections::BTreeMap;

use roost_model::Id;
use roost_model::errors::profile_attribute as errors;
use roost_model::permission::Permission;
use roost_model::profile_attribute::{Field, Values};
use roost_model::ws::event;
use roost_model::ws::profile_attribute::ValuesUpdated;
use roost_realtime::{Audience, Event};
use roost_store::profile_attributes as store;
use serde_json::Value;

use crate::text::email::is_email;
use crate::users::access::{require_can_see, require_self_or_edit};
use crate::{AppError, Ctx, Record};

/// The values of somebody whom the session may see.
pub async fn attribute_values(ctx: &Ctx, user: Id) -> Result<Values, AppError> {
    require_can_see(ctx, user).await?;
    Ok(store::attribute_values(ctx.db(), user).await?)
}

/// 403 for whoever may not write somebody's values.
pub fn require_values(ctx: &Ctx, user: Id) -> Result<(), AppError> {
    require_self_or_edit(ctx, user)
}

/// Writes some of somebody's values, all or none, and returns them as they are stored.
pub async fn attribute_values_patch(ctx: &Ctx, user: Id, patch: BTreeMap<String, Value>) -> Result<Values, AppError> {
    require_values(ctx, user)?;
    if patch.is_empty() {
        return Ok(Values::new());
    }
    let fields = store::attribute_list(ctx.db()).await?;
    let mut values = Values::new();
    let mut tx = ctx.db().begin().await?;
    for (id, value) in patch {
        let field = fields.iter().find(|field| field.id.as_str() == id).ok_or(errors::NOT_FOUND)?;
        require_writable(ctx, field)?;
        let value = field.checked(value, is_email)?;
        store::attribute_value_save_in_tx(&mut tx, ctx.new_id(), user, field, &value, ctx.now_ms());
        values.insert(field.id, value);
    }
    let mut record = Record::new();
    let data = ValuesUpdated { user_id: user, values: &values };
    record.event(Event::new(event::CUSTOM_PROFILE_ATTRIBUTES_VALUES_UPDATED, &data, Audience::everyone()));
    ctx.commit(tx, record).await?;
    Ok(values)
}

fn require_writable(ctx: &Ctx, field: &Field) -> Result<(), AppError> {
    if !field.attrs.ldap.is_empty() || !field.attrs.saml.is_empty() {
        return Err(errors::IS_SYNCED.into());
    }
    let by_admin = field.attrs.managed == "admin";
    if by_admin && !ctx.can(Permission::ManageSystem) { Err(errors::IS_MANAGED.into()) } else { Ok(()) }
}
