//! What is unread in a channel from a post on.

use roost_model::Id;
use roost_model::post::Post;
use serde_json::Value;
use tokio_postgres::Row;

use crate::db::Reads;
use crate::row::{RowExt, id_list};
use crate::{Db, StoreError, Tx};

crate::statements! {
    CANDIDATES = "post_unread/candidates";
    DIRECT_COUNT = "post_unread/direct_count";
    OWN_THREADS = "post_unread/own_threads";
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

/// A post that may mention somebody.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub post: Post,
    pub urgent: bool,
}

/// What one user has to do with a thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnThread {
    pub root_id: Id,
    /// Wrote its first post.
    pub began: bool,
    /// When the user's first reply in it is from; `None`: there is none.
    pub wrote_at: Option<i64>,
}

/// Posts of others after a time, a page at a time so that memory stays flat: goes on from `from`, a time and an id, and
/// says where the next page begins; `None`: there is none.
pub async fn candidate_page(
    from_where: &mut impl Reads,
    among: Among,
    from: &(i64, String),
    user: Id,
) -> Result<(Vec<Candidate>, Option<(i64, String)>), StoreError> {
    let (statement, place) = match among {
        Among::Channel(id) => (CANDIDATES, id),
        Among::Thread(id) => (THREAD_CANDIDATES, id),
    };
    let rows =
        from_where.rows(statement, &[&place.as_str(), &from.0, &from.1, &user.as_str(), &CANDIDATES_LEN]).await?;
    let page: Vec<Candidate> = rows.iter().map(candidate_from).collect();
    let full = i64::try_from(page.len()).unwrap_or(0) >= CANDIDATES_LEN;
    let last = page.last().filter(|_| full).map(|last| (last.post.create_at, last.post.id.to_string()));
    Ok((page, last))
}

/// What a user has to do with these threads.
pub async fn own_threads(from_where: &mut impl Reads, roots: &[Id], user: Id) -> Result<Vec<OwnThread>, StoreError> {
    let rows = from_where.rows(OWN_THREADS, &[&id_list(roots), &user.as_str()]).await?;
    let own = |row: &Row| OwnThread { root_id: row.id(0), began: row.flag(1), wrote_at: row.get(2) };
    Ok(rows.iter().map(own).collect())
}

fn candidate_from(row: &Row) -> Candidate {
    let props = match row.json(6) {
        Value::Object(map) => map,
        _ => serde_json::Map::new(),
    };
    let post = Post {
        id: row.id(0),
        create_at: row.int(1),
        root_id: row.id(2),
        user_id: row.id(3),
        message: row.text(4),
        post_type: row.text(5),
        props,
        ..Post::default()
    };
    Candidate { post, urgent: row.text(7) == "urgent" }
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
