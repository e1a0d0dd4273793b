//! Connections with which the server proves itself to the programs that it calls.

use roost_model::Id;
use roost_model::outgoing_connection::OutgoingConnection;
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::tx::{Param, Rows};
use crate::{Db, StoreError, Tx};

crate::statements! {
    DELETE = "outgoing_connections/delete";
    GET = "outgoing_connections/get";
    INSERT = "outgoing_connections/insert";
    PAGE = "outgoing_connections/page";
    UPDATE = "outgoing_connections/update";
}

fn connection_from(row: &Row) -> OutgoingConnection {
    OutgoingConnection {
        id: row.id(0),
        creator_id: row.id(1),
        create_at: row.int(2),
        update_at: row.int(3),
        name: row.text(4),
        client_id: row.text(5),
        client_secret: row.text(6),
        credentials_username: row.get(7),
        credentials_password: row.get(8),
        oauth_token_url: row.text(9),
        grant_type: row.text(10),
        // A JSON list in a text column.
        audiences: serde_json::from_str(&row.text(11)).unwrap_or_else(|error| {
            tracing::warn!(%error, connection = row.text(0), "the addresses of an outgoing connection cannot be read");
            Vec::new()
        }),
    }
}

pub async fn outgoing_connection_get(db: &Db, id: Id) -> Result<Option<OutgoingConnection>, StoreError> {
    Ok(db.query_opt(GET, &[&id.as_str()]).await?.as_ref().map(connection_from))
}

/// Connections after an id, by id.
pub async fn outgoing_connection_page(db: &Db, after: &str, limit: i64) -> Result<Vec<OutgoingConnection>, StoreError> {
    Ok(db.query(PAGE, &[&after, &limit]).await?.iter().map(connection_from).collect())
}

/// What can be changed, in the order of both statements.
fn said(connection: &OutgoingConnection) -> Vec<Param> {
    let c = connection.clone();
    let audiences = serde_json::json!(c.audiences).to_string();
    crate::params![
        c.name,
        c.client_id,
        c.client_secret,
        c.credentials_username,
        c.credentials_password,
        c.oauth_token_url,
        c.grant_type,
        audiences
    ]
}

pub fn outgoing_connection_insert_in_tx(tx: &mut Tx, connection: &OutgoingConnection) {
    let (id, creator_id) = (connection.id.to_string(), connection.creator_id.to_string());
    let mut params = crate::params![id, creator_id, connection.create_at];
    params.extend(said(connection));
    tx.queue(INSERT, Rows::One, params);
}

pub fn outgoing_connection_update_in_tx(tx: &mut Tx, connection: &OutgoingConnection) {
    let mut params = crate::params![connection.id.to_string(), connection.update_at];
    params.extend(said(connection));
    tx.queue(UPDATE, Rows::One, params);
}

pub fn outgoing_connection_delete_in_tx(tx: &mut Tx, id: Id) {
    tx.queue(DELETE, Rows::One, crate::params![id.to_string()]);
}
