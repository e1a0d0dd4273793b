//! Bots with the names of their accounts.

use roost_model::Id;
use roost_model::bot::Bot;
use tokio_postgres::Row;

use crate::channel_lists::Page;
use crate::query::Query;
use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    DELETE = "bots/delete";
    GET = "bots/get";
    INSERT = "bots/insert";
    LOCK = "bots/lock";
    UPDATE = "bots/update";
}

fn bot_from(row: &Row) -> Bot {
    Bot {
        user_id: row.id(0),
        username: row.text(1),
        display_name: row.text(2),
        description: row.text(3),
        owner_id: row.text(4),
        last_icon_update: row.int(5),
        create_at: row.int(6),
        update_at: row.int(7),
        delete_at: row.int(8),
    }
}

/// Which bots a list includes.
#[derive(Clone, Copy, Debug, Default)]
pub struct BotFilter {
    /// Only those of this owner.
    pub owner: Option<Id>,
    /// Also those that are switched off.
    pub include_deleted: bool,
    /// Only those whose owner is deactivated.
    pub only_orphaned: bool,
}

fn list_query(filter: &BotFilter, page: Page) -> Query {
    let mut query = Query::new(
        "select b.userid, u.username, u.firstname, b.description, b.ownerid, b.lasticonupdate, b.createat, b.updateat, \
         b.deleteat from bots b join users u on u.id = b.userid",
    );
    if filter.only_orphaned {
        query.text("join users o on o.id = b.ownerid and o.deleteat <> 0");
    }
    query.text("where true");
    if let Some(owner) = filter.owner {
        query.with("and b.ownerid = ?", owner.to_string());
    }
    if !filter.include_deleted {
        query.text("and b.deleteat = 0");
    }
    query.text("order by b.createat, u.username").with("limit ?", page.limit).with("offset ?", page.offset);
    query
}

/// One bot, switched off or not.
pub async fn bot_get(db: &Db, id: Id) -> Result<Option<Bot>, StoreError> {
    Ok(db.query_opt(GET, &[&id.as_str()]).await?.as_ref().map(bot_from))
}

/// One page of the bots that pass, the oldest first. A scan of bots, which are few.
pub async fn bot_page(db: &Db, filter: &BotFilter, page: Page) -> Result<Vec<Bot>, StoreError> {
    Ok(list_query(filter, page).run(db).await?.iter().map(bot_from).collect())
}

/// The bot, held with its account until the transaction ends.
pub async fn bot_lock_in_tx(tx: &mut Tx, id: Id) -> Result<Option<Bot>, StoreError> {
    Ok(tx.query_opt(LOCK, &[&id.as_str()]).await?.as_ref().map(bot_from))
}

/// Makes an account that of a bot. Conflict: `bots_pkey`.
pub fn bot_insert_in_tx(tx: &mut Tx, bot: &Bot) {
    tx.queue(
        INSERT,
        Rows::One,
        crate::params![bot.user_id.to_string(), bot.description.clone(), bot.owner_id.clone(), bot.create_at],
    );
}

/// Writes description, owner and time of change.
pub fn bot_update_in_tx(tx: &mut Tx, bot: &Bot) {
    tx.queue(
        UPDATE,
        Rows::One,
        crate::params![bot.user_id.to_string(), bot.description.clone(), bot.owner_id.clone(), bot.update_at],
    );
}

/// The account is that of a person from now on.
pub fn bot_delete_in_tx(tx: &mut Tx, id: Id) {
    tx.queue(DELETE, Rows::One, crate::params![id.to_string()]);
}

/// Every shape of the list, for the test that prepares them.
pub(crate) fn shapes() -> Vec<Query> {
    let mut all = Vec::new();
    for owner in [None, Some(Id::EMPTY)] {
        for include_deleted in [false, true] {
            for only_orphaned in [false, true] {
                let filter = BotFilter { owner, include_deleted, only_orphaned };
                all.push(list_query(&filter, Page { limit: 1, offset: 0 }));
            }
        }
    }
    all
}
