//! Webhooks.

use roost_model::Id;
use roost_model::webhook::{IncomingWebhook, OutgoingWebhook};
use roost_model::ws::json_text;
use tokio_postgres::Row;

use crate::channel_lists::Page;
use crate::query::Query;
use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    INCOMING_DELETE = "webhooks/incoming_delete";
    INCOMING_GET = "webhooks/incoming_get";
    INCOMING_INSERT = "webhooks/incoming_insert";
    INCOMING_UPDATE = "webhooks/incoming_update";
    OUTGOING_DELETE = "webhooks/outgoing_delete";
    OUTGOING_GET = "webhooks/outgoing_get";
    OUTGOING_INSERT = "webhooks/outgoing_insert";
    OUTGOING_LOCK_TEAM = "webhooks/outgoing_lock_team";
    OUTGOING_OF_TEAM = "webhooks/outgoing_of_team";
    OUTGOING_UPDATE = "webhooks/outgoing_update";
}

fn incoming_from(row: &Row) -> IncomingWebhook {
    IncomingWebhook {
        id: row.id(0),
        create_at: row.int(1),
        update_at: row.int(2),
        delete_at: row.int(3),
        user_id: row.id(4),
        channel_id: row.id(5),
        team_id: row.id(6),
        display_name: row.text(7),
        description: row.text(8),
        username: row.text(9),
        icon_url: row.text(10),
        channel_locked: row.flag(11),
    }
}

fn outgoing_from(row: &Row) -> OutgoingWebhook {
    let list = |index| serde_json::from_str(&row.text(index)).unwrap_or_default();
    OutgoingWebhook {
        id: row.id(0),
        token: row.text(1),
        create_at: row.int(2),
        update_at: row.int(3),
        delete_at: row.int(4),
        creator_id: row.id(5),
        channel_id: row.id(6),
        team_id: row.id(7),
        trigger_words: list(8),
        trigger_when: row.int4(9).into(),
        callback_urls: list(10),
        display_name: row.text(11),
        description: row.text(12),
        content_type: row.text(13),
        username: row.text(14),
        icon_url: row.text(15),
    }
}

/// Which webhooks a list includes.
#[derive(Clone, Copy, Debug, Default)]
pub struct HookFilter {
    pub team: Option<Id>,
    pub channel: Option<Id>,
    /// Only those that this user made.
    pub creator: Option<Id>,
}

impl HookFilter {
    fn add(&self, query: &mut Query, creator: &'static str) {
        query.text("where deleteat = 0");
        for (text, id) in [("and teamid = ?", self.team), ("and channelid = ?", self.channel), (creator, self.creator)]
        {
            if let Some(id) = id {
                query.with(text, id.to_string());
            }
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        let some = |set: bool| set.then_some(Id::EMPTY);
        (0..8).map(move |n| Self { team: some(n & 1 > 0), channel: some(n & 2 > 0), creator: some(n & 4 > 0) })
    }
}

fn page_of(mut query: Query, page: Page) -> Query {
    query.text("order by createat, id").with("limit ?", page.limit).with("offset ?", page.offset);
    query
}

fn incoming_list_query(filter: &HookFilter, page: Page) -> Query {
    let mut query = Query::new(
        "select id, createat, updateat, deleteat, userid, channelid, teamid, displayname, description, username, \
         iconurl, channellocked from incomingwebhooks",
    );
    filter.add(&mut query, "and userid = ?");
    page_of(query, page)
}

fn incoming_count_query(filter: &HookFilter) -> Query {
    let mut query = Query::new("select count(*) from incomingwebhooks");
    filter.add(&mut query, "and userid = ?");
    query
}

fn outgoing_list_query(filter: &HookFilter, page: Page) -> Query {
    let mut query = Query::new(
        "select id, token, createat, updateat, deleteat, creatorid, channelid, teamid, triggerwords, triggerwhen, \
         callbackurls, displayname, description, contenttype, username, iconurl from outgoingwebhooks",
    );
    filter.add(&mut query, "and creatorid = ?");
    page_of(query, page)
}

/// A webhook that is not deleted.
pub async fn incoming_get(db: &Db, id: Id) -> Result<Option<IncomingWebhook>, StoreError> {
    Ok(db.query_opt(INCOMING_GET, &[&id.as_str()]).await?.as_ref().map(incoming_from))
}

/// One page, the oldest first.
pub async fn incoming_page(db: &Db, filter: &HookFilter, page: Page) -> Result<Vec<IncomingWebhook>, StoreError> {
    Ok(incoming_list_query(filter, page).run(db).await?.iter().map(incoming_from).collect())
}

pub async fn incoming_count(db: &Db, filter: &HookFilter) -> Result<i64, StoreError> {
    Ok(incoming_count_query(filter).run(db).await?.first().map_or(0, |row| row.int(0)))
}

pub fn incoming_insert_in_tx(tx: &mut Tx, hook: &IncomingWebhook) {
    tx.queue(
        INCOMING_INSERT,
        Rows::One,
        crate::params![
            hook.id.to_string(),
            hook.create_at,
            hook.user_id.to_string(),
            hook.channel_id.to_string(),
            hook.team_id.to_string(),
            hook.display_name.clone(),
            hook.description.clone(),
            hook.username.clone(),
            hook.icon_url.clone(),
            hook.channel_locked,
        ],
    );
}

/// [`StoreError::Gone`] when it was deleted meanwhile.
pub fn incoming_update_in_tx(tx: &mut Tx, hook: &IncomingWebhook) {
    tx.queue(
        INCOMING_UPDATE,
        Rows::One,
        crate::params![
            hook.id.to_string(),
            hook.update_at,
            hook.channel_id.to_string(),
            hook.display_name.clone(),
            hook.description.clone(),
            hook.username.clone(),
            hook.icon_url.clone(),
            hook.channel_locked,
        ],
    );
}

/// [`StoreError::Gone`] when it was deleted meanwhile.
pub fn incoming_delete_in_tx(tx: &mut Tx, id: Id, now_ms: i64) {
    tx.queue(INCOMING_DELETE, Rows::One, crate::params![id.to_string(), now_ms]);
}

/// A webhook that is not deleted.
pub async fn outgoing_get(db: &Db, id: Id) -> Result<Option<OutgoingWebhook>, StoreError> {
    Ok(db.query_opt(OUTGOING_GET, &[&id.as_str()]).await?.as_ref().map(outgoing_from))
}

/// One page, the oldest first.
pub async fn outgoing_page(db: &Db, filter: &HookFilter, page: Page) -> Result<Vec<OutgoingWebhook>, StoreError> {
    Ok(outgoing_list_query(filter, page).run(db).await?.iter().map(outgoing_from).collect())
}

/// All of a team.
pub async fn outgoing_of_team(db: &Db, team: Id) -> Result<Vec<OutgoingWebhook>, StoreError> {
    Ok(db.query(OUTGOING_OF_TEAM, &[&team.as_str()]).await?.iter().map(outgoing_from).collect())
}

/// All of a team, with everybody else who asks so waiting until this transaction ends.
pub async fn outgoing_of_team_locked_in_tx(tx: &mut Tx, team: Id) -> Result<Vec<OutgoingWebhook>, StoreError> {
    let team = team.as_str();
    let mut answers = tx.query_many(&[(OUTGOING_LOCK_TEAM, &[&team]), (OUTGOING_OF_TEAM, &[&team])]).await?;
    Ok(answers.pop().unwrap_or_default().iter().map(outgoing_from).collect())
}

pub fn outgoing_insert_in_tx(tx: &mut Tx, hook: &OutgoingWebhook) {
    tx.queue(
        OUTGOING_INSERT,
        Rows::One,
        crate::params![
            hook.id.to_string(),
            hook.token.clone(),
            hook.create_at,
            hook.creator_id.to_string(),
            hook.channel_id.to_string(),
            hook.team_id.to_string(),
            json_text(&hook.trigger_words),
            when(hook),
            json_text(&hook.callback_urls),
            hook.display_name.clone(),
            hook.description.clone(),
            hook.content_type.clone(),
            hook.username.clone(),
            hook.icon_url.clone(),
        ],
    );
}

fn when(hook: &OutgoingWebhook) -> i32 {
    i32::from(hook.trigger_when != 0)
}

/// [`StoreError::Gone`] when it was deleted meanwhile.
pub fn outgoing_update_in_tx(tx: &mut Tx, hook: &OutgoingWebhook) {
    tx.queue(
        OUTGOING_UPDATE,
        Rows::One,
        crate::params![
            hook.id.to_string(),
            hook.token.clone(),
            hook.update_at,
            hook.channel_id.to_string(),
            json_text(&hook.trigger_words),
            when(hook),
            json_text(&hook.callback_urls),
            hook.display_name.clone(),
            hook.description.clone(),
            hook.content_type.clone(),
            hook.username.clone(),
            hook.icon_url.clone(),
        ],
    );
}

/// [`StoreError::Gone`] when it was deleted meanwhile.
pub fn outgoing_delete_in_tx(tx: &mut Tx, id: Id, now_ms: i64) {
    tx.queue(OUTGOING_DELETE, Rows::One, crate::params![id.to_string(), now_ms]);
}

/// Every shape of the lists, for the test that prepares them.
pub(crate) fn shapes() -> Vec<Query> {
    let page = Page { limit: 1, offset: 0 };
    let of = |filter: HookFilter| {
        [incoming_list_query(&filter, page), incoming_count_query(&filter), outgoing_list_query(&filter, page)]
    };
    HookFilter::all().flat_map(of).collect()
}
