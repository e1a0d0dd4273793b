//! Mail about posts that waits for its time.

use roost_model::Id;
use tokio_postgres::Row;

use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    ADD = "notification_mail/add";
    CLAIM = "notification_mail/claim";
    DONE = "notification_mail/done";
    UNREAD = "notification_mail/unread";
    WISHES = "notification_mail/wishes";
}

/// How somebody wants to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailWish {
    pub user_id: Id,
    /// Whether threads stand apart from their channels; `None`: has not chosen.
    pub collapses: Option<bool>,
    /// How long mail waits for more, in seconds; `None`: has not chosen.
    pub wait_s: Option<i64>,
}

/// A mail that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingMail {
    pub id: String,
    pub user_id: Id,
    /// How often it was in hand, this time included.
    pub tries: i32,
    /// What it is about, in the order in which it came.
    pub posts: Vec<Id>,
}

/// How these users want to read; deactivated ones are missing.
pub async fn mail_wishes(db: &Db, users: &[Id]) -> Result<Vec<MailWish>, StoreError> {
    let wish = |row: &Row| MailWish {
        user_id: row.id(0),
        collapses: row.get::<_, Option<String>>(1).map(|chosen| chosen == "on"),
        wait_s: row.get::<_, Option<String>>(2).and_then(|chosen| chosen.parse().ok()),
    };
    Ok(db.query(WISHES, &[&id_list(users)]).await?.iter().map(wish).collect())
}

/// Adds a post to the mail `id`, which is due at `due_ms` unless it waits already.
pub fn mail_add_in_tx(tx: &mut Tx, id: &str, user: Id, due_ms: i64, post: Id) {
    tx.queue(ADD, Rows::One, crate::params![id.to_owned(), user.to_string(), due_ms, post.to_string()]);
}

/// Takes the next mail that is due and that no other node has in hand. Unless it is done with it is due again, after
/// `pause_ms` for each time that it was in hand.
pub async fn mail_claim_in_tx(tx: &mut Tx, now_ms: i64, pause_ms: i64) -> Result<Option<WaitingMail>, StoreError> {
    let row = tx.query_opt(CLAIM, &[&now_ms, &pause_ms]).await?;
    Ok(row.map(|row| WaitingMail {
        id: row.text(0),
        user_id: row.id(1),
        tries: row.int4(2),
        posts: row.get::<_, Vec<String>>(3).iter().map(|id| Id::parse_or_empty(id)).collect(),
    }))
}

/// Takes a mail away. Posts that came to it since it was claimed are due at `due_ms`.
pub fn mail_done_in_tx(tx: &mut Tx, mail: &WaitingMail, due_ms: i64) {
    let posts = i32::try_from(mail.posts.len()).unwrap_or(i32::MAX);
    tx.queue(DONE, Rows::Any, crate::params![mail.id.clone(), posts, due_ms]);
}

/// Which of these posts the user may still see and has not read, the oldest first. `collapses`: replies are read with
/// their threads.
pub async fn mail_unread(db: &Db, user: Id, posts: &[Id], collapses: bool) -> Result<Vec<Id>, StoreError> {
    let rows = db.query(UNREAD, &[&user.as_str(), &id_list(posts), &collapses]).await?;
    Ok(rows.iter().map(|row| row.id(0)).collect())
}
