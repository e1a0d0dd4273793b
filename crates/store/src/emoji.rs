//! Custom emoji.

use roost_model::Id;
use roost_model::emoji::Emoji;
use tokio_postgres::Row;

use crate::channel_lists::Page;
use crate::query::prefix_pattern;
use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    BY_NAMES = "emoji/by_names";
    DELETE = "emoji/delete";
    GET = "emoji/get";
    INSERT = "emoji/insert";
    LIST = "emoji/list";
    LIST_BY_NAME = "emoji/list_by_name";
    SEARCH = "emoji/search";
}

fn emoji_from(row: &Row) -> Emoji {
    Emoji {
        id: row.id(0),
        create_at: row.int(1),
        update_at: row.int(2),
        delete_at: row.int(3),
        creator_id: row.id(4),
        name: row.text(5),
    }
}

/// One live emoji.
pub async fn emoji_get(db: &Db, id: Id) -> Result<Option<Emoji>, StoreError> {
    Ok(db.query_opt(GET, &[&id.as_str()]).await?.as_ref().map(emoji_from))
}

/// Live emoji with these names, by name; unknown names are left out.
pub async fn emoji_list_by_names(db: &Db, names: &[&str]) -> Result<Vec<Emoji>, StoreError> {
    Ok(db.query(BY_NAMES, &[&names]).await?.iter().map(emoji_from).collect())
}

/// One page of the live emoji, by name or in the order in which they were made.
pub async fn emoji_page(db: &Db, by_name: bool, page: Page) -> Result<Vec<Emoji>, StoreError> {
    let statement = if by_name { LIST_BY_NAME } else { LIST };
    Ok(db.query(statement, &[&page.limit, &page.offset]).await?.iter().map(emoji_from).collect())
}

/// Live emoji whose names begin with the term, or have it anywhere.
pub async fn emoji_search(db: &Db, term: &str, prefix_only: bool, limit: i64) -> Result<Vec<Emoji>, StoreError> {
    let pattern = format!("{}{}", if prefix_only { "" } else { "%" }, prefix_pattern(term));
    Ok(db.query(SEARCH, &[&pattern, &limit]).await?.iter().map(emoji_from).collect())
}

/// Adds an emoji. Conflict: `emoji_name_deleteat_key`.
pub fn emoji_insert_in_tx(tx: &mut Tx, emoji: &Emoji) {
    let params =
        crate::params![emoji.id.to_string(), emoji.create_at, emoji.creator_id.to_string(), emoji.name.clone()];
    tx.queue(INSERT, Rows::One, params);
}

/// Takes an emoji away; [`StoreError::Gone`] when somebody else did.
pub fn emoji_delete_in_tx(tx: &mut Tx, id: Id, now_ms: i64) {
    tx.queue(DELETE, Rows::One, crate::params![id.to_string(), now_ms]);
}
