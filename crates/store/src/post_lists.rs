//! Lists of posts.

use roost_model::Id;
use roost_model::post::Post;

use crate::posts::post_from;
use crate::{Db, StoreError};

crate::statements! {
    PAGE = "posts/page";
}

/// One page of a channel, newest first.
pub async fn post_page(db: &Db, channel: Id, limit: i64, offset: i64) -> Result<Vec<Post>, StoreError> {
    Ok(db.query(PAGE, &[&channel.as_str(), &limit, &offset]).await?.iter().map(|row| post_from(row, 0)).collect())
}
