//! This node among the nodes of its database: it joins at its start, proves its life once a second, and leaves when it
//! stops. Who belongs is decided in PostgreSQL, by its clock.

use std::sync::Arc;
use std::time::Duration;

use roost_app::{App, Db};
use roost_store::StoreError;
use roost_store::member::{self, ALIVE_MS, Beat, Identity, Member};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::node::{Leaving, StartError};

/// Between two proofs of life.
const BEAT: Duration = Duration::from_secs(1);

/// The row of a member that was silent for so long is taken away by the next node that joins.
const GONE_MS: i64 = 30 * 60 * 1_000;

/// How often a starting node looks whether the holder of its name still lives.
const LOOK: Duration = Duration::from_millis(250);

/// How often the row for nodes of the original is renewed.
const DISCOVER: Duration = Duration::from_mins(1);

/// Joins, once nobody alive has the same name; a node that was killed is gone after [`ALIVE_MS`]. Refused by a database
/// whose nodes belong to another cluster.
pub async fn join(app: &App, db: &Db, who: &Identity) -> Result<(), StartError> {
    let mut holder_seen_ms = i64::MAX;
    loop {
        let mut tx = db.begin().await?;
        let (counter, members) = member::members_locked_in_tx(&mut tx).await?;
        let alive = |member: &&Member| !member.fenced && member.unseen_ms < ALIVE_MS;
        if let Some(other) = members.iter().filter(alive).find(|other| other.identity.cluster_name != who.cluster_name)
        {
            let Identity { name, cluster_name, .. } = &other.identity;
            return Err(format!(
                "the nodes of this database are the cluster \"{cluster_name}\" ({name} among them), and this node is of \
                 \"{}\"; see ClusterSettings.ClusterName",
                who.cluster_name
            )
            .into());
        }
        let same_place = |member: &&Member| member.identity.name == who.name;
        match members.iter().filter(alive).find(same_place) {
            // It has proved its life again while we looked.
            Some(holder) if holder.unseen_ms < holder_seen_ms && holder_seen_ms != i64::MAX => {
                return Err(format!(
                    "another node is named \"{}\" and lives; give this one another ClusterSettings.OverrideHostname",
                    who.name
                )
                .into());
            }
            Some(holder) => holder_seen_ms = holder.unseen_ms,
            None => {
                let gone = |member: &&Member| same_place(member) || member.unseen_ms > GONE_MS;
                let instead: Vec<&Member> = members.iter().filter(gone).collect();
                member::member_join(tx, who, counter, applied(app), &instead).await?;
                let (gossip, api) = (port(&who.gossip_address), port(&who.api_address));
                member::member_discover(db, who, gossip, api).await?;
                tracing::info!(name = who.name, members = members.len() - instead.len(), "joined the cluster");
                return Ok(());
            }
        }
        drop(tx);
        sleep(LOOK).await;
    }
}

/// Proves that the node lives until `stop`, and then leaves. What an administrator wants of it comes with the answer. A
/// node whose row is gone was taken for dead while it slept: its sockets end, and it joins anew.
pub async fn run(app: Arc<App>, db: Db, mut who: Identity, leaving: Leaving, stop: CancellationToken) {
    let mut discovered = Instant::now();
    let mut drains = false;
    while stop.run_until_cancelled(sleep(BEAT)).await.is_some() {
        match member::member_beat(&db, &beat(&app, &who, &leaving)).await {
            Ok(Some(answer)) => {
                if answer.drain != drains {
                    drains = answer.drain;
                    leaving.wanted(drains);
                }
            }
            Ok(None) => {
                tracing::error!("this node was taken for dead; it joins anew");
                app.hub.reset().await;
                who.id = fresh_id(&app);
                who.discovery_id = app.random.id().to_string();
                if let Err(error) = join(&app, &db, &who).await {
                    tracing::error!(%error, "this node could not join again");
                }
            }
            // Nobody is declared dead while the database is away.
            Err(error) => tracing::warn!(%error, "no proof of life"),
        }
        if discovered.elapsed() >= DISCOVER {
            discovered = Instant::now();
            report(member::member_discover(&db, &who, port(&who.gossip_address), port(&who.api_address)).await);
        }
    }
    report(member::member_leave(&db, &who).await);
}

fn report(outcome: Result<(), StoreError>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "the row of this node could not be written");
    }
}

fn beat(app: &App, who: &Identity, leaving: &Leaving) -> Beat {
    Beat {
        id: who.id,
        applied_g: applied(app),
        connections: i64::try_from(app.hub.counts().connections).unwrap_or(i64::MAX),
        config_hash: app.config.hash().to_string(),
        draining: leaving.is_draining(),
        unheard: Vec::new(),
    }
}

fn applied(app: &App) -> i64 {
    i64::try_from(app.hub.applied()).unwrap_or(i64::MAX)
}

/// A number that no other start has. The first one stands in the records of the log too.
fn fresh_id(app: &App) -> i64 {
    let mut bits = [0; 8];
    app.random.fill(&mut bits);
    i64::from_le_bytes(bits)
}

fn port(address: &str) -> i32 {
    address.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(0)
}

/// What this node says of itself. Its name is `ClusterSettings.OverrideHostname`, or host name and port: several nodes of
/// one machine have one host name.
pub async fn identity(app: &App, db: &Db, address: std::net::SocketAddr) -> Result<Identity, StoreError> {
    let config = app.config.current();
    let settings = &config.cluster;
    let (name, hostname) = match settings.override_hostname.as_str() {
        "" => (format!("{}:{}", app.node.hostname, address.port()), app.node.hostname.clone()),
        given => (given.to_owned(), given.to_owned()),
    };
    let host = match settings.advertise_address.as_str() {
        "" if address.ip().is_unspecified() => hostname.clone(),
        "" => address.ip().to_string(),
        advertised => advertised.to_owned(),
    };
    let schema = roost_store::systems::migration_list(db).await?;
    Ok(Identity {
        id: app.node.member,
        discovery_id: app.random.id().to_string(),
        cluster_name: settings.cluster_name.clone(),
        name,
        hostname,
        api_address: format!("{host}:{}", address.port()),
        gossip_address: format!("{host}:{}", settings.gossip_port),
        bus_address: String::new(),
        version: app.node.version.to_owned(),
        schema_version: schema.first().map(|newest| newest.version.to_string()).unwrap_or_default(),
        config_hash: app.config.hash().to_string(),
    })
}
