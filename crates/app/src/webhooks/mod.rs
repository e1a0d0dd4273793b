//! Webhooks: programs post, and are told of posts.

mod fire;
mod incoming;
mod outgoing;
mod trigger;

pub use fire::incoming_fire;
pub use incoming::{
    incoming_create, incoming_delete, incoming_get, incoming_list, incoming_list_counted, incoming_update,
};
pub use outgoing::{
    outgoing_create, outgoing_delete, outgoing_get, outgoing_list, outgoing_regen_token, outgoing_update,
};
use roost_model::ErrorId;
use roost_store::StoreError;
pub use trigger::hooks_trigger;

use crate::AppError;

/// What somebody else deleted meanwhile is not there.
fn gone(error: AppError, missing: &'static ErrorId) -> AppError {
    match error.store() {
        Some(StoreError::Gone) => missing.into(),
        _ => error,
    }
}
