//! What people have begun to write: kept for them alone, on all their devices.

mod change;
mod list;

pub(crate) use change::checked;
pub use change::{draft_delete, draft_save};
pub(crate) use list::add_files;
pub use list::draft_list;

use roost_model::errors::draft as errors;

use crate::{AppError, Ctx};

/// 501 where drafts are not kept on the server.
fn require_on(ctx: &Ctx) -> Result<(), AppError> {
    if ctx.config().service.allow_synced_drafts { Ok(()) } else { Err(errors::OFF.into()) }
}
