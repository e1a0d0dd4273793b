//! The posts around the oldest one that a member has not read: one statement, which finds that post, what is before it and
//! what comes after it.

use roost_model::Id;

use crate::post_lists::{ListedPost, columns, joins, listed_from};
use crate::query::Query;
use crate::row::RowExt;
use crate::{Db, StoreError};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    pub channel_id: Id,
    /// Who has not read it.
    pub user_id: Id,
    /// Only posts that are no replies, with their threads as this user sees them.
    pub collapsed_for: Option<Id>,
    /// Posts before the unread one, or the newest ones where nothing is unread; and posts after it.
    pub before: i64,
    pub after: i64,
    /// The change up to which the client has the newest posts: where that is the last one and nothing is unread, none are
    /// read. Unix milliseconds; 0: it has none.
    pub held_ms: i64,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// When a post of the channel changed last, asked for where nothing is unread; 0 without posts.
    pub changed_at: i64,
    /// The oldest unread post.
    pub unread: Option<ListedPost>,
    /// Newest first.
    pub before: Vec<ListedPost>,
    pub after: Vec<ListedPost>,
}

/// Of which part of the list a row is.
const BEFORE: i32 = 0;
const UNREAD: i32 = 1;

/// The columns behind those of a listed post.
const PART: usize = 24;
const CHANGED: usize = 25;

/// How many posts are wanted is hidden from the planner in selects of their own: where its statistics have a channel for about as
/// small as that, it would else read and sort all of the channel, and with an unknown limit it goes by the index in order.
fn around(of: &Around) -> Query {
    let only_roots = if of.collapsed_for.is_some() { "and p.rootid = ''" } else { "" };
    let mut query = Query::new("with viewed as materialized (select lastviewedat from channelmembers");
    query.with("where channelid = ?", of.channel_id.to_string()).with("and userid = ?),", of.user_id.to_string());
    query
        .text("unread as materialized (select p.* from posts p where p.channelid between $1 and $1 and p.deleteat = 0");
    // Who has never looked has nothing to begin at.
    query.text("and p.createat > (select nullif(lastviewedat, 0) from viewed)").text(only_roots);
    query.text("order by p.channelid, p.createat limit 1),");
    query.text("changed as materialized (select updateat from posts where channelid between $1 and $1");
    query.text("and not exists (select from unread) order by channelid desc, updateat desc limit 1),");
    query.text("page as materialized ((select p.*, 0 as part from posts p");
    query.text("where p.channelid between $1 and $1 and p.deleteat = 0").text(only_roots);
    query.text("and p.createat < coalesce((select createat from unread), 9223372036854775807)");
    query.with("and coalesce((select updateat from changed), 0) is distinct from nullif(?::bigint, 0)", of.held_ms);
    query.with("order by p.channelid desc, p.createat desc limit (select ?::bigint))", of.before);
    query.text("union all select u.*, 1 from unread u union all (select p.*, 2 from posts p");
    query.text("where p.channelid between $1 and $1 and p.deleteat = 0").text(only_roots);
    query.text("and p.createat > (select createat from unread)");
    query.with("order by p.channelid, p.createat limit (select ?::bigint)))", of.after);
    columns(&mut query, of.collapsed_for);
    query.text(", p.part, c.updateat from viewed left join changed c on true left join page p on true");
    joins(&mut query, of.collapsed_for);
    query.text("order by p.createat desc");
    query
}

/// The posts around what is unread. `None`: no member. Indexes idx_posts_channel_id_delete_at_create_at and
/// idx_posts_channel_id_update_at.
pub async fn unread_window(db: &Db, of: &Around) -> Result<Option<Unread>, StoreError> {
    let rows = around(of).run(db).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut found = Unread { changed_at: first.int(CHANGED), ..Unread::default() };
    for row in &rows {
        let part: Option<i32> = row.get(PART);
        match part {
            // The channel has no post to show.
            None => {}
            Some(BEFORE) => found.before.push(listed_from(row)),
            Some(UNREAD) => found.unread = Some(listed_from(row)),
            Some(_) => found.after.push(listed_from(row)),
        }
    }
    Ok(Some(found))
}

/// One statement of every shape.
pub(crate) fn shapes() -> Vec<Query> {
    let id = Id::from_random(1);
    let of = |collapsed_for| Around { channel_id: id, user_id: id, collapsed_for, before: 1, after: 1, held_ms: 0 };
    [None, Some(id)].map(|collapsed_for| around(&of(collapsed_for))).into()
}
