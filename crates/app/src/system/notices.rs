//! Announcements about the product. The original fetches them from its maker; nobody sends any to this server.

use roost_model::errors::system as errors;
use roost_model::system::Notice;
use roost_store::systems::notices_viewed_in_tx;

use crate::{AppError, Ctx, Record};

/// Ids in one request at most, and their length.
const IDS_MAX: usize = 100;
const ID_LEN_MAX: usize = 26;

/// The announcements for a client of this kind.
pub fn notice_list(client: &str) -> Result<Vec<Notice>, AppError> {
    let known = ["web", "desktop", "mobile-ios", "mobile-android"].contains(&client);
    if known { Ok(Vec::new()) } else { Err(AppError::invalid_body("client")) }
}

/// The session's user has seen these.
pub async fn notices_viewed(ctx: &Ctx, mut ids: Vec<String>) -> Result<(), AppError> {
    if ids.len() > IDS_MAX || ids.iter().any(|id| id.is_empty() || id.len() > ID_LEN_MAX || id.contains('\0')) {
        return Err(errors::NOTICES_VIEWED.into());
    }
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(());
    }
    let mut tx = ctx.db().begin().await?;
    notices_viewed_in_tx(&mut tx, ctx.user_id(), ids, ctx.now_ms() / 1_000);
    ctx.commit(tx, Record::new()).await
}
