//! `/channels`, and the channels of teams and users.

mod collection;
mod facts;
mod item;
mod lists;
mod members;
mod of_team;
mod of_user;
mod place;

use roost_app::AppError;
use roost_app::channels::Page;
use roost_model::errors::system;
use roost_model::{Id, wire};

use crate::Call;
use crate::route::Built;

/// The operations below `/channels`, and those below teams and users that answer channels.
pub const ROUTES: &[&[Built]] = &[
    collection::ROUTES,
    facts::ROUTES,
    item::ROUTES,
    lists::ROUTES,
    members::ROUTES,
    of_team::ROUTES,
    of_user::ROUTES,
    place::ROUTES,
];

/// A body that is a list of texts.
pub(super) async fn texts(call: &mut Call) -> Result<Vec<String>, AppError> {
    let bytes = call.json_bytes().await?;
    wire::decode(&bytes).map_err(|e| AppError::new(system::PAYLOAD).because(e))
}

/// A body that is a list of ids, of which there must be one at least; `name` is what the error calls it.
pub(super) async fn ids(call: &mut Call, name: &'static str) -> Result<Vec<Id>, AppError> {
    let mut ids = Vec::new();
    for text in texts(call).await? {
        ids.push(Id::parse(&text).ok_or_else(|| AppError::invalid_body(name))?);
    }
    if ids.is_empty() { Err(AppError::invalid_body(name)) } else { Ok(ids) }
}

/// The users that a body asks after: what is no id names nobody, as an id that nobody has does.
pub(super) async fn users_asked(call: &mut Call) -> Result<Vec<Id>, AppError> {
    let texts = texts(call).await?;
    if texts.is_empty() {
        return Err(AppError::invalid_body("user_ids"));
    }
    Ok(texts.iter().filter_map(|text| Id::parse(text)).collect())
}

/// The page that the query names.
pub(crate) fn page(call: &Call) -> Page {
    Page { limit: call.per_page(), offset: call.page().saturating_mul(call.per_page()) }
}
