//! Burning what is over. Any number of nodes may do so at once: who takes the row of what a post says burns the post, in the
//! same transaction.

use std::sync::Arc;

use roost_model::Id;
use roost_store::{burning as store, post_lists};

use super::erase;
use crate::{App, AppError, Db, Record};

/// Burns the next post whose time is over. `false` when there is none that another node has not in hand.
pub async fn burn_next(app: &Arc<App>, db: &Db) -> Result<bool, AppError> {
    let mut tx = db.begin().await?;
    let Some(id) = store::secret_claim_in_tx(&mut tx, app.clock.now_ms()).await? else { return Ok(false) };
    if let Some(post) = post_lists::post_get(db, id).await? {
        erase(app, tx, &post, Id::EMPTY).await?;
    } else {
        store::secret_forget_in_tx(&mut tx, id);
        app.commit(tx, Record::new()).await?;
    }
    Ok(true)
}
