//! `/users/{user_id}/preferences`.

use roost_app::preferences::{
    preference_get, preferences_delete, preferences_in_category, preferences_of, preferences_save, require_own,
};
use roost_model::preference::PreferenceDraft;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/users/{user_id}/preferences" => list;
    PUT "/api/v4/users/{user_id}/preferences" => save;
    POST "/api/v4/users/{user_id}/preferences/delete" => delete;
    GET "/api/v4/users/{user_id}/preferences/{category}" => in_category;
    GET "/api/v4/users/{user_id}/preferences/{category}/name/{preference_name}" => one;
}

async fn list(call: Call) -> Answer {
    Reply::json(&preferences_of(&call.ctx, call.id("user_id")?).await?)
}

async fn save(mut call: Call) -> Answer {
    let user = call.id("user_id")?;
    require_own(&call.ctx, user)?;
    let drafts: Vec<PreferenceDraft> = call.json("preferences").await?;
    preferences_save(&call.ctx, user, drafts).await?;
    Reply::ok()
}

async fn delete(mut call: Call) -> Answer {
    let user = call.id("user_id")?;
    require_own(&call.ctx, user)?;
    let drafts: Vec<PreferenceDraft> = call.json("preferences").await?;
    preferences_delete(&call.ctx, user, drafts).await?;
    Reply::ok()
}

async fn in_category(call: Call) -> Answer {
    let user = call.id("user_id")?;
    Reply::json(&preferences_in_category(&call.ctx, user, call.param("category")).await?)
}

async fn one(call: Call) -> Answer {
    let user = call.id("user_id")?;
    let (category, name) = (call.param("category"), call.param("preference_name"));
    Reply::json(&preference_get(&call.ctx, user, category, name).await?)
}
