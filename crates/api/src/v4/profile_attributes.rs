//! `/custom_profile_attributes`, and somebody's values.

use std::collections::BTreeMap;

use roost_app::profile_attributes::{
    attribute_create, attribute_delete, attribute_group, attribute_list, attribute_patch, attribute_values,
    attribute_values_patch, require_fields, require_values,
};
use roost_model::Id;
use roost_model::profile_attribute::FieldDraft;
use serde_json::Value;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/custom_profile_attributes/fields" => list;
    POST "/api/v4/custom_profile_attributes/fields" => create;
    PATCH "/api/v4/custom_profile_attributes/fields/{field_id}" => patch;
    DELETE "/api/v4/custom_profile_attributes/fields/{field_id}" => remove;
    GET "/api/v4/custom_profile_attributes/group" => group;
    PATCH "/api/v4/custom_profile_attributes/values" => patch_own;
    GET "/api/v4/users/{user_id}/custom_profile_attributes" => values;
    PATCH "/api/v4/users/{user_id}/custom_profile_attributes" => patch_values;
}

async fn list(call: Call) -> Answer {
    Reply::json(&attribute_list(&call.ctx).await?)
}

async fn create(mut call: Call) -> Answer {
    let draft: FieldDraft = call.json("property_field").await?;
    Reply::created(&attribute_create(&call.ctx, draft).await?)
}

async fn patch(mut call: Call) -> Answer {
    let id = call.id("field_id")?;
    require_fields(&call.ctx)?;
    let patch: FieldDraft = call.json("property_field_patch").await?;
    Reply::json(&attribute_patch(&call.ctx, id, patch).await?)
}

async fn remove(call: Call) -> Answer {
    attribute_delete(&call.ctx, call.id("field_id")?).await?;
    Reply::ok()
}

async fn group(call: Call) -> Answer {
    Reply::json(&attribute_group(&call.ctx).await?)
}

async fn patch_own(call: Call) -> Answer {
    let user = call.ctx.user_id();
    patch_of(call, user).await
}

async fn values(call: Call) -> Answer {
    Reply::json(&attribute_values(&call.ctx, call.id("user_id")?).await?)
}

async fn patch_values(call: Call) -> Answer {
    let user = call.id("user_id")?;
    patch_of(call, user).await
}

async fn patch_of(mut call: Call, user: Id) -> Answer {
    require_values(&call.ctx, user)?;
    let patch: BTreeMap<String, Value> = call.json("value").await?;
    Reply::json(&attribute_values_patch(&call.ctx, user, patch).await?)
}
