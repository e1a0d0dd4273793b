//! What is unread in a channel from a post on.

use roost_model::Id;
use roost_model::post::Post;
use serde_json::Value;
use tokio_postgres::Row;

use crate::db::Reads;
use crate::row::RowExt;
use crate::{Db, StoreError, Tx};

crate::statements! {
    CANDIDATES = "post_unread/candidates";
    DIRECT_COUNT = "post_unread/direct_count";
    LAST_VIEWED = "post_unread/last_viewed";
    SET = "post_unread/set";
    THREAD_CANDIDATES = "post_unread/thread_candidates";
}

/// Posts read at once while mentions are counted.
const CANDIDATES_LEN: i64 = 500;

/// How many mentions are unread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MentionCount {
    pub all: i64,
    /// Of those, in posts that are no replies.
    pub roots: i64,
    /// Of those, in urgent posts.
    pub urgent: i64,
}

/// A membership after [`channel_set_unread_in_tx`]. Times are Unix milliseconds; `msg_count` is what was read.
#[derive(Clone, Copy, Debug, Default)]
pub struct SetUnread {
    pub team_id: Id,
    pub msg_count: i64,
    pub msg_count_root: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub urgent_mention_count: i64,
    pub last_viewed_at: i64,
}

/// Until when the user has read the channel; `None`: no member.
pub async fn channel_last_viewed(db: &Db, channel: Id, user: Id) -> Result<Option<i64>, StoreError> {
    Ok(db.query_opt(LAST_VIEWED, &[&channel.as_str(), &user.as_str()]).await?.map(|row| row.int(0)))
}

/// Counts for a conversation of two, in which every post is a mention of the other.
pub async fn direct_count(db: &Db, channel: Id, after_ms: i64, user: Id) -> Result<MentionCount, StoreError> {
    let row = db.query_opt(DIRECT_COUNT, &[&channel.as_str(), &after_ms, &user.as_str()]).await?;
    Ok(row.map_or_else(MentionCount::default, |r| MentionCount { all: r.int(0), roots: r.int(1), urgent: r.int(2) }))
}

/// Where the posts are looked for.
#[derive(Clone, Copy, Debug)]
pub enum Among {
    Channel(Id),
    /// The replies of this first post.
    Thread(Id),
}

/// Counts posts of others after a time for which `mentions` holds. Reads a page at a time, so that memory stays flat.
pub async fn mention_count(
    from_where: &mut impl Reads,
    among: Among,
    after_ms: i64,
    user: Id,
    mut mentions: impl FnMut(&Post) -> bool,
) -> Result<MentionCount, StoreError> {
    let (statement, place) = match among {
        Among::Channel(id) => (CANDIDATES, id),
        Among::Thread(id) => (THREAD_CANDIDATES, id),
    };
    let mut count = MentionCount::default();
    // Ids are letters and digits: this is beyond all of them.
    let mut from = (after_ms, "~".to_owned());
    loop {
        let rows =
            from_where.rows(statement, &[&place.as_str(), &from.0, &from.1, &user.as_str(), &CANDIDATES_LEN]).await?;
        for row in &rows {
            let post = candidate_from(row);
            if mentions(&post) {
                count.all += 1;
                count.roots += i64::from(!post.is_reply());
                count.urgent += i64::from(row.text(7) == "urgent");
            }
            from = (post.create_at, post.id.to_string());
        }
        if i64::try_from(rows.len()).unwrap_or(0) < CANDIDATES_LEN {
            return Ok(count);
        }
    }
}

fn candidate_from(row: &Row) -> Post {
    let props = match row.json(6) {
        Value::Object(map) => map,
        _ => serde_json::Map::new(),
    };
    Post {
        id: row.id(0),
        create_at: row.int(1),
        root_id: row.id(2),
        user_id: row.id(3),
        message: row.text(4),
        post_type: row.text(5),
        props,
        ..Post::default()
    }
}

/// Makes everything after `viewed_ms` unread, without the uncounted types. `None`: no member.
pub async fn channel_set_unread_in_tx(
    tx: &mut Tx,
    channel: Id,
    user: Id,
    viewed_ms: i64,
    now_ms: i64,
    mentions: MentionCount,
    uncounted: &[&str],
) -> Result<Option<SetUnread>, StoreError> {
    let row = tx
        .query_opt(
            SET,
            &[
                &channel.as_str(),
                &user.as_str(),
                &viewed_ms,
                &now_ms,
                &mentions.all,
                &mentions.roots,
                &mentions.urgent,
                &uncounted,
            ],
        )
        .await?;
    Ok(row.map(|row| SetUnread {
        team_id: row.id(0),
        msg_count: row.int(1),
        msg_count_root: row.int(2),
        mention_count: row.int(3),
        mention_count_root: row.int(4),
        urgent_mention_count: row.int(5),
        last_viewed_at: row.int(6),
    }))
}
