//! Preferences.

use roost_model::Id;
use roost_model::preference::Preference;

use crate::row::RowExt;
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    DELETE = "preferences/delete";
    LIST = "preferences/list";
    SAVE = "preferences/save";
}

/// Every preference of a user.
pub async fn preference_list(db: &Db, user: Id) -> Result<Vec<Preference>, StoreError> {
    let rows = db.query(LIST, &[&user.as_str()]).await?;
    let preference = |row: &tokio_postgres::Row| Preference {
        user_id: row.id(0),
        category: row.text(1),
        name: row.text(2),
        value: row.text(3),
    };
    Ok(rows.iter().map(preference).collect())
}

/// Writes preferences of a user, each name once.
pub fn preference_save_in_tx(tx: &mut Tx, user: Id, all: &[&Preference]) {
    let (categories, names) = keys(all);
    let values: Vec<String> = all.iter().map(|one| one.value.clone()).collect();
    tx.queue(SAVE, Rows::Any, crate::params![user.to_string(), categories, names, values]);
}

/// Removes preferences of a user; those that are not there are passed over.
pub fn preference_delete_in_tx(tx: &mut Tx, user: Id, all: &[&Preference]) {
    let (categories, names) = keys(all);
    tx.queue(DELETE, Rows::Any, crate::params![user.to_string(), categories, names]);
}

fn keys(all: &[&Preference]) -> (Vec<String>, Vec<String>) {
    all.iter().map(|one| (one.category.clone(), one.name.clone())).unzip()
}
