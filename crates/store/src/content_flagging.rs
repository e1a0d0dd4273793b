//! Reports of posts and their review: who reviews, and what is known about a reported post.

use roost_model::Id;
use roost_model::content_flagging::{PropertyValue, ReportField, TeamReviewers};
use roost_model::post::Post;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    COMMON = "content_flagging/common";
    COMMON_INSERT = "content_flagging/common_insert";
    FIELDS = "content_flagging/fields";
    REPLIES = "content_flagging/replies";
    REPORT_POSTS = "content_flagging/report_posts";
    RESTORE = "content_flagging/restore";
    REVIEWERS = "content_flagging/reviewers";
    SCRUB = "content_flagging/scrub";
    SETTINGS_CLEAR = "content_flagging/settings_clear";
    TEAM = "content_flagging/team";
    TEAM_INSERT = "content_flagging/team_insert";
    TEAMS = "content_flagging/teams";
    VALUES = "content_flagging/values";
    VALUES_SAVE = "content_flagging/values_save";
}

/// Which people review, beside those who are named.
#[derive(Clone, Copy, Debug)]
pub struct ReviewersOf {
    pub team_id: Id,
    /// Those named for all teams, instead of the team's own.
    pub common: bool,
    pub system_admins: bool,
    pub team_admins: bool,
}

/// The active reviewers, ordered by id.
pub async fn reviewer_list(db: &Db, of: ReviewersOf) -> Result<Vec<Id>, StoreError> {
    let params: crate::db::Params<'_> = &[&of.team_id.as_str(), &of.common, &of.system_admins, &of.team_admins];
    Ok(db.query(REVIEWERS, params).await?.iter().map(|row| row.id(0)).collect())
}

/// What is set for a team.
#[derive(Clone, Copy, Debug, Default)]
pub struct TeamReview {
    /// Somebody is named for all teams.
    pub has_common: bool,
    /// The team takes part, where each has its own reviewers.
    pub enabled: bool,
    pub has_own: bool,
}

pub async fn team_review(db: &Db, team: Id) -> Result<TeamReview, StoreError> {
    let row = db.query_opt(TEAM, &[&team.as_str()]).await?;
    Ok(row.map_or_else(TeamReview::default, |row| TeamReview {
        has_common: row.flag(0),
        enabled: row.flag(1),
        has_own: row.flag(2),
    }))
}

/// Who is named: for all teams, and by team.
pub async fn reviewers_named(db: &Db) -> Result<(Vec<Id>, Vec<(Id, TeamReviewers)>), StoreError> {
    let mut answers = db.query_many(&[(COMMON, &[]), (TEAMS, &[])]).await?.into_iter();
    let (common, teams) = (answers.next().unwrap_or_default(), answers.next().unwrap_or_default());
    let team = |row: &Row| {
        let ids: Vec<&str> = row.get(2);
        let reviewer_ids = ids.into_iter().map(Id::parse_or_empty).collect();
        (row.id(0), TeamReviewers { enabled: row.flag(1), reviewer_ids })
    };
    Ok((common.iter().map(|row| row.id(0)).collect(), teams.iter().map(team).collect()))
}

/// Names others.
pub fn reviewers_name_in_tx(tx: &mut Tx, common: &[Id], teams: &[(Id, TeamReviewers)]) {
    let texts = |ids: &[Id]| ids.iter().map(Id::to_string).collect::<Vec<_>>();
    tx.queue(SETTINGS_CLEAR, Rows::Any, crate::params![]);
    tx.queue(COMMON_INSERT, Rows::Any, crate::params![texts(common)]);
    for (team, named) in teams {
        tx.queue(TEAM_INSERT, Rows::Any, crate::params![team.to_string(), named.enabled, texts(&named.reviewer_ids)]);
    }
}

/// The fields of a report.
pub async fn report_fields(db: &Db) -> Result<Vec<ReportField>, StoreError> {
    let field = |row: &Row| ReportField {
        id: row.id(0),
        group_id: row.id(1),
        name: row.text(2),
        field_type: row.text(3),
        attrs: row.json(4),
        target_id: row.text(5),
        target_type: row.text(6),
        create_at: row.int(7),
        update_at: row.int(8),
        delete_at: row.int(9),
    };
    Ok(db.query(FIELDS, &[]).await?.iter().map(field).collect())
}

fn value_from(row: &Row) -> PropertyValue {
    PropertyValue {
        id: row.id(0),
        target_id: row.id(1),
        target_type: row.text(2),
        group_id: row.id(3),
        field_id: row.id(4),
        value: row.json(5),
        create_at: row.int(6),
        update_at: row.int(7),
        delete_at: row.int(8),
    }
}

/// What is known about a reported post; nothing for one that was never reported.
pub async fn report_values(db: &Db, post: Id) -> Result<Vec<PropertyValue>, StoreError> {
    Ok(db.query(VALUES, &[&post.as_str()]).await?.iter().map(value_from).collect())
}

/// As [`report_values`], in a transaction that has taken the post.
pub async fn report_values_in_tx(tx: &mut Tx, post: Id) -> Result<Vec<PropertyValue>, StoreError> {
    Ok(tx.query(VALUES, &[&post.as_str()]).await?.iter().map(value_from).collect())
}

/// Writes values; `id` of one that is there already stays what it was. Gives them in the order given.
pub async fn report_values_save_in_tx(
    tx: &mut Tx,
    values: &[PropertyValue],
    group: Id,
    now_ms: i64,
) -> Result<Vec<PropertyValue>, StoreError> {
    let column = |of: fn(&PropertyValue) -> Id| values.iter().map(|value| of(value).to_string()).collect::<Vec<_>>();
    let (ids, targets, fields) = (column(|v| v.id), column(|v| v.target_id), column(|v| v.field_id));
    let texts: Vec<String> = values.iter().map(|value| value.value.to_string()).collect();
    let params: crate::db::Params<'_> = &[&ids, &targets, &fields, &texts, &group.as_str(), &now_ms];
    let mut saved: Vec<PropertyValue> = tx.query(VALUES_SAVE, params).await?.iter().map(value_from).collect();
    let place = |saved: &PropertyValue| {
        values.iter().position(|given| (given.target_id, given.field_id) == (saved.target_id, saved.field_id))
    };
    saved.sort_by_key(place);
    Ok(saved)
}

/// The live replies below a post.
pub async fn reply_ids_in_tx(tx: &mut Tx, root: Id) -> Result<Vec<Id>, StoreError> {
    Ok(tx.query(REPLIES, &[&root.as_str()]).await?.iter().map(|row| row.id(0)).collect())
}

/// The posts that told reviewers of a report, with their channels. `field`: the one that names the reported post.
pub async fn report_posts_in_tx(
    tx: &mut Tx,
    field: Id,
    post: Id,
    reported_at: i64,
) -> Result<Vec<(Id, Id)>, StoreError> {
    let rows = tx.query(REPORT_POSTS, &[&field.as_str(), &post.as_str(), &reported_at]).await?;
    Ok(rows.iter().map(|row| (row.id(0), row.id(1))).collect())
}

/// Brings back a post that was hidden, with what went with it.
pub fn post_restore_in_tx(tx: &mut Tx, post: &Post, team: Id, now_ms: i64) {
    tx.queue(RESTORE, Rows::Any, crate::params![post.id.to_string(), post.delete_at, now_ms]);
    if post.is_reply() {
        crate::threads::thread_reply_added_in_tx(tx, post, team, &[]);
    }
}

/// Takes everything out of a deleted post; `message` stands in it then. Gives the keys of its files' bytes.
pub async fn post_scrub_in_tx(tx: &mut Tx, post: Id, message: &str, now_ms: i64) -> Result<Vec<String>, StoreError> {
    let rows = tx.query(SCRUB, &[&post.as_str(), &message, &now_ms]).await?;
    let keys = rows.iter().flat_map(|row| [row.text(0), row.text(1), row.text(2)]);
    Ok(keys.filter(|key| !key.is_empty()).collect())
}
