//! What the addresses in messages lead to, by hour: `linkmetadata`.

use roost_model::link::{Linked, link_hash};
use serde_json::Value;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::Quiet;
use crate::{Db, StoreError};

crate::statements! {
    READ = "links/read";
    SAVE = "links/save";
}

/// A row: the address, the hour in Unix milliseconds, and what is there.
pub type LinkRow = (String, i64, Linked);

/// What is known of these addresses at these hours, with the pictures of the pages among them. Rows of others whose hash is
/// the same may be among them.
pub async fn link_list(db: &Db, asked: &[(String, i64)]) -> Result<Vec<LinkRow>, StoreError> {
    let hashes: Vec<i64> = asked.iter().map(|(url, hour_ms)| link_hash(url, *hour_ms)).collect();
    Ok(db.query(READ, &[&hashes]).await?.iter().map(link_from).collect())
}

fn link_from(row: &Row) -> LinkRow {
    (row.text(0), row.int(1), Linked::from_row(&row.text(2), row.json(3)))
}

/// Keeps what an address leads to. `hour_ms` is the start of an hour, and the address fits its column.
pub async fn link_save(db: &Db, url: &str, hour_ms: i64, linked: &Linked) -> Result<(), StoreError> {
    let (kind, data): (&str, Value) = linked.to_row();
    let mut tx = db.begin().await?;
    tx.execute(SAVE, &[&link_hash(url, hour_ms), &url, &hour_ms, &kind, &data]).await?;
    tx.commit_quiet(Quiet::Links).await?;
    Ok(())
}
