//! Posts that burn when they are read: what they say stands apart from them, with who has opened them.

use roost_model::Id;
use roost_model::post::Post;
use tokio_postgres::Row;

use crate::posts::file_ids_text;
use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    ADD = "burning/add";
    AWAITED = "burning/awaited";
    CLAIM = "burning/claim";
    CLOSE = "burning/close";
    FORGET = "burning/forget";
    LOCK = "burning/lock";
    MAY_READ = "burning/may_read";
    OPEN = "burning/open";
    READ = "burning/read";
    READERS = "burning/readers";
    RECEIPT = "burning/receipt";
    SHORTEN = "burning/shorten";
}

/// What such a post says, and what one user has to do with it. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secret {
    pub post_id: Id,
    pub message: String,
    pub file_ids: Vec<Id>,
    /// When it burns for everybody.
    pub expire_at: i64,
    /// Until when the user sees it; `None`: they have not opened it.
    pub opened_until: Option<i64>,
    /// Who has opened it; empty for everybody but the author.
    pub readers: Vec<Id>,
}

/// Puts the text of a new post aside, until `expire_at`.
pub fn secret_add_in_tx(tx: &mut Tx, post: &Post, expire_at: i64) {
    let params = crate::params![
        post.id.to_string(),
        post.post_type.clone(),
        expire_at,
        post.message.clone(),
        file_ids_text(post),
    ];
    tx.queue(ADD, Rows::One, params);
}

/// What these posts say, with what `user` has to do with them. Those that have burned are missing.
pub async fn secret_list(db: &Db, posts: &[Id], user: Id) -> Result<Vec<Secret>, StoreError> {
    Ok(db.query(READ, &[&id_list(posts), &user.as_str()]).await?.iter().map(secret_from).collect())
}

fn secret_from(row: &Row) -> Secret {
    let files: Option<&str> = row.get(2);
    let readers: Option<Vec<&str>> = row.get(5);
    Secret {
        post_id: row.id(0),
        message: row.text(1),
        file_ids: files.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default(),
        expire_at: row.int(3),
        opened_until: row.get(4),
        readers: readers.unwrap_or_default().into_iter().map(Id::parse_or_empty).collect(),
    }
}

/// Whether a user sees what a post says. `None`: it does not burn.
pub async fn secret_may_read(db: &Db, post: Id, user: Id, now_ms: i64) -> Result<Option<bool>, StoreError> {
    Ok(db.query_opt(MAY_READ, &[&post.as_str(), &user.as_str(), &now_ms]).await?.map(|row| row.flag(0)))
}

/// Takes a post for opening or burning it; always before the post itself is taken. Gives when it burns; `None`: it has.
pub async fn secret_lock_in_tx(tx: &mut Tx, post: Id) -> Result<Option<i64>, StoreError> {
    Ok(tx.query_opt(LOCK, &[&post.as_str()]).await?.map(|row| row.int(0)))
}

/// Notes that a user sees the post until a time. `false`: they had opened it already.
pub async fn secret_open_in_tx(tx: &mut Tx, post: Id, user: Id, until_ms: i64) -> Result<bool, StoreError> {
    Ok(tx.query_opt(OPEN, &[&post.as_str(), &user.as_str(), &until_ms]).await?.is_some())
}

/// Who has opened the post, and whether somebody of its channel has not.
pub async fn secret_readers_in_tx(tx: &mut Tx, post: &Post) -> Result<(Vec<Id>, bool), StoreError> {
    let (id, channel, author) = (post.id.as_str(), post.channel_id.as_str(), post.user_id.as_str());
    let mut answers = tx.query_many(&[(READERS, &[&id]), (AWAITED, &[&id, &channel, &author])]).await?.into_iter();
    let (readers, awaited) = (answers.next().unwrap_or_default(), answers.next().unwrap_or_default());
    Ok((readers.iter().map(|row| row.id(0)).collect(), awaited.first().is_some_and(|row| row.flag(0))))
}

/// Has the post burn at a time, unless it does so before. Gives when it does.
pub async fn secret_shorten_in_tx(tx: &mut Tx, post: Id, at_ms: i64) -> Result<i64, StoreError> {
    Ok(tx.query_opt(SHORTEN, &[&post.as_str(), &at_ms]).await?.map_or(at_ms, |row| row.int(0)))
}

/// Until when a user sees the post; `None`: they have not opened it.
pub async fn secret_receipt_in_tx(tx: &mut Tx, post: Id, user: Id) -> Result<Option<i64>, StoreError> {
    Ok(tx.query_opt(RECEIPT, &[&post.as_str(), &user.as_str()]).await?.map(|row| row.int(0)))
}

/// Has the post burn for one user.
pub fn secret_close_in_tx(tx: &mut Tx, post: Id, user: Id, now_ms: i64) {
    tx.queue(CLOSE, Rows::Any, crate::params![post.to_string(), user.to_string(), now_ms]);
}

/// Takes the next post whose time is over and that nobody else has in hand.
pub async fn secret_claim_in_tx(tx: &mut Tx, now_ms: i64) -> Result<Option<Id>, StoreError> {
    Ok(tx.query_opt(CLAIM, &[&now_ms]).await?.map(|row| row.id(0)))
}

/// Removes what is left of a post.
pub fn secret_forget_in_tx(tx: &mut Tx, post: Id) {
    tx.queue(FORGET, Rows::Any, crate::params![post.to_string()]);
}
