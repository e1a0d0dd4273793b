//! Searching posts by PostgreSQL's full text search.

use roost_model::Id;
use roost_model::post::Post;

use crate::post_lists::{chosen, listed_from, listing};
use crate::query::Query;
use crate::{Db, StoreError};

/// Posts found at most.
pub const FOUND_LEN_MAX: i64 = 100;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only channels that this user is in.
    pub user_id: Id,
    /// Only this team and channels without one; empty: everywhere.
    pub team_id: Id,
    pub with_deleted_channels: bool,
    /// In the syntax of `to_tsquery`; empty: any message.
    pub words: String,
    /// In the syntax of `to_tsquery`, on the tags; empty: any tags.
    pub tags: String,
    /// In lower case with `#`: all of them, or one of them when `any_tag`.
    pub exact_tags: Vec<String>,
    pub any_tag: bool,
    pub places: Filter,
    pub authors: Filter,
    /// Inclusive, Unix milliseconds.
    pub since_ms: Option<i64>,
    /// Exclusive, Unix milliseconds.
    pub until_ms: Option<i64>,
    /// Left out, Unix milliseconds; the end is exclusive.
    pub except_ms: Option<(i64, i64)>,
}

/// Names that must or must not be.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Any of these; `None`: no matter which.
    pub only: Option<Vec<String>>,
    pub not: Vec<String>,
}

/// The channels are a list that is made first: so the planner may read the newest posts one after the other and look at the
/// text only of those that are in them (common words), or the index of the texts (rare ones).
fn channels(query: &mut Query, wanted: &Wanted) {
    query.with(
        "where p.channelid = any(array(select n.channelid from channelmembers n join channels c on c.id = n.channelid \
         where n.userid = ?",
        wanted.user_id.to_string(),
    );
    if !wanted.team_id.is_empty() {
        query.with("and c.teamid in (?, '')", wanted.team_id.to_string());
    }
    if !wanted.with_deleted_channels {
        query.text("and c.deleteat = 0");
    }
    if let Some(places) = &wanted.places.only {
        query.with("and c.name = any(?)", places.clone());
    }
    if !wanted.places.not.is_empty() {
        query.with("and c.name <> all(?)", wanted.places.not.clone());
    }
    query.text("))");
}

fn query(wanted: &Wanted) -> Query {
    let mut query = listing(None);
    // How common the words are decides which of the ways is the right one.
    query.planned_for_values().text("from (select p.* from posts p");
    channels(&mut query, wanted);
    query.text(
        "and p.deleteat = 0 and coalesce(p.type, '') not like 'system\\_%' and coalesce(p.type, '') <> 'burn_on_read'",
    );
    if !wanted.words.is_empty() {
        query.with("and to_tsvector('english', p.message) @@ to_tsquery('english', ?)", wanted.words.clone());
    }
    if !wanted.tags.is_empty() {
        query.with("and to_tsvector('english', p.hashtags) @@ to_tsquery('english', ?)", wanted.tags.clone());
        let tags = wanted.exact_tags.clone();
        if wanted.any_tag {
            query.with("and string_to_array(lower(p.hashtags), ' ') && ?::text[]", tags);
        } else {
            query.with("and string_to_array(lower(p.hashtags), ' ') @> ?::text[]", tags);
        }
    }
    if let Some(authors) = &wanted.authors.only {
        query.with("and p.userid in (select id from users where username = any(?))", authors.clone());
    }
    if !wanted.authors.not.is_empty() {
        query.with("and p.userid not in (select id from users where username = any(?))", wanted.authors.not.clone());
    }
    if let Some(since) = wanted.since_ms {
        query.with("and p.createat >= ?", since);
    }
    if let Some(until) = wanted.until_ms {
        query.with("and p.createat < ?", until);
    }
    if let Some((from, to)) = wanted.except_ms {
        query.with("and (p.createat < ?", from).with("or p.createat >= ?)", to);
    }
    query.with("order by p.createat desc limit ?", FOUND_LEN_MAX);
    chosen(&mut query, None, "order by p.createat desc");
    query
}

/// Posts that fit, newest first. Indexes idx_posts_message_txt and idx_posts_hashtags_txt, or idx_posts_create_at.
pub async fn post_search(db: &Db, wanted: &Wanted) -> Result<Vec<Post>, StoreError> {
    Ok(query(wanted).run(&db.searching()).await?.iter().map(|row| listed_from(row).post).collect())
}

/// One statement with every part on and off.
pub(crate) fn shapes() -> Vec<Query> {
    let id = Id::from_random(1);
    let texts = || vec!["x".to_owned()];
    let shape = |bits: u16| {
        let on = |bit: u16| bits & (1 << bit) != 0;
        query(&Wanted {
            user_id: id,
            team_id: if on(0) { id } else { Id::EMPTY },
            with_deleted_channels: on(1),
            words: if on(2) { "x".to_owned() } else { String::new() },
            tags: if on(3) { "x".to_owned() } else { String::new() },
            exact_tags: texts(),
            any_tag: on(4),
            places: Filter { only: on(5).then(texts), not: if on(6) { texts() } else { Vec::new() } },
            authors: Filter { only: on(7).then(texts), not: if on(8) { texts() } else { Vec::new() } },
            since_ms: on(9).then_some(1),
            until_ms: on(10).then_some(1),
            except_ms: on(11).then_some((1, 2)),
        })
    };
    let bits = (0..12).flat_map(|bit| [1 << bit, 0x0fff & !(1 << bit)]).chain([0, 0x0fff]);
    bits.map(shape).collect()
}
