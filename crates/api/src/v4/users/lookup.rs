//! Finding accounts: by lists of ids and names, by search, and while somebody types.

use roost_app::AppError;
use roost_app::users::{
    user_autocomplete, user_list_by_group_channels, user_list_by_ids, user_list_by_usernames, user_search,
    user_view_by_email, user_view_by_username,
};
use roost_model::errors::system;
use roost_model::user::UserSearch;
use roost_model::{Id, error as ids, wire};

use super::item::shown;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/users/ids" => by_ids;
    POST "/api/v4/users/usernames" => by_usernames;
    GET "/api/v4/users/username/{username}" => by_username;
    GET "/api/v4/users/email/{email}" => by_email;
    POST "/api/v4/users/search" => search;
    GET "/api/v4/users/autocomplete" => autocomplete;
    POST "/api/v4/users/group_channels" => group_channels;
}

/// A body that is a list of texts, which may not be empty.
async fn texts(call: &mut Call, name: &'static str) -> Result<Vec<String>, AppError> {
    let bytes = call.json_bytes().await?;
    let mut list: Vec<String> = wire::decode(&bytes).map_err(|e| AppError::new(system::PAYLOAD).because(e))?;
    list.sort_unstable();
    list.dedup();
    if list.is_empty() { Err(AppError::invalid_body(name)) } else { Ok(list) }
}

fn known_ids(texts: &[String]) -> Vec<Id> {
    texts.iter().filter_map(|text| Id::parse(text)).collect()
}

async fn by_ids(mut call: Call) -> Answer {
    let wanted = texts(&mut call, "user_ids").await?;
    let since = match call.query("since") {
        "" => 0,
        text => text.parse().map_err(|_| AppError::invalid_body("since"))?,
    };
    Reply::json(&user_list_by_ids(&call.ctx, &known_ids(&wanted), since).await?)
}

async fn by_usernames(mut call: Call) -> Answer {
    let names = texts(&mut call, "usernames").await?;
    Reply::json(&user_list_by_usernames(&call.ctx, &names).await?)
}

async fn by_username(call: Call) -> Answer {
    let name = call.param("username");
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')) {
        return Err(ids::NOT_FOUND.into());
    }
    let user = user_view_by_username(&call.ctx, name).await?;
    shown(&call, user)
}

async fn by_email(call: Call) -> Answer {
    let user = user_view_by_email(&call.ctx, call.param("email")).await?;
    shown(&call, user)
}

async fn search(mut call: Call) -> Answer {
    let request: UserSearch = call.json("props").await?;
    Reply::json(&user_search(&call.ctx, &request).await?)
}

async fn autocomplete(call: Call) -> Answer {
    let (name, limit) = (call.query("name"), call.query_int("limit"));
    Reply::json(&user_autocomplete(&call.ctx, name, call.query("in_team"), call.query("in_channel"), limit).await?)
}

async fn group_channels(mut call: Call) -> Answer {
    let wanted = texts(&mut call, "group_channel_ids").await?;
    Reply::json(&user_list_by_group_channels(&call.ctx, &known_ids(&wanted)).await?)
}
