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
    CONNECTIONS = "member/connections";
}

/// A member that has proved its life so lately is taken for alive.
pub const ALIVE_MS: i64 = 2_500;

/// The same in seconds.
const ALIVE_S: f64 = 2.5;

/// One that gossip suspects and the bus does not hear is fenced when it has proved its life no more for so long: two proofs
/// that did not come.
pub const SUSPECT_MS: i64 = 2_000;

/// The same in seconds.
const SUSPECT_S: f64 = 2.0;

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
    /// The ids of the keys that it gossips with, the one that seals first.
    pub gossip_keys: Vec<String>,
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
    /// How much its clock is ahead of PostgreSQL's, the time under way taken off.
    pub skew_ms: Option<i64>,
    /// Other members that prove their life and hear it by gossip.
    pub heard_by: i64,
    /// Other members that prove their life and heard it by gossip, and do not any more.
    pub suspected_by: i64,
}

impl Member {
    /// In a word: `alive`, `draining`, `suspect` (most others do not hear it any more), `silent` (no proof of life of late) or
    /// `fenced` (taken for dead).
    pub const fn state(&self) -> &'static str {
        match self {
            Self { fenced: true, .. } => "fenced",
            Self { unseen_ms: ALIVE_MS.., .. } => "silent",
            Self { heard_by, suspected_by, .. } if *suspected_by > *heard_by => "suspect",
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
    /// Members that are silent on the bus.
    pub unheard: Vec<i64>,
    /// Members that gossip hears, and those that it heard and does not any more.
    pub heard: Vec<i64>,
    pub suspects: Vec<i64>,
    pub gossip_keys: Vec<String>,
    /// The member's own clock, in milliseconds of Unix time.
    pub clock_ms: i64,
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
    let row = db.primary().query_opt(SECRET, &[]).await?;
    row.map(|row| row.get(0)).ok_or_else(|| StoreError::Bug("roost.cluster has no row".to_owned()))
}

/// How many connections PostgreSQL lets all nodes have together.
pub async fn connections_allowed(db: &Db) -> Result<i64, StoreError> {
    Ok(db.primary().query(CONNECTIONS, &[]).await?.first().map_or(i64::MAX, |row| row.get(0)))
}

/// Every member, fenced ones included, oldest first.
pub async fn members(db: &Db) -> Result<Vec<Member>, StoreError> {
    Ok(db.primary().query(LIST, &[&ALIVE_S]).await?.iter().map(member).collect())
}

/// The members while no other transaction can change who they are.
#[derive(Debug)]
pub struct Locked {
    /// The number of the change that this transaction is.
    pub counter: i64,
    /// PostgreSQL's clock.
    pub now_ms: i64,
    pub members: Vec<Member>,
}

/// Every member while no other transaction can change who they are.
pub async fn members_locked_in_tx(tx: &mut Tx) -> Result<Locked, StoreError> {
    let mut answers = tx.query_many(&[(LOCK, &[]), (LIST, &[&ALIVE_S])]).await?.into_iter();
    let change = answers.next().and_then(|rows| rows.first().map(|row| (row.get(0), row.get(1))));
    let (counter, now_ms) = change.ok_or_else(|| StoreError::Bug("roost.cluster has no row".to_owned()))?;
    Ok(Locked { counter, now_ms, members: answers.next().unwrap_or_default().iter().map(member).collect() })
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
    let gossip_keys = who.gossip_keys.clone();
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
        applied_g,
        gossip_keys
    ];
    tx.queue(JOIN, Rows::One, params);
    tx.commit_quiet(Quiet::Membership).await
}

/// Proof of life. `None`: this node is no member any more.
pub async fn member_beat(db: &Db, beat: &Beat) -> Result<Option<Beaten>, StoreError> {
    let Beat { id, applied_g, connections, config_hash, draining, unheard, heard, suspects, gossip_keys, clock_ms } =
        beat;
    let params: crate::db::Params<'_> = &[
        id,
        applied_g,
        connections,
        config_hash,
        draining,
        &STEADY_GAP_S,
        unheard,
        heard,
        suspects,
        gossip_keys,
        clock_ms,
    ];
    let row = db.query_opt(BEAT, params).await?;
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

/// Fences those of `silent` that have proved no life for [`ALIVE_MS`], and those of `suspects` that have proved none for
/// [`SUSPECT_MS`], unless this node is fenced itself. What they do from then on is not theirs to do: they find out at their
/// next proof of life, and join anew. Returns their names.
pub async fn member_fence(db: &Db, own: i64, silent: &[i64], suspects: &[i64]) -> Result<Vec<String>, StoreError> {
    let mut tx = db.begin().await?;
    let params: crate::db::Params<'_> = &[&silent, &own, &ALIVE_S, &suspects, &SUSPECT_S];
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
    let rows = db.primary().query(REPLICAS, &[]).await?;
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
            gossip_keys: row.get(21),
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
        skew_ms: row.get(22),
        heard_by: row.get(23),
        suspected_by: row.get(24),
    }
}
