//! Posts of a channel one after the other, for reports.

use roost_model::post::Post;
use roost_model::report::PostReportCursor;

use crate::posts::post_from;
use crate::query::Query;
use crate::{Db, StoreError};

const COLUMNS: &str = "select p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, \
    p.rootid, p.originalid, p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid, 0::bigint \
    from posts p";

/// The posts behind a cursor, `limit` at most.
pub async fn post_report(db: &Db, cursor: &PostReportCursor, limit: i64) -> Result<Vec<Post>, StoreError> {
    Ok(page_query(cursor, limit).run(db).await?.iter().map(|row| post_from(row, 0)).collect())
}

fn page_query(cursor: &PostReportCursor, limit: i64) -> Query {
    let mut query = Query::new(COLUMNS);
    query.with("where p.channelid = ?", cursor.channel_id.to_string());
    if !cursor.include_deleted {
        query.text("and p.deleteat = 0");
    }
    if cursor.exclude_system_posts {
        query.text(r"and p.type not like 'system\_%'");
    }
    query.text(match (cursor.by_update, cursor.descending) {
        (false, false) => "and (p.createat, p.id) >",
        (false, true) => "and (p.createat, p.id) <",
        (true, false) => "and (p.updateat, p.id) >",
        (true, true) => "and (p.updateat, p.id) <",
    });
    query.with("(?,", cursor.time).with("?)", cursor.id.to_string());
    if cursor.end_time > 0 {
        let text = match (cursor.by_update, cursor.descending) {
            (false, false) => "and p.createat <= ?",
            (false, true) => "and p.createat >= ?",
            (true, false) => "and p.updateat <= ?",
            (true, true) => "and p.updateat >= ?",
        };
        query.with(text, cursor.end_time);
    }
    query.text(match (cursor.by_update, cursor.descending) {
        (false, false) => "order by p.createat, p.id",
        (false, true) => "order by p.createat desc, p.id desc",
        (true, false) => "order by p.updateat, p.id",
        (true, true) => "order by p.updateat desc, p.id desc",
    });
    query.with("limit ?", limit);
    query
}

/// Every shape that a page can have.
pub(crate) fn shapes() -> Vec<Query> {
    let mut all = Vec::new();
    for bits in 0..32_u8 {
        let on = |bit: u8| bits & (1 << bit) != 0;
        let cursor = PostReportCursor {
            by_update: on(0),
            descending: on(1),
            include_deleted: on(2),
            exclude_system_posts: on(3),
            end_time: i64::from(on(4)),
            ..PostReportCursor::default()
        };
        all.push(page_query(&cursor, 1));
    }
    all
}
