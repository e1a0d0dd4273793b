//! How far users have read in their channels.

use roost_model::Id;
use roost_model::channel::ChannelUnread;
use tokio_postgres::Row;

use crate::row::{RowExt, id_list};
use crate::{Db, StoreError, Tx};

crate::statements! {
    READ_THREADS = "channel_members/read_threads";
    UNREAD = "channel_members/unread";
    VIEW = "channel_members/view";
    VIEW_LOCK = "channel_members/view_lock";
}

/// One channel after it was viewed.
#[derive(Clone, Copy, Debug)]
pub struct Viewed {
    pub channel_id: Id,
    /// Up to which time it is read, Unix milliseconds.
    pub at: i64,
    /// Whether anything in it was unread.
    pub changed: bool,
    /// Whether it had unread mentions.
    pub mentions: bool,
}

/// Marks those of the channels that the user is in as read.
pub async fn channel_view_in_tx(tx: &mut Tx, user: Id, channels: &[Id]) -> Result<Vec<Viewed>, StoreError> {
    let (user, ids) = (user.as_str(), id_list(channels));
    let mut answers = tx.query_many(&[(VIEW_LOCK, &[&user, &ids]), (VIEW, &[&user, &ids])]).await?;
    let viewed =
        |row: &Row| Viewed { channel_id: row.id(0), at: row.int(1), changed: row.flag(2), mentions: row.flag(3) };
    Ok(answers.pop().unwrap_or_default().iter().map(viewed).collect())
}

/// Marks the threads as read that the user follows in these channels, and answers in how many there was anything unread.
pub async fn channel_threads_read_in_tx(
    tx: &mut Tx,
    user: Id,
    channels: &[Id],
    now_ms: i64,
) -> Result<u64, StoreError> {
    tx.execute(READ_THREADS, &[&user.as_str(), &id_list(channels), &now_ms]).await
}

/// What the user has not read, and the value of `mark_unread`; `None` when they are not in the channel.
pub async fn channel_unread(db: &Db, channel: Id, user: Id) -> Result<Option<(ChannelUnread, String)>, StoreError> {
    let row = db.query_opt(UNREAD, &[&channel.as_str(), &user.as_str()]).await?;
    Ok(row.map(|row| {
        let unread = ChannelUnread {
            team_id: row.id(0),
            channel_id: channel,
            msg_count: row.int(1),
            mention_count: row.int(2),
            mention_count_root: row.int(3),
            urgent_mention_count: row.int(4),
            msg_count_root: row.int(5),
        };
        (unread, row.text(6))
    }))
}
