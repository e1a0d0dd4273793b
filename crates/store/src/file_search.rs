//! Searching files by PostgreSQL's full text search, in names and contents.

use roost_model::Id;
use roost_model::file::FileInfo;

use crate::post_search::Filter;
use crate::posts::file_from;
use crate::query::Query;
use crate::{Db, StoreError};

/// Files found at most.
pub const FOUND_LEN_MAX: i64 = 100;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only channels that this user is in.
    pub user_id: Id,
    /// Only this team and channels without one; empty: everywhere.
    pub team_id: Id,
    pub with_deleted_channels: bool,
    /// In the syntax of `to_tsquery`; empty: any file.
    pub words: String,
    /// Names of channels.
    pub places: Filter,
    /// User names of whoever uploaded.
    pub owners: Filter,
    /// In lower case, without dot.
    pub extensions: Filter,
    /// Inclusive, Unix milliseconds.
    pub since_ms: Option<i64>,
    /// Exclusive, Unix milliseconds.
    pub until_ms: Option<i64>,
    /// Left out, Unix milliseconds; the end is exclusive.
    pub except_ms: Option<(i64, i64)>,
}

const SELECT: &str = "select f.id, f.creatorid, f.postid, f.channelid, f.createat, f.updateat, f.deleteat, f.name, \
     f.extension, f.size, f.mimetype, f.width, f.height, f.haspreviewimage, f.minipreview, f.remoteid, f.archived \
     from fileinfo f join channels c on c.id = f.channelid";

/// The expressions are those of the indexes.
const MATCHES: &str = "and (to_tsvector('english', f.name) @@ to_tsquery('english', ?) \
     or to_tsvector('english', translate(f.name, '.,-', '   ')) @@ to_tsquery('english', ?) \
     or to_tsvector('english', f.content) @@ to_tsquery('english', ?))";

fn query(wanted: &Wanted) -> Query {
    let mut query = Query::new(SELECT);
    query.with("join channelmembers n on n.channelid = c.id and n.userid = ?", wanted.user_id.to_string());
    // What burns when it is read is not found either.
    query.text("where f.deleteat = 0 and f.postid <> '' and not exists (select 1 from temporaryposts t where t.postid = f.postid)");
    if !wanted.team_id.is_empty() {
        query.with("and c.teamid in (?, '')", wanted.team_id.to_string());
    }
    if !wanted.with_deleted_channels {
        query.text("and c.deleteat = 0");
    }
    if !wanted.words.is_empty() {
        query.with(MATCHES, wanted.words.clone());
    }
    if let Some(places) = &wanted.places.only {
        query.with("and c.name = any(?)", places.clone());
    }
    if !wanted.places.not.is_empty() {
        query.with("and c.name <> all(?)", wanted.places.not.clone());
    }
    if let Some(owners) = &wanted.owners.only {
        query.with("and f.creatorid in (select id from users where username = any(?))", owners.clone());
    }
    if !wanted.owners.not.is_empty() {
        query.with("and f.creatorid not in (select id from users where username = any(?))", wanted.owners.not.clone());
    }
    if let Some(extensions) = &wanted.extensions.only {
        query.with("and f.extension = any(?)", extensions.clone());
    }
    if !wanted.extensions.not.is_empty() {
        query.with("and f.extension <> all(?)", wanted.extensions.not.clone());
    }
    if let Some(since) = wanted.since_ms {
        query.with("and f.createat >= ?", since);
    }
    if let Some(until) = wanted.until_ms {
        query.with("and f.createat < ?", until);
    }
    if let Some((from, to)) = wanted.except_ms {
        query.with("and (f.createat < ?", from).with("or f.createat >= ?)", to);
    }
    query.with("order by f.createat desc, f.id limit ?", FOUND_LEN_MAX);
    query
}

/// Files of posts that fit, newest first. Indexes idx_fileinfo_name_txt, idx_fileinfo_name_splitted and
/// idx_fileinfo_content_txt, else idx_fileinfo_extension_at or idx_fileinfo_channel_id_create_at.
pub async fn file_search(db: &Db, wanted: &Wanted) -> Result<Vec<FileInfo>, StoreError> {
    Ok(query(wanted).run(&db.searching()).await?.iter().map(file_from).collect())
}

/// Every part on alone and off alone.
pub(crate) fn shapes() -> Vec<Query> {
    let id = Id::from_random(1);
    let filter = |only: bool, not: bool| {
        let texts = || vec!["x".to_owned()];
        Filter { only: only.then(texts), not: if not { texts() } else { Vec::new() } }
    };
    let shape = |bits: u16| {
        let on = |bit: u16| bits & (1 << bit) != 0;
        query(&Wanted {
            user_id: id,
            team_id: if on(0) { id } else { Id::EMPTY },
            with_deleted_channels: on(1),
            words: if on(2) { "x".to_owned() } else { String::new() },
            places: filter(on(3), on(4)),
            owners: filter(on(5), on(6)),
            extensions: filter(on(7), on(8)),
            since_ms: on(9).then_some(1),
            until_ms: on(10).then_some(1),
            except_ms: on(11).then_some((1, 2)),
        })
    };
    (0..12).flat_map(|bit| [shape(1 << bit), shape(0x0fff & !(1 << bit))]).chain([shape(0), shape(0x0fff)]).collect()
}
