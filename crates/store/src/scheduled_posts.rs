//! Posts that are to be sent later.

use roost_model::Id;
use roost_model::scheduled_post::ScheduledPost;
use tokio_postgres::Row;

use crate::drafts::{draft_from, texts};
use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    CLAIM = "scheduled_posts/claim";
    CLAIM_AGAIN = "scheduled_posts/claim_again";
    DELETE = "scheduled_posts/delete";
    FAIL = "scheduled_posts/fail";
    INSERT = "scheduled_posts/insert";
    NEWEST = "scheduled_posts/newest";
    LIST = "scheduled_posts/list";
    LOCK = "scheduled_posts/lock";
    UPDATE = "scheduled_posts/update";
}

/// Reads the columns of `scheduled_posts/lock.sql`, in that order.
fn scheduled_from(row: &Row) -> ScheduledPost {
    ScheduledPost {
        draft: draft_from(row, 0),
        id: row.id(11),
        scheduled_at: row.int(12),
        processed_at: row.int(13),
        error_code: row.text(14),
    }
}

/// The scheduled posts of a user: those in a team, and those in conversations.
pub async fn scheduled_list(
    db: &Db,
    user: Id,
    team: Id,
) -> Result<(Vec<ScheduledPost>, Vec<ScheduledPost>), StoreError> {
    let rows = db.query(LIST, &[&user.as_str(), &team.as_str()]).await?;
    let (in_team, direct): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| !row.text(15).is_empty());
    let read = |rows: Vec<&Row>| rows.into_iter().map(scheduled_from).collect();
    Ok((read(in_team), read(direct)))
}

/// One scheduled post; nobody else changes or sends it until the transaction ends.
pub async fn scheduled_lock_in_tx(tx: &mut Tx, id: Id) -> Result<Option<ScheduledPost>, StoreError> {
    Ok(tx.query_opt(LOCK, &[&id.as_str()]).await?.map(|row| scheduled_from(&row)))
}

/// The next one that is due and was made before `made_ms`, and that nobody else has in hand.
pub async fn scheduled_claim_in_tx(
    tx: &mut Tx,
    now_ms: i64,
    made_ms: i64,
) -> Result<Option<ScheduledPost>, StoreError> {
    Ok(tx.query_opt(CLAIM, &[&now_ms, &made_ms]).await?.map(|row| scheduled_from(&row)))
}

/// One that was claimed a moment ago, as it is now; `None` when somebody else has it in hand or it is not due any more.
pub async fn scheduled_claim_again_in_tx(
    tx: &mut Tx,
    id: Id,
    now_ms: i64,
) -> Result<Option<ScheduledPost>, StoreError> {
    Ok(tx.query_opt(CLAIM_AGAIN, &[&id.as_str(), &now_ms]).await?.map(|row| scheduled_from(&row)))
}

/// When the user made the newest of their scheduled posts, Unix milliseconds; 0: there are none.
pub async fn scheduled_newest_in_tx(tx: &mut Tx, user: Id) -> Result<i64, StoreError> {
    Ok(tx.query_opt(NEWEST, &[&user.as_str()]).await?.map_or(0, |row| row.int(0)))
}

/// Adds a scheduled post.
pub fn scheduled_insert_in_tx(tx: &mut Tx, post: &ScheduledPost) {
    let draft = &post.draft;
    let [props, file_ids, priority] = texts(draft);
    tx.queue(
        INSERT,
        Rows::One,
        crate::params![
            draft.create_at,
            draft.update_at,
            draft.user_id.to_string(),
            draft.channel_id.to_string(),
            draft.root_id.to_string(),
            draft.message.clone(),
            draft.draft_type.clone(),
            props,
            file_ids,
            priority,
            post.id.to_string(),
            post.scheduled_at,
        ],
    );
}

/// Writes another text and time.
pub fn scheduled_update_in_tx(tx: &mut Tx, post: &ScheduledPost) {
    let draft = &post.draft;
    let [props, file_ids, priority] = texts(draft);
    tx.queue(
        UPDATE,
        Rows::One,
        crate::params![
            post.id.to_string(),
            draft.update_at,
            draft.message.clone(),
            draft.draft_type.clone(),
            props,
            file_ids,
            priority,
            post.scheduled_at,
        ],
    );
}

/// Takes a scheduled post away.
pub fn scheduled_delete_in_tx(tx: &mut Tx, id: Id) {
    tx.queue(DELETE, Rows::One, crate::params![id.to_string()]);
}

/// Notes why a scheduled post is not sent, unless it is another one by now.
pub async fn scheduled_fail_in_tx(
    tx: &mut Tx,
    post: &ScheduledPost,
    code: &str,
    now_ms: i64,
) -> Result<Option<ScheduledPost>, StoreError> {
    let row = tx.query_opt(FAIL, &[&post.id.as_str(), &code, &now_ms, &post.draft.update_at]).await?;
    Ok(row.map(|row| scheduled_from(&row)))
}
