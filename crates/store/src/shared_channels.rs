//! What a database tells of channels that are shared with other servers.

use roost_model::Id;
use roost_model::shared_channel::{RemoteInfo, SharedChannel};
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::{Db, StoreError};

crate::statements! {
    OF_TEAM = "shared_channels/of_team";
    REMOTES = "shared_channels/remotes";
    REMOTE_EXISTS = "shared_channels/remote_exists";
    REMOTE_OF_MEMBER = "shared_channels/remote_of_member";
}

/// The shared channels of a team; those of a member unless that is empty.
pub async fn shared_channel_list(
    db: &Db,
    team: Id,
    member: Id,
    limit: i64,
    offset: i64,
) -> Result<Vec<SharedChannel>, StoreError> {
    let rows = db.query(OF_TEAM, &[&team.as_str(), &member.as_str(), &limit, &offset]).await?;
    let shared = |row: &Row| SharedChannel {
        id: row.id(0),
        team_id: row.id(1),
        home: row.flag(2),
        readonly: row.flag(3),
        name: row.text(4),
        display_name: row.text(5),
        purpose: row.text(6),
        header: row.text(7),
        creator_id: row.id(8),
        create_at: row.int(9),
        update_at: row.int(10),
        remote_id: row.text(11),
        channel_type: row.text(12),
    };
    Ok(rows.iter().map(shared).collect())
}

/// The servers with which a channel is shared.
pub async fn remote_list_of_channel(db: &Db, channel: Id) -> Result<Vec<RemoteInfo>, StoreError> {
    Ok(db.query(REMOTES, &[&channel.as_str()]).await?.iter().map(remote_from).collect())
}

/// A server, if a channel is shared with it that this person is in.
pub async fn remote_get_for_member(
    db: &Db,
    remote: &str,
    member: Id,
    deleted: bool,
) -> Result<Option<RemoteInfo>, StoreError> {
    let row = db.query_opt(REMOTE_OF_MEMBER, &[&remote, &member.as_str(), &deleted]).await?;
    Ok(row.as_ref().map(remote_from))
}

/// Whether there is a connection to this server, a deleted one too.
pub async fn remote_exists(db: &Db, remote: &str) -> Result<bool, StoreError> {
    Ok(db.query_opt(REMOTE_EXISTS, &[&remote]).await?.is_some())
}

fn remote_from(row: &Row) -> RemoteInfo {
    RemoteInfo {
        name: row.text(0),
        display_name: row.text(1),
        create_at: row.int(2),
        delete_at: row.int(3),
        last_ping_at: row.int(4),
    }
}
