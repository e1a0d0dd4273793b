//! The nodes that serve this database together: `roost.member`, and the rows of `clusterdiscovery` that go with it.

use roost_model::console::ReplicaView;
use tokio_postgres::Row;

use crate::tx::{Quiet, Rows};
use crate::{Db, StoreError, Tx};

crate::statements! {
    SECRET = "member/secret";
    LOCK = "member/lock";
    LIST = "member/list";
    JOIN = "member/join";
    REMOVE = "member/remove";
    BEAT = "member/beat";
    FENCE = "member/fence";
    DRAIN = "member/drain";
    REPLICAS = "member/replicas";
    DISCOVER = "member/discover";
    UNDISCOVER = "member/undiscover";
}

/// A member that has proved its life so lately is taken for alive.
pub const ALIVE_MS: i64 = 2_500;

/// The same in seconds.
const ALIVE_S: f64 = 2.5;

/// A beat that comes later than this after the one before is a new beginning.
pub const STEADY_GAP_S: f64 = 3.0;

/// What a node says of itself when it joins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Drawn anew at each start.
    pub id: i64,
    /// Key of its row in `clusterdiscovery`, and what clients know it by.
    pub discovery_id: String,
    pub cluster_name: String,
    pub name: String,
    pub hostname: String,
    pub api_address: String,
    pub gossip_address: String,
    pub bus_address: String,
    pub version: String,
    pub schema_version: String,
    pub config_hash: String,
}

/// One row of `roost.member`. All ages are by PostgreSQL's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    pub identity: Identity,
    /// The state of the membership that this member joined with: rises from one to the next.
    pub counter: i64,
    pub applied_g: i64,
    pub connections: i64,
    /// Members that this one has not heard of for a while.
    pub unheard: Vec<i64>,
    /// Somebody wants it to drain.
    pub drain: bool,
    pub draining: bool,
    pub fenced: bool,
    pub up_ms: i64,
    /// Since its last proof of life.
    pub unseen_ms: i64,
    /// Since its proofs of life come without a pause.
    pub steady_ms: i64,
}

impl Member {
    /// In a word: `alive`, `draining`, `silent` (no proof of life of late) or `fenced` (taken for dead).
    pub const fn state(&self) -> &'static str {
        match self {
            Self { fenced: true, .. } => "fenced",
            Self { unseen_ms: ALIVE_MS.., .. } => "silent",
            Self { draining: true, .. } => "draining",
            _ => "alive",
        }
    }

    /// Records of the log that it has not applied yet, when `head` is the newest.
    pub fn log_behind(&self, head: i64) -> i64 {
        (head - self.applied_g).max(0)
    }
}

/// What a member tells at each proof of life.
#[derive(Clone, Debug, Default)]
pub struct Beat {
    pub id: i64,
    pub applied_g: i64,
    pub connections: i64,
    pub config_hash: String,
    pub draining: bool,
    pub unheard: Vec<i64>,
}

/// What a member learns at each proof of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beaten {
    pub drain: bool,
    /// PostgreSQL's clock.
    pub now_ms: i64,
}

/// What the nodes of this database prove to one another that they belong. Not to be logged.
pub async fn cluster_secret(db: &Db) -> Result<String, StoreError> {
    let row = db.query_opt(SECRET, &[]).await?;
    row.map(|row| row.get(0)).ok_or_else(|| StoreError::Bug("roost.cluster has no row".to_owned()))
}

/// Every member, fenced ones included, oldest first.
pub async fn members(db: &Db) -> Result<Vec<Member>, StoreError> {
    Ok(db.query(LIST, &[]).await?.iter().map(member).collect())
}

/// Every member while no other transaction can change who they are, and the number of the change that this one is.
pub async fn members_locked_in_tx(tx: &mut Tx) -> Result<(i64, Vec<Member>), StoreError> {
    let mut answers = tx.query_many(&[(LOCK, &[]), (LIST, &[])]).await?.into_iter();
    let counter = answers.next().and_then(|rows| rows.first().map(|row| row.get(0)));
    let counter = counter.ok_or_else(|| StoreError::Bug("roost.cluster has no row".to_owned()))?;
    Ok((counter, answers.next().unwrap_or_default().iter().map(member).collect()))
}

/// Adds a member in the place of those in `instead`, and ends the transaction.
pub async fn member_join(
    mut tx: Tx,
    who: &Identity,
    counter: i64,
    applied_g: i64,
    instead: &[&Member],
) -> Result<(), StoreError> {
    for old in instead {
        tx.queue(REMOVE, Rows::One, crate::params![old.identity.id]);
        tx.queue(UNDISCOVER, Rows::Any, crate::params![old.identity.discovery_id.clone()]);
    }
    let Identity { id, discovery_id, cluster_name, name, hostname, .. } = who.clone();
    let Identity { api_address, gossip_address, bus_address, version, schema_version, config_hash, .. } = who.clone();
    let params = crate::params![
        id,
        discovery_id,
        cluster_name,
        name,
        hostname,
        api_address,
        gossip_address,
        bus_address,
        version,
        schema_version,
        config_hash,
        counter,
        applied_g
    ];
    tx.queue(JOIN, Rows::One, params);
    tx.commit_quiet(Quiet::Membership).await
}

/// Proof of life. `None`: this node is no member any more.
pub async fn member_beat(db: &Db, beat: &Beat) -> Result<Option<Beaten>, StoreError> {
    let Beat { id, applied_g, connections, config_hash, draining, unheard } = beat;
    let row = db.query_opt(BEAT, &[id, applied_g, connections, config_hash, draining, &STEADY_GAP_S, unheard]).await?;
    Ok(row.map(|row| Beaten { drain: row.get(0), now_ms: row.get(1) }))
}

/// A member goes in good order.
pub async fn member_leave(db: &Db, who: &Identity) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(LOCK, &[]).await?;
    tx.queue(REMOVE, Rows::Any, crate::params![who.id]);
    tx.queue(UNDISCOVER, Rows::Any, crate::params![who.discovery_id.clone()]);
    tx.commit_quiet(Quiet::Membership).await
}

/// Fences those of `silent` that have proved no life for [`ALIVE_MS`], unless this node is fenced itself. What they do from
/// then on is not theirs to do: they find out at their next proof of life, and join anew. Returns their names.
pub async fn member_fence(db: &Db, own: i64, silent: &[i64]) -> Result<Vec<String>, StoreError> {
    let mut tx = db.begin().await?;
    let params: crate::db::Params<'_> = &[&silent, &own, &ALIVE_S];
    let mut answers = tx.query_many(&[(LOCK, &[]), (FENCE, params)]).await?.into_iter();
    let fenced = answers.nth(1).unwrap_or_default();
    for row in &fenced {
        tx.queue(UNDISCOVER, Rows::Any, crate::params![row.get::<_, String>(1)]);
    }
    tx.commit_quiet(Quiet::Membership).await?;
    Ok(fenced.iter().map(|row| row.get(0)).collect())
}

/// Wants the members with a name to drain, or no longer to. Returns how many there are.
pub async fn member_drain(db: &Db, name: &str, drain: bool) -> Result<usize, StoreError> {
    Ok(db.query(DRAIN, &[&name, &drain]).await?.len())
}

/// The same in a transaction that does more.
pub async fn member_drain_in_tx(tx: &mut Tx, name: &str, drain: bool) -> Result<usize, StoreError> {
    Ok(tx.query(DRAIN, &[&name, &drain]).await?.len())
}

/// The standbys that stream from the primary. Details are for accounts that may see them (`pg_monitor`).
pub async fn replicas(db: &Db) -> Result<Vec<ReplicaView>, StoreError> {
    let rows = db.query(REPLICAS, &[]).await?;
    let view = |row: &Row| ReplicaView {
        name: row.get(0),
        address: row.get(1),
        state: row.get(2),
        lag_ms: row.get(3),
        lag_bytes: row.get(4),
    };
    Ok(rows.iter().map(view).collect())
}

/// The row by which nodes of the original are found: written at the start and once a minute.
pub async fn member_discover(db: &Db, who: &Identity, gossip_port: i32, port: i32) -> Result<(), StoreError> {
    let params: crate::db::Params<'_> = &[&who.discovery_id, &who.cluster_name, &who.hostname, &gossip_port, &port];
    db.query(DISCOVER, params).await.map(drop)
}

fn member(row: &Row) -> Member {
    Member {
        identity: Identity {
            id: row.get(0),
            discovery_id: row.get(1),
            cluster_name: row.get(2),
            name: row.get(3),
            hostname: row.get(4),
            api_address: row.get(5),
            gossip_address: row.get(6),
            bus_address: row.get(7),
            version: row.get(8),
            schema_version: row.get(9),
            config_hash: row.get(10),
        },
        counter: row.get(11),
        applied_g: row.get(12),
        connections: row.get(13),
        unheard: row.get(14),
        drain: row.get(15),
        draining: row.get(16),
        fenced: row.get(17),
        up_ms: row.get(18),
        unseen_ms: row.get(19),
        steady_ms: row.get(20),
    }
}
