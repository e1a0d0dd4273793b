//! Lists of posts. Their statements are put together here, because a list has many optional filters; [`shapes`] gives all
//! of them for the prepare test.

use roost_model::Id;
use roost_model::file::FileInfo;
use roost_model::post::{Post, PostMetadata, PostPriority};
use tokio_postgres::Row;

use crate::posts::post_from;
use crate::query::Query;
use crate::row::RowExt;
use crate::{Db, StoreError, Tx};

/// A post with what its thread knows about it.
#[derive(Clone, Debug, Default)]
pub struct ListedPost {
    pub post: Post,
    /// Unix milliseconds; 0: no reply yet.
    pub last_reply_at: i64,
    pub participants: Vec<Id>,
    /// Whether the viewer follows the thread; `None`: never did.
    pub following: Option<bool>,
}

/// What all lists select: the columns of [`post_from`], the thread, the priority; then whether the viewer follows.
const COLUMNS: &str = "select p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, \
    p.rootid, p.originalid, p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid, \
    coalesce(t.replycount, 0), t.lastreplyat, t.participants, r.priority, r.requestedack, r.persistentnotifications";

const JOINS: &str = "left join threads t on t.postid = coalesce(nullif(p.rootid, ''), p.id) \
    left join postspriority r on r.postid = p.id";

/// Posts that `since` gives at most.
pub const SINCE_LEN_MAX: i64 = 1_000;

/// A select of posts. With a `viewer` it also tells whether they follow the threads.
pub(crate) fn select(viewer: Option<Id>) -> Query {
    let mut query = listing(viewer);
    joins(query.text("from posts p"), viewer);
    query
}

/// The beginning of a select of posts.
pub(crate) fn listing(viewer: Option<Id>) -> Query {
    let mut query = Query::default();
    columns(&mut query, viewer);
    query
}

pub(crate) fn columns(query: &mut Query, viewer: Option<Id>) {
    query.text(COLUMNS).text(if viewer.is_some() { ", m.following" } else { ", null::boolean" });
}

pub(crate) fn joins(query: &mut Query, viewer: Option<Id>) {
    query.text(JOINS);
    if let Some(viewer) = viewer {
        query.with("left join threadmemberships m on m.postid = p.id and m.userid = ?", viewer.to_string());
    }
}

/// The end of a list whose posts are chosen in a select of their own, with its limit, before anything is joined to them: a
/// planner whose statistics are old would else join and sort the whole channel for a page of it.
pub(crate) fn chosen(query: &mut Query, viewer: Option<Id>, order: &'static str) {
    joins(query.text(") p"), viewer);
    query.text(order);
}

fn texts(ids: &[Id]) -> Vec<String> {
    ids.iter().map(Id::to_string).collect()
}

/// Reads what [`select`] selects.
pub(crate) fn listed_from(row: &Row) -> ListedPost {
    let mut post = post_from(row, 0);
    let mut metadata = PostMetadata::default();
    if let Some(priority) = row.get::<_, Option<String>>(20) {
        metadata.priority = Some(PostPriority {
            priority: Some(priority),
            requested_ack: row.get(21),
            persistent_notifications: row.get(22),
            post_id: post.id,
            channel_id: post.channel_id,
        });
    }
    post.metadata = Some(metadata);
    ListedPost {
        post,
        last_reply_at: row.int(18),
        participants: serde_json::from_value(row.json(19)).unwrap_or_default(),
        following: row.get(23),
    }
}

pub(crate) async fn run(db: &Db, query: Query) -> Result<Vec<ListedPost>, StoreError> {
    Ok(query.run(db).await?.iter().map(listed_from).collect())
}

async fn posts(db: &Db, query: Query) -> Result<Vec<Post>, StoreError> {
    Ok(run(db, query).await?.into_iter().map(|listed| listed.post).collect())
}

fn by_ids(ids: &[Id]) -> Query {
    let mut query = select(None);
    query.with("where p.id = any(?)", texts(ids));
    query
}

/// These posts, deleted ones too, in any order; unknown ids are left out.
pub async fn post_list(db: &Db, ids: &[Id]) -> Result<Vec<Post>, StoreError> {
    posts(db, by_ids(ids)).await
}

/// One post, a deleted one too.
pub async fn post_get(db: &Db, id: Id) -> Result<Option<Post>, StoreError> {
    Ok(post_list(db, &[id]).await?.pop())
}

/// Where a list begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The newest post.
    Newest,
    /// Right before this post, backwards.
    Before(Id),
    /// Right after this post, forwards.
    After(Id),
}

/// A page of a channel.
#[derive(Clone, Copy, Debug)]
pub struct PageOf {
    pub channel_id: Id,
    pub from: From,
    /// Only posts that are no replies, with their threads as this user sees them.
    pub collapsed_for: Option<Id>,
    pub include_deleted: bool,
    pub limit: i64,
    pub offset: i64,
}

/// The posts of one channel, said as a range. With `=` the planner drops the channel from `order by channelid, createat` as a
/// constant, and where the channel is common in its statistics it then goes through everybody's posts by time until it has
/// met enough of this channel: all that came after the channel's last one. Only the indexes of the channel give the order of
/// a range.
const IN_CHANNEL: &str = "where p.channelid between ? and ?";

/// A limit that the planner does not know. Where it does, and takes the channel for no larger than that (its statistics are
/// older than the channel), reading all of the channel and sorting it seems cheaper to it than the index in its order.
const UNKNOWN_LIMIT: &str = "limit (select ?::bigint)";

fn page(of: &PageOf) -> Query {
    let mut query = listing(of.collapsed_for);
    query.text("from (select * from posts p").with(IN_CHANNEL, of.channel_id.to_string());
    if !of.include_deleted {
        query.text("and p.deleteat = 0");
    }
    if of.collapsed_for.is_some() {
        query.text("and p.rootid = ''");
    }
    match of.from {
        From::Newest => &mut query,
        From::Before(id) => query.with("and p.createat < (select createat from posts where id = ?)", id.to_string()),
        From::After(id) => query.with("and p.createat > (select createat from posts where id = ?)", id.to_string()),
    };
    // No index has the deleted posts of a channel among the others by time: there the planner must be free to take all.
    let (within, order) = match (matches!(of.from, From::After(_)), of.include_deleted) {
        (true, false) => ("order by p.channelid, p.createat", "order by p.createat"),
        (false, false) => ("order by p.channelid desc, p.createat desc", "order by p.createat desc"),
        (true, true) => ("order by p.createat", "order by p.createat"),
        (false, true) => ("order by p.createat desc", "order by p.createat desc"),
    };
    let limit = if of.include_deleted { "limit ?" } else { UNKNOWN_LIMIT };
    query.text(within).with(limit, of.limit).with("offset ?", of.offset);
    chosen(&mut query, of.collapsed_for, order);
    query
}

/// One page of a channel, newest first, or oldest first after a post. Index idx_posts_channel_id_delete_at_create_at.
pub async fn post_page(db: &Db, of: &PageOf) -> Result<Vec<ListedPost>, StoreError> {
    run(db, page(of)).await
}

/// The same, and when a post of the channel changed last, as [`post_newest_change`] tells it: one round trip. The time is
/// asked first, so that it is never that of a change which the page does not have.
pub async fn post_page_and_change(db: &Db, of: &PageOf) -> Result<(i64, Vec<ListedPost>), StoreError> {
    let (changed, page) = page(of).run_behind(db, NEWEST_CHANGE, &[&of.channel_id.as_str()]).await?;
    Ok((changed.first().map_or(0, |row| row.int(0)), page.iter().map(listed_from).collect()))
}

fn since(channel: Id, since_ms: i64, collapsed_for: Option<Id>) -> Query {
    let mut query = listing(collapsed_for);
    query.text("from (select * from posts p").with(IN_CHANNEL, channel.to_string());
    query.with("and p.updateat > ?", since_ms);
    if collapsed_for.is_some() {
        query.text("and p.rootid = ''");
    }
    query.with("order by p.channelid desc, p.createat desc limit ?", SINCE_LEN_MAX);
    chosen(&mut query, collapsed_for, "order by p.createat desc");
    query
}

/// Posts of a channel that changed after a time, deleted ones too, newest first. Index idx_posts_channel_id_update_at.
pub async fn post_since(
    db: &Db,
    channel: Id,
    since_ms: i64,
    collapsed_for: Option<Id>,
) -> Result<Vec<ListedPost>, StoreError> {
    run(db, since(channel, since_ms, collapsed_for)).await
}

fn threads_of(channel: Id, roots: &[Id], replies: bool) -> Query {
    let mut query = listing(None);
    query.text("from (select * from posts");
    if replies {
        // One root after the other, and its replies as a range: where the statistics have few roots, a planner that does not
        // know which ones are asked for takes their replies for a large part of all posts, and reads all.
        query.with(
            "where id = any(?) union all select a.* from unnest(?::text[]) r(id) cross join lateral \
             (select * from posts where rootid between r.id and r.id and deleteat = 0 offset 0) a",
            texts(roots),
        );
    } else {
        query.with("where id = any(?)", texts(roots));
    }
    joins(query.text(") p"), None);
    // No index serves the channel as it is said here. By one of them the planner would read all of the channel, to keep of it
    // what the others have found.
    query.with("where p.channelid || '' = ?", channel.to_string()).text("and p.deleteat = 0");
    query
}

/// The first posts of threads, with all their replies when asked for. Primary key, idx_posts_root_id_delete_at.
pub async fn post_threads(db: &Db, channel: Id, roots: &[Id], replies: bool) -> Result<Vec<Post>, StoreError> {
    posts(db, threads_of(channel, roots, replies)).await
}

/// Which replies of a thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct ThreadPage {
    pub root_id: Id,
    /// Whether the first post may be among them.
    pub with_root: bool,
    /// `Some(true)`: forwards in time, `Some(false)`: backwards, `None`: in no order.
    pub forwards: Option<bool>,
    /// By the time of change instead of that of creation.
    pub by_update: bool,
    /// Only what is beyond this time in the given direction; 0: no bound.
    pub from_ms: i64,
    /// At that very time, only what is beyond this id; empty: nothing.
    pub from_id: Id,
    /// 0: all.
    pub limit: i64,
}

fn thread(of: &ThreadPage) -> Query {
    let mut query = select(None);
    if of.with_root {
        query.with("where (p.id = ? or p.rootid = ?) and p.deleteat = 0", of.root_id.to_string());
    } else {
        query.with("where p.rootid = ? and p.deleteat = 0", of.root_id.to_string());
    }
    let backwards = of.forwards == Some(false);
    if of.from_ms != 0 {
        query.with(
            match (of.by_update, of.from_id.is_empty(), backwards) {
                (false, true, false) => "and p.createat > ?",
                (false, true, true) => "and p.createat < ?",
                (true, true, false) => "and p.updateat > ?",
                (true, true, true) => "and p.updateat < ?",
                (false, false, false) => "and (p.createat, p.id) > (?,",
                (false, false, true) => "and (p.createat, p.id) < (?,",
                (true, false, false) => "and (p.updateat, p.id) > (?,",
                (true, false, true) => "and (p.updateat, p.id) < (?,",
            },
            of.from_ms,
        );
        if !of.from_id.is_empty() {
            query.with("?)", of.from_id.to_string());
        }
    }
    match (of.forwards, of.by_update) {
        (None, _) => &mut query,
        (Some(true), false) => query.text("order by p.createat, p.id"),
        (Some(false), false) => query.text("order by p.createat desc, p.id desc"),
        (Some(true), true) => query.text("order by p.updateat, p.id"),
        (Some(false), true) => query.text("order by p.updateat desc, p.id desc"),
    };
    if of.limit > 0 {
        query.with("limit ?", of.limit);
    }
    query
}

/// Posts of one thread. Index idx_posts_root_id_delete_at.
pub async fn post_thread(db: &Db, of: &ThreadPage) -> Result<Vec<Post>, StoreError> {
    posts(db, thread(of)).await
}

fn one(viewer: Option<Id>, id: Id) -> Query {
    let mut query = select(viewer);
    query.with("where p.id = ?", id.to_string());
    query
}

/// A post, a deleted one too, with its thread as a viewer sees it.
pub async fn post_get_for(db: &Db, viewer: Option<Id>, id: Id) -> Result<Option<ListedPost>, StoreError> {
    Ok(run(db, one(viewer, id)).await?.pop())
}

/// The same, and posts of a thread: one round trip.
pub async fn post_and_thread(
    db: &Db,
    viewer: Option<Id>,
    id: Id,
    of: &ThreadPage,
) -> Result<(Option<ListedPost>, Vec<Post>), StoreError> {
    let (post, thread) = one(viewer, id).run_with(db, &thread(of)).await?;
    Ok((post.first().map(listed_from), thread.iter().map(|row| listed_from(row).post).collect()))
}

fn pinned(channel: Id) -> Query {
    let mut query = select(None);
    query.with("where p.ispinned and p.channelid = ? and p.deleteat = 0 order by p.createat", channel.to_string());
    query
}

/// The pinned posts of a channel, oldest first. Index idx_posts_is_pinned.
pub async fn post_pinned(db: &Db, channel: Id) -> Result<Vec<Post>, StoreError> {
    posts(db, pinned(channel)).await
}

fn history(id: Id) -> Query {
    let mut query = select(None);
    query.with("where p.originalid = ? order by p.editat desc, p.updateat", id.to_string());
    query
}

/// The earlier versions of a post, the newest first. Index idx_posts_original_id.
pub async fn post_history(db: &Db, id: Id) -> Result<Vec<Post>, StoreError> {
    posts(db, history(id)).await
}

/// Whose saved posts, and where.
#[derive(Clone, Copy, Debug)]
pub struct Flagged {
    pub user_id: Id,
    /// Only in this channel; empty: everywhere.
    pub channel_id: Id,
    /// Only in this team and in channels without one; empty: everywhere.
    pub team_id: Id,
    pub limit: i64,
    pub offset: i64,
}

fn flagged(of: &Flagged) -> Query {
    let mut query = select(None);
    query
        .with(
            "join preferences f on f.name = p.id and f.userid = ? and f.category = 'flagged_post' \
             join channels c on c.id = p.channelid \
             join channelmembers n on n.channelid = p.channelid and n.userid = ?",
            of.user_id.to_string(),
        )
        .text("where p.deleteat = 0");
    if !of.channel_id.is_empty() {
        query.with("and p.channelid = ?", of.channel_id.to_string());
    }
    if !of.team_id.is_empty() {
        query.with("and c.teamid in (?, '')", of.team_id.to_string());
    }
    query.with("order by p.createat desc limit ?", of.limit).with("offset ?", of.offset);
    query
}

/// Saved posts in channels that the user is in, newest first.
pub async fn post_flagged(db: &Db, of: &Flagged) -> Result<Vec<Post>, StoreError> {
    posts(db, flagged(of)).await
}

crate::statements! {
    AFTER_TIME = "posts/after_time";
    BEFORE_TIME = "posts/before_time";
    NEWEST_CHANGE = "posts/newest_change";
    ROOT_AFTER_TIME = "posts/root_after_time";
    ROOT_BEFORE_TIME = "posts/root_before_time";
}

/// When something in the channel last changed; 0 without posts.
pub async fn post_newest_change(db: &Db, channel: Id) -> Result<i64, StoreError> {
    Ok(db.query_opt(NEWEST_CHANGE, &[&channel.as_str()]).await?.map_or(0, |row| row.int(0)))
}

/// The ids of the posts right before `oldest_ms` and right after `newest_ms`, each where it is asked for; empty where
/// there is none.
pub async fn post_neighbours(
    db: &Db,
    channel: Id,
    oldest_ms: Option<i64>,
    newest_ms: Option<i64>,
    roots_only: bool,
) -> Result<(Id, Id), StoreError> {
    let (before, after) = if roots_only { (ROOT_BEFORE_TIME, ROOT_AFTER_TIME) } else { (BEFORE_TIME, AFTER_TIME) };
    let channel = channel.as_str();
    let (oldest, newest) = (oldest_ms.unwrap_or(0), newest_ms.unwrap_or(0));
    let (older, newer): (crate::db::Params<'_>, crate::db::Params<'_>) = (&[&channel, &oldest], &[&channel, &newest]);
    let mut calls = Vec::new();
    if oldest_ms.is_some() {
        calls.push((before, older));
    }
    if newest_ms.is_some() {
        calls.push((after, newer));
    }
    if calls.is_empty() {
        return Ok((Id::EMPTY, Id::EMPTY));
    }
    let mut answers =
        db.query_many(&calls).await?.into_iter().map(|rows| rows.first().map_or(Id::EMPTY, |row| row.id(0)));
    let prev = if oldest_ms.is_some() { answers.next() } else { None };
    Ok((prev.unwrap_or_default(), answers.next().unwrap_or_default()))
}

/// The files that a post has now, and their ids in the order that the post names them in.
pub async fn files_in_tx(tx: &mut Tx, post: &Post) -> Result<(Vec<Id>, Vec<FileInfo>), StoreError> {
    let id = [post.id.as_str()];
    let rows = tx.query(crate::post_parts::FILES, &[&id.as_slice()]).await?;
    let files: Vec<FileInfo> = rows.iter().map(crate::posts::file_from).collect();
    let kept = post.files().iter().copied().filter(|id| files.iter().any(|file| file.id == *id)).collect();
    Ok((kept, files))
}

/// One statement of every shape.
pub(crate) fn shapes() -> Vec<Query> {
    let id = Id::from_random(1);
    let mut out = vec![by_ids(&[id]), pinned(id), history(id)];
    for collapsed_for in [None, Some(id)] {
        out.push(one(collapsed_for, id));
        out.push(since(id, 1, collapsed_for));
        for include_deleted in [false, true] {
            for from in [From::Newest, From::Before(id), From::After(id)] {
                out.push(page(&PageOf { channel_id: id, from, collapsed_for, include_deleted, limit: 1, offset: 0 }));
            }
        }
    }
    for replies in [false, true] {
        out.push(threads_of(id, &[id], replies));
    }
    for (channel_id, team_id) in [(Id::EMPTY, Id::EMPTY), (id, Id::EMPTY), (Id::EMPTY, id), (id, id)] {
        out.push(flagged(&Flagged { user_id: id, channel_id, team_id, limit: 1, offset: 0 }));
    }
    for with_root in [false, true] {
        for forwards in [None, Some(false), Some(true)] {
            for by_update in [false, true] {
                for (from_ms, from_id) in [(0, Id::EMPTY), (1, Id::EMPTY), (1, id)] {
                    for limit in [0, 1] {
                        let root_id = id;
                        out.push(thread(&ThreadPage {
                            root_id,
                            with_root,
                            forwards,
                            by_update,
                            from_ms,
                            from_id,
                            limit,
                        }));
                    }
                }
            }
        }
    }
    out
}
