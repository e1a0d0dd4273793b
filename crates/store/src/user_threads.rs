//! Threads as their followers see them.

use roost_model::Id;
use roost_model::post::Post;
use roost_model::thread::ThreadMembership;
use tokio_postgres::Row;

use crate::posts::{POST_COLUMNS, post_from};
use crate::query::Query;
use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    GET = "user_threads/get";
    MEMBERSHIP = "user_threads/membership";
    LOCK_UNREAD = "user_threads/lock_unread";
    PUT = "user_threads/put";
    READ_ALL = "user_threads/read_all";
    THREAD = "user_threads/exists";
}

/// A thread with the place of one user in it. Times are Unix milliseconds.
#[derive(Clone, Debug, Default)]
pub struct UserThread {
    /// The first post; its `reply_count` is that of the thread.
    pub root: Post,
    pub last_reply_at: i64,
    pub participants: Vec<Id>,
    pub delete_at: i64,
    pub is_urgent: bool,
    pub last_viewed: i64,
    pub unread_mentions: i64,
    pub unread_replies: i64,
}

/// Sums over the threads that a user follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThreadTotals {
    pub threads: i64,
    pub unread_threads: i64,
    pub unread_mentions: i64,
    pub unread_urgent_mentions: i64,
}

/// Which threads of a user.
#[derive(Clone, Copy, Debug, Default)]
pub struct Listing {
    pub user_id: Id,
    pub team_id: Id,
    /// Leaves out threads in direct and group channels.
    pub exclude_direct: bool,
    pub include_deleted: bool,
    pub unread_only: bool,
    /// Changed at this time or later, Unix milliseconds; 0: any.
    pub since_ms: i64,
    /// Older than this thread; empty: any.
    pub before: Id,
    /// Newer than this thread; empty: any.
    pub after: Id,
    pub limit: i64,
}

/// The replies that a follower has not read. Counted only for those who have read a part of the thread, from there on.
const UNREAD: &str = ", case when m.lastviewed >= t.lastreplyat then 0 when coalesce(m.lastviewed, 0) = 0 then t.replycount \
    else (select count(*) from posts q where q.rootid = t.postid and q.deleteat = 0 and q.createat > m.lastviewed) end";

const COLUMNS: &str = "select p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, \
    p.rootid, p.originalid, p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid, \
    coalesce(t.replycount, 0), t.lastreplyat, t.participants, coalesce(t.threaddeleteat, 0), \
    coalesce(r.priority = 'urgent', false), m.lastviewed, m.unreadmentions";

const FROM: &str = "from threadmemberships m join threads t on t.postid = m.postid join posts p on p.id = m.postid \
    left join postspriority r on r.postid = p.id \
    where exists (select 1 from channelmembers n where n.channelid = t.channelid and n.userid = m.userid)";

fn scope(query: &mut Query, of: &Listing) {
    query.with("and m.userid = ? and m.following", of.user_id.to_string());
    if of.exclude_direct {
        query.with("and t.threadteamid = ?", of.team_id.to_string());
    } else {
        query.with("and coalesce(t.threadteamid, '') in (?, '')", of.team_id.to_string());
    }
}

fn list(of: &Listing) -> Query {
    let mut query = Query::new(COLUMNS);
    query.text(UNREAD).text(FROM);
    scope(&mut query, of);
    if !of.include_deleted {
        query.text("and coalesce(t.threaddeleteat, 0) = 0");
    }
    if of.unread_only {
        query.text("and t.lastreplyat > coalesce(m.lastviewed, 0)");
    }
    if of.since_ms > 0 {
        query.with("and (m.lastupdated >= ? or t.lastreplyat >= ?)", of.since_ms);
    }
    if !of.before.is_empty() {
        query.with(
            "and (t.lastreplyat, t.postid) < (select b.lastreplyat, b.postid from threads b where b.postid = ?)",
            of.before.to_string(),
        );
    }
    if of.after.is_empty() {
        query.text("order by t.lastreplyat desc, t.postid desc");
    } else {
        query
            .with(
                "and (t.lastreplyat, t.postid) > (select a.lastreplyat, a.postid from threads a where a.postid = ?)",
                of.after.to_string(),
            )
            .text("order by t.lastreplyat, t.postid");
    }
    query.with("limit ?", of.limit);
    query
}

fn totals(of: &Listing) -> Query {
    let mut query = Query::new(
        "select count(*), count(*) filter (where t.lastreplyat > coalesce(m.lastviewed, 0)), \
        coalesce(sum(m.unreadmentions), 0)::bigint, \
        coalesce(sum(m.unreadmentions) filter (where r.priority = 'urgent'), 0)::bigint",
    );
    query.text(FROM);
    scope(&mut query, of);
    query.text("and coalesce(t.threaddeleteat, 0) = 0");
    query
}

fn thread_from(row: &Row) -> UserThread {
    let at = POST_COLUMNS;
    UserThread {
        root: post_from(row, 0),
        last_reply_at: row.int(at),
        participants: serde_json::from_value(row.json(at + 1)).unwrap_or_default(),
        delete_at: row.int(at + 2),
        is_urgent: row.flag(at + 3),
        last_viewed: row.int(at + 4),
        unread_mentions: row.int(at + 5),
        unread_replies: row.int(at + 6),
    }
}

/// A page of the threads that a user follows in a team, the newest reply first. Index idx_thread_memberships_user_id.
pub async fn user_thread_list(db: &Db, of: &Listing) -> Result<Vec<UserThread>, StoreError> {
    let mut threads: Vec<UserThread> = list(of).run(db).await?.iter().map(thread_from).collect();
    if !of.after.is_empty() {
        threads.reverse();
    }
    Ok(threads)
}

/// Sums over all threads that a user follows in a team, whatever the page. Index idx_thread_memberships_user_id.
pub async fn user_thread_totals(db: &Db, of: &Listing) -> Result<ThreadTotals, StoreError> {
    let rows = totals(of).run(db).await?;
    Ok(rows.first().map_or_else(ThreadTotals::default, |row| ThreadTotals {
        threads: row.int(0),
        unread_threads: row.int(1),
        unread_mentions: row.int(2),
        unread_urgent_mentions: row.int(3),
    }))
}

/// One thread with the place of a user in it, followed or not.
pub async fn user_thread_get(db: &Db, user: Id, thread: Id) -> Result<Option<UserThread>, StoreError> {
    Ok(db.query_opt(GET, &[&user.as_str(), &thread.as_str()]).await?.as_ref().map(thread_from))
}

/// As [`user_thread_get`], inside a transaction.
pub async fn user_thread_get_in_tx(tx: &mut Tx, user: Id, thread: Id) -> Result<Option<UserThread>, StoreError> {
    Ok(tx.query_opt(GET, &[&user.as_str(), &thread.as_str()]).await?.as_ref().map(thread_from))
}

/// Somebody's place in a thread.
pub async fn thread_membership(db: &Db, user: Id, thread: Id) -> Result<Option<ThreadMembership>, StoreError> {
    let row = db.query_opt(MEMBERSHIP, &[&thread.as_str(), &user.as_str()]).await?;
    Ok(row.map(|row| ThreadMembership {
        post_id: row.id(0),
        user_id: row.id(1),
        following: row.flag(2),
        last_viewed: row.int(3),
        last_updated: row.int(4),
        unread_mentions: row.int(5),
    }))
}

/// Number of replies of a thread; `None`: nobody has replied yet.
pub async fn thread_reply_count(db: &Db, thread: Id) -> Result<Option<i64>, StoreError> {
    Ok(db.query_opt(THREAD, &[&thread.as_str()]).await?.map(|row| row.int(0)))
}

/// Makes or changes somebody's place in a thread. `None` leaves a value as it is.
pub fn thread_membership_put_in_tx(
    tx: &mut Tx,
    (user, thread): (Id, Id),
    following: bool,
    viewed_ms: Option<i64>,
    unread_mentions: Option<i64>,
    now_ms: i64,
) {
    let params = crate::params![thread.to_string(), user.to_string(), following, viewed_ms, now_ms, unread_mentions];
    tx.queue(PUT, Rows::Any, params);
}

/// Everything that a user follows in a team is read.
pub fn user_threads_read_in_tx(tx: &mut Tx, user: Id, team: Id, now_ms: i64) {
    tx.queue(LOCK_UNREAD, Rows::Any, crate::params![user.to_string(), team.to_string()]);
    tx.queue(READ_ALL, Rows::Any, crate::params![user.to_string(), team.to_string(), now_ms]);
}

/// One statement of every shape.
pub(crate) fn shapes() -> Vec<Query> {
    let id = Id::from_random(1);
    let mut out = Vec::new();
    for bits in 0..64_u8 {
        let on = |bit: u8| bits & (1 << bit) != 0;
        let listing = Listing {
            user_id: id,
            team_id: id,
            exclude_direct: on(0),
            include_deleted: on(1),
            unread_only: on(2),
            since_ms: i64::from(on(3)),
            before: if on(4) { id } else { Id::EMPTY },
            after: if on(5) { id } else { Id::EMPTY },
            limit: 1,
        };
        out.push(list(&listing));
        out.push(totals(&listing));
    }
    out
}
