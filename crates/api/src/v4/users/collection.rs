//! `/users`: the collection.

use roost_app::users::user_create;
use roost_model::user::UserDraft;

use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/users" => create;
}

async fn create(mut call: Call) -> Answer {
    let draft: UserDraft = call.json("user").await?;
    Reply::created(&user_create(&call.ctx, draft).await?)
}
