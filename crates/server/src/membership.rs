//! This node among the nodes of its database: it joins at its start, proves its life once a second, and leaves when it
//! stops. Who belongs is decided in PostgreSQL, by its clock; the bus learns it from here.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use roost_app::presence;
use roost_app::{App, Db};
use roost_cluster::bus::{Bus, Peer};
use roost_cluster::gossip::{self as gossip_of, Gossip, Misfit, Standing, State, misfit};
use roost_model::Id;
use roost_store::StoreError;
use roost_store::member::{self, ALIVE_MS, Beat, Identity, Locked, Member, SUSPECT_MS};
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use crate::gossip;
use crate::health::Health;
use crate::node::{Leaving, StartError};

/// Between two proofs of life.
const BEAT: Duration = Duration::from_secs(1);

/// Between two looks at who belongs: often, because a node trusts its caches only while it knows.
const LIST: Duration = Duration::from_millis(250);

/// The row of a member that was silent for so long is taken away by the next node that joins.
const GONE_MS: i64 = 30 * 60 * 1_000;

/// How often a starting node looks whether the holder of its name still lives.
const LOOK: Duration = Duration::from_millis(250);

/// Between the nodes that look after the people of a lost one.
const TURN: Duration = Duration::from_secs(3);

/// How often the row for nodes of the original is renewed.
const DISCOVER: Duration = Duration::from_mins(1);

/// Clients that lost their node are back within this time: official ones wait 3 to 5 s. Some other node may know what they
/// missed; one that began meanwhile does not.
const CLIENTS_RETURN_MS: i64 = 6_000;

/// Silence on the bus, in milliseconds, after which a node is looked at; and after which one is that gossip suspects.
const SILENT_MS: u64 = 2_000;
const SUSPECT_SILENT_MS: u64 = 1_000;

/// Joins, once nobody alive has the same name; a node that was killed is gone after [`ALIVE_MS`]. Refused by a database
/// whose nodes belong to another cluster, and by nodes whose clocks or gossip keys are others.
pub async fn join(app: &App, db: &Db, who: &Identity) -> Result<(), StartError> {
    let mut holder_seen_ms = i64::MAX;
    loop {
        let mut tx = db.begin().await?;
        let Locked { counter, now_ms, members } = member::members_locked_in_tx(&mut tx).await?;
        let skew_ms = app.clock.now_ms() - now_ms;
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
        let own = Standing { skew_ms: Some(skew_ms), keys: who.gossip_keys.clone() };
        let others: Vec<Standing> =
            members.iter().filter(alive).filter(|one| one.identity.name != who.name).map(standing).collect();
        if let Some(misfit) = misfit(&own, &others, false) {
            return Err(misfit.into());
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

/// This node as a member.
pub struct Membership {
    pub app: Arc<App>,
    pub db: Db,
    pub who: Identity,
    pub leaving: Leaving,
    pub bus: Bus,
    pub gossip: Option<Gossip>,
    pub health: Arc<Health>,
    /// How this node does not fit to the others.
    pub misfit: Option<Misfit>,
    /// See [`presence::Timings`].
    pub lost_after: Duration,
    /// See [`roost_realtime::Timings`].
    pub parked: Duration,
}

impl Membership {
    /// Proves that the node lives until `stop`, and then leaves. What an administrator wants of it comes with the answer.
    pub async fn run(mut self, stop: CancellationToken) {
        let (mut beats, mut lists, mut discoveries) = (interval(BEAT), interval(LIST), interval(DISCOVER));
        for ticks in [&mut beats, &mut lists, &mut discoveries] {
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        }
        let mut drains = false;
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = beats.tick() => self.beat(&mut drains).await,
                _ = lists.tick() => self.list(&stop).await,
                _ = discoveries.tick() => self.discover().await,
            }
        }
        // Nobody needs to wait for this node any more.
        self.bus.leave();
        report(member::member_leave(&self.db, &self.who).await);
        self.bus.stop();
        if let Some(gossip) = &self.gossip {
            gossip.stop();
        }
    }

    /// A node whose row is gone was taken for dead while it slept: its sockets end, and it joins anew.
    async fn beat(&mut self, drains: &mut bool) {
        if let Some(gossip) = &self.gossip {
            gossip.tell(gossip::facts(&self.app, &self.who, &self.leaving));
            self.who.gossip_keys = gossip.key_ids();
        }
        match member::member_beat(&self.db, &self.proof()).await {
            Ok(Some(answer)) => {
                if answer.drain != *drains {
                    *drains = answer.drain;
                    self.leaving.wanted(*drains);
                }
            }
            Ok(None) => {
                tracing::error!("this node was taken for dead; it joins anew");
                self.app.hub.reset().await;
                self.who.id = fresh_id(&self.app);
                self.who.discovery_id = self.app.random.id().to_string();
                self.bus.renamed(self.who.id);
                if let Some(gossip) = &self.gossip {
                    gossip.renamed(self.who.id);
                }
                if let Err(error) = join(&self.app, &self.db, &self.who).await {
                    tracing::error!(%error, "this node could not join again");
                }
            }
            // Nobody is declared dead while the database is away.
            Err(error) => tracing::warn!(%error, "no proof of life"),
        }
    }

    fn proof(&self) -> Beat {
        let view = self.gossip.as_ref().map(Gossip::view).unwrap_or_default();
        let are = |state| view.iter().filter(|(_, seen)| seen.state == state).map(|(id, _)| *id).collect();
        Beat {
            id: self.who.id,
            applied_g: applied(&self.app),
            connections: i64::try_from(self.app.hub.counts().connections).unwrap_or(i64::MAX),
            config_hash: self.app.config.hash().to_string(),
            draining: self.leaving.is_draining(),
            unheard: self.bus.silent(SILENT_MS),
            heard: are(State::Alive),
            suspects: are(State::Suspect),
            gossip_keys: self.who.gossip_keys.clone(),
            clock_ms: self.app.clock.now_ms(),
        }
    }

    /// Says it when this node and those that are there already may open more connections than PostgreSQL allows: it shows
    /// at the worst moment else, when all of them turn to another primary at once.
    pub async fn count_connections(&self, each: usize) {
        let nodes = self.bus.links().0 + 1;
        let wanted = i64::try_from(nodes * each).unwrap_or(i64::MAX);
        match member::connections_allowed(&self.db).await {
            Ok(allowed) if allowed < wanted => {
                tracing::warn!(
                    nodes,
                    wanted,
                    allowed,
                    "the nodes may open more connections than the database allows; see SqlSettings.MaxOpenConns"
                );
            }
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "how many connections are allowed is not known"),
        }
    }

    /// Tells the bus and gossip who the others are, and looks after the people of those who are gone.
    pub async fn list(&mut self, stop: &CancellationToken) {
        let asked_ms = self.bus.now_ms();
        let members = match member::members(&self.db).await {
            Ok(members) => members,
            Err(error) => {
                tracing::debug!(%error, "who belongs is not known now");
                return;
            }
        };
        let belong = || members.iter().filter(|member| !member.fenced && member.identity.id != self.who.id);
        let peers: Vec<Peer> = belong()
            .map(|member| Peer { id: member.identity.id, address: member.identity.bus_address.clone() })
            .collect();
        self.bus.listed(&peers, asked_ms);
        let mut suspects = Vec::new();
        if let Some(gossip) = &self.gossip {
            let peers: Vec<gossip_of::Peer> = belong()
                .map(|member| gossip_of::Peer {
                    id: member.identity.id,
                    address: member.identity.gossip_address.clone(),
                })
                .collect();
            gossip.listed(&peers);
            let quiet = self.bus.silent(SUSPECT_SILENT_MS);
            suspects = gossip.suspects().into_iter().filter(|id| quiet.contains(id)).collect();
        }
        let silent = self.bus.silent(SILENT_MS);
        if members.iter().any(|member| {
            (silent.contains(&member.identity.id) && member.unseen_ms > ALIVE_MS)
                || (suspects.contains(&member.identity.id) && member.unseen_ms > SUSPECT_MS)
        }) {
            self.fence(&silent, &suspects).await;
        }
        self.judge(&members);
        self.health.is_young(is_young(self.who.id, &members));
        let ids: Vec<i64> = peers.iter().map(|peer| peer.id).collect();
        if let Some(journal) = self.app.hub.journal() {
            journal.members(&ids, self.parked);
        }
        let lost = self.app.presence.only_members(&ids);
        if !lost.is_empty() {
            let rank = ids.iter().filter(|id| **id < self.who.id).count();
            self.look_after(lost, rank, stop);
        }
    }

    /// Whether this node fits to the others: it says so when that changes, and nobody is sent to one that does not.
    fn judge(&mut self, members: &[Member]) {
        let alive = |member: &&Member| !member.fenced && member.unseen_ms < ALIVE_MS;
        let Some(own) = members.iter().find(|member| member.identity.id == self.who.id) else { return };
        let others = members.iter().filter(alive).filter(|member| member.identity.id != self.who.id);
        let found = misfit(&standing(own), &others.map(standing).collect::<Vec<_>>(), true);
        let kind = |misfit: Option<Misfit>| {
            misfit.map(|misfit| match misfit {
                Misfit::Clock(_) => "clock",
                Misfit::Keys => "keys",
            })
        };
        if kind(found) != kind(self.misfit) {
            if let Some(misfit) = found {
                tracing::error!(why = %misfit, "this node does not fit to the others and takes no new people");
            } else {
                tracing::info!("this node fits to the others again");
            }
            self.health.fits(kind(found));
        }
        self.misfit = found;
    }

    /// Who is heard neither on the bus nor by PostgreSQL holds up the others, who cannot trust their caches without it.
    async fn fence(&self, silent: &[i64], suspects: &[i64]) {
        match member::member_fence(&self.db, self.who.id, silent, suspects).await {
            Ok(fenced) if fenced.is_empty() => {}
            Ok(fenced) => {
                self.app.metrics.fenced(fenced.len() as u64);
                tracing::warn!(?fenced, "took silent nodes for dead");
            }
            Err(error) => tracing::warn!(%error, "silent nodes could not be fenced"),
        }
    }

    /// The users of a node that is gone are offline unless they come back in time. Every node does so, one after another:
    /// the first is the one that finds something to do.
    fn look_after(&self, users: Vec<Id>, rank: usize, stop: &CancellationToken) {
        let (app, db, stop) = (self.app.clone(), self.db.for_request(), stop.clone());
        let since_ms = app.clock.now_ms();
        let wait = self.lost_after + TURN * u32::try_from(rank).unwrap_or(u32::MAX);
        self.app.writes.clone().spawn(async move {
            if stop.run_until_cancelled(sleep(wait)).await.is_some()
                && let Err(error) = presence::lost(&app, &db, &users, since_ms).await
            {
                tracing::warn!(%error, "the people of a lost node could not be looked after");
            }
        });
    }

    async fn discover(&self) {
        let (gossip, api) = (port(&self.who.gossip_address), port(&self.who.api_address));
        report(member::member_discover(&self.db, &self.who, gossip, api).await);
    }
}

fn report(outcome: Result<(), StoreError>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "the row of this node could not be written");
    }
}

/// Whether this member should leave clients that come back to others, who were there when their node went away. Members that
/// began together have nobody else.
fn is_young(own: i64, members: &[Member]) -> bool {
    let Some(own) = members.iter().find(|member| member.identity.id == own) else { return false };
    let takes_people = |one: &&Member| !one.fenced && !one.draining && !one.drain && one.unseen_ms < ALIVE_MS;
    own.up_ms < CLIENTS_RETURN_MS
        && members.iter().filter(takes_people).any(|other| other.up_ms - own.up_ms >= CLIENTS_RETURN_MS)
}

fn standing(member: &Member) -> Standing {
    Standing { skew_ms: member.skew_ms, keys: member.identity.gossip_keys.clone() }
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
pub async fn identity(app: &App, db: &Db, address: SocketAddr, bus_port: u16) -> Result<Identity, StoreError> {
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
        bus_address: format!("{host}:{bus_port}"),
        version: app.node.version.to_owned(),
        schema_version: schema.first().map(|newest| newest.version.to_string()).unwrap_or_default(),
        config_hash: app.config.hash().to_string(),
        gossip_keys: Vec::new(),
    })
}
