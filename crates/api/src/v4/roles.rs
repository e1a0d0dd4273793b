//! `/roles` and `/permissions`.

use roost_app::{AppError, roles};
use roost_model::errors::system as errors;
use roost_model::role::RolePatch;
use roost_model::wire;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/roles" => list;
    GET "/api/v4/roles/{role_id}" => get;
    GET "/api/v4/roles/name/{role_name}" => by_name;
    POST "/api/v4/roles/names" => by_names;
    PUT "/api/v4/roles/{role_id}/patch" => patch;
    POST "/api/v4/permissions/ancillary" => ancillary;
}

async fn list(call: Call) -> Answer {
    Reply::json(&roles::role_list(&call.ctx)?)
}

async fn get(call: Call) -> Answer {
    Reply::json(&roles::role_get(&call.ctx, call.id("role_id")?)?)
}

async fn by_name(call: Call) -> Answer {
    Reply::json(&roles::role_by_name(&call.ctx, call.param("role_name"))?)
}

async fn by_names(mut call: Call) -> Answer {
    let names = names(&mut call).await?;
    Reply::json(&roles::roles_by_names(&call.ctx, &names)?)
}

async fn patch(mut call: Call) -> Answer {
    let role = call.id("role_id")?;
    let patch: RolePatch = call.json("role").await?;
    Reply::json(&roles::role_patch(&call.ctx, role, patch).await?)
}

async fn ancillary(mut call: Call) -> Answer {
    let names = names(&mut call).await?;
    if names.is_empty() {
        return Err(errors::PAYLOAD.into());
    }
    Reply::json(&roles::permissions_with_ancillary(names))
}

/// A list of texts as the whole body.
async fn names(call: &mut Call) -> Result<Vec<String>, AppError> {
    let body = call.json_bytes().await?;
    wire::decode(&body).map_err(|error| AppError::new(errors::PAYLOAD).because(error))
}
