//! Bulk loads: looking many things up by name, and writing many rows at a time.

pub mod copy;
pub mod lookup;
pub mod people;
pub mod places;
pub mod talk;

use deadpool_postgres::Object;

use crate::{Db, StoreError};

/// Key of the lock that an import holds: two at once would both find a post missing and write it twice.
const LOCK_KEY: i64 = 0x726f_6f73_745f_696d;

/// Takes the lock until the connection ends; `false` when another import holds it.
pub async fn lock(client: &tokio_postgres::Client) -> Result<bool, StoreError> {
    let row = client.query_one("select pg_try_advisory_lock($1)", &[&LOCK_KEY]).await?;
    Ok(row.try_get(0)?)
}

/// Gives the lock back. PostgreSQL does so itself when a connection ends, but some time after its client is gone: the
/// next import would be refused meanwhile.
pub async fn unlock(client: &tokio_postgres::Client) -> Result<(), StoreError> {
    client.execute("select pg_advisory_unlock($1)", &[&LOCK_KEY]).await?;
    Ok(())
}

/// The lock of imports, for one that runs beside others on the connections of a node. It is held by a connection that leaves
/// its pool, and ends with this value.
pub struct ImportLock(deadpool_postgres::ClientWrapper);

impl ImportLock {
    /// `None` when another import holds it.
    pub async fn take(db: &Db) -> Result<Option<Self>, StoreError> {
        let client = Object::take(db.client().await?);
        Ok(lock(&client).await?.then_some(Self(client)))
    }

    /// Gives it back at once, see [`unlock`].
    pub async fn give_back(self) {
        if let Err(error) = unlock(&self.0).await {
            // The end of the connection frees it too.
            tracing::warn!(%error, "the lock of imports was not given back");
        }
    }
}

crate::statements! {
    BOTS = "bulk/bots";
    BOT_SAVE = "bulk/bot_save";
    CHANNELS = "bulk/channels";
    CHANNELS_COUNT = "bulk/channels_count";
    CHANNEL_MEMBERS_INSERT = "bulk/channel_members_insert";
    CHANNEL_MEMBERS_UPDATE = "bulk/channel_members_update";
    DIRECT_CHANNELS = "bulk/direct_channels";
    DIRECT_HEADER = "bulk/direct_header";
    DIRECT_INSERT = "bulk/direct_insert";
    EMOJI = "bulk/emoji";
    EMOJI_INSERT = "bulk/emoji_insert";
    EMOJI_TOUCH = "bulk/emoji_touch";
    FILES_OF_POSTS = "bulk/files_of_posts";
    FIRST_ADMIN = "bulk/first_admin";
    FOLLOWERS_SAVE = "bulk/followers_save";
    HISTORY_INSERT = "bulk/history_insert";
    POSTS_ATTACH = "bulk/posts_attach";
    POSTS_FOUND = "bulk/posts_found";
    POSTS_UPDATE = "bulk/posts_update";
    PREFERENCES_SAVE = "bulk/preferences_save";
    REACTIONS_INSERT = "bulk/reactions_insert";
    ROLES = "bulk/roles";
    ROLE_SAVE = "bulk/role_save";
    SCHEMES = "bulk/schemes";
    SCHEME_SAVE = "bulk/scheme_save";
    SESSION = "bulk/session";
    TEAMS = "bulk/teams";
    TEAM_MEMBERS_SAVE = "bulk/team_members_save";
    TEAM_MEMBERS_UPDATE = "bulk/team_members_update";
    TEAM_UPDATE = "bulk/team_update";
    THREAD_GROW = "bulk/thread_grow";
    USERS = "bulk/users";
    USER_IDS = "bulk/user_ids";
    USER_LIFECYCLE = "bulk/user_lifecycle";
    USER_UPDATE = "bulk/user_update";
}
