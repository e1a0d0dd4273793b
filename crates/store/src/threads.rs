//! Threads and who follows them.

use roost_model::Id;
use roost_model::post::Post;
use roost_model::user::User;
use tokio_postgres::Row;

use crate::db::Reads;
use crate::posts::{POST_COLUMNS, post_from};
use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{StoreError, Tx};

crate::statements! {
    COLLAPSING = "threads/collapsing";
    LOCK = "threads/lock";
    REPLY_ADDED = "threads/reply_added";
    STATE = "threads/state";
}

/// Somebody's place in a thread. Times are Unix milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Follower {
    pub user_id: Id,
    /// False for those who stopped following.
    pub following: bool,
    pub last_viewed: i64,
    pub unread_mentions: i64,
    pub unread_replies: i64,
}

/// A thread as a new reply finds it.
#[derive(Clone, Debug, Default)]
pub struct ThreadState {
    /// The first post; its `reply_count` is that of the thread.
    pub root: Post,
    pub last_reply_at: i64,
    pub participants: Vec<Id>,
    pub delete_at: i64,
    /// Of the first post; empty: none.
    pub priority: String,
    pub followers: Vec<Follower>,
}

/// Reads the columns of `threads/state.sql`.
pub(crate) fn state_from(row: &Row) -> ThreadState {
    let at = POST_COLUMNS;
    let users: Vec<String> = row.get::<_, Option<_>>(at + 4).unwrap_or_default();
    let following: Vec<Option<bool>> = row.get::<_, Option<_>>(at + 5).unwrap_or_default();
    let numbers = |at: usize| {
        row.get::<_, Option<Vec<Option<i64>>>>(at).unwrap_or_default().into_iter().map(Option::unwrap_or_default)
    };
    let places = users.iter().zip(following).zip(numbers(at + 6)).zip(numbers(at + 7)).zip(numbers(at + 8));
    let followers = places.map(|((((user, following), last_viewed), unread_mentions), unread_replies)| Follower {
        user_id: Id::parse_or_empty(user),
        following: following.unwrap_or_default(),
        last_viewed,
        unread_mentions,
        unread_replies,
    });
    ThreadState {
        root: post_from(row, 0),
        last_reply_at: row.int(at),
        participants: serde_json::from_value(row.json(at + 1)).unwrap_or_default(),
        delete_at: row.int(at + 2),
        priority: row.text(at + 3),
        followers: followers.collect(),
    }
}

/// Holds a thread until the transaction ends, also before it has a reply: see `threads/lock.sql`.
pub fn thread_lock_in_tx(tx: &mut Tx, root: Id) {
    tx.queue(LOCK, Rows::Any, crate::params![root.to_string()]);
}

/// Accounts by id inside a transaction.
pub async fn participant_list_in_tx(tx: &mut Tx, ids: &[Id]) -> Result<Vec<User>, StoreError> {
    let rows = tx.query(crate::users::GET, &[&id_list(ids)]).await?;
    Ok(rows.iter().map(|row| crate::users::user_from(row, 0)).collect())
}

/// Who of these users chose whether to collapse threads.
pub async fn collapsing_choices(from_where: &mut impl Reads, ids: &[Id]) -> Result<Vec<(Id, bool)>, StoreError> {
    Ok(from_where.rows(COLLAPSING, &[&id_list(ids)]).await?.iter().map(|row| (row.id(0), row.flag(1))).collect())
}

/// What a reply does to a user's place in the thread; who is not in it yet begins to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Follow {
    pub user_id: Id,
    /// Has read up to here, Unix milliseconds; 0: no further than before.
    pub viewed: i64,
    /// New mentions.
    pub mentions: i64,
}

/// Counts a reply and makes users follow.
pub fn thread_reply_added_in_tx(tx: &mut Tx, reply: &Post, team_id: Id, follows: &[Follow]) {
    let users: Vec<String> = follows.iter().map(|f| f.user_id.to_string()).collect();
    let viewed: Vec<i64> = follows.iter().map(|f| f.viewed).collect();
    let mentions: Vec<i64> = follows.iter().map(|f| f.mentions).collect();
    tx.queue(
        REPLY_ADDED,
        Rows::Any,
        crate::params![
            reply.root_id.to_string(),
            reply.create_at,
            reply.user_id.to_string(),
            reply.channel_id.to_string(),
            team_id.to_string(),
            users,
            viewed,
            mentions,
        ],
    );
}
