//! What all requests of a node share.

use std::num::NonZeroU32;
use std::sync::Arc;

use roost_blob::Blobs;
use roost_config::ConfigStore;
use roost_model::Id;
use roost_realtime::{Event, Hub};
use roost_store::Tx;
use roost_store::connect::Renewal;
use roost_telemetry::{LogLines, Metrics, Traces};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use crate::AppError;
use crate::caches::Caches;
use crate::clock::{Clock, Random};
use crate::embeds::Links;
use crate::files::FileState;
use crate::gate::Gates;
use crate::jobs::JobWaker;
use crate::live::LiveSender;
use crate::log::LogSender;
use crate::notify::Notifier;
use crate::oauth::Tokens;
use crate::outgoing::Outgoing;
use crate::presence::Presence;
use crate::record::Record;
use crate::sight::Sight;
use crate::system::{Busy, Installation};
use crate::turns::Turns;

/// Facts about this node that clients and other nodes are told.
#[derive(Clone, Debug)]
pub struct NodeInfo {
    /// Random number of this start; written into every log record.
    pub member: i64,
    pub hostname: String,
    /// Version of the original that clients compare with.
    pub version: &'static str,
    /// Whether the process has all rights; administrators are told, because it should not.
    pub runs_as_root: bool,
    /// Our own version.
    pub roost_version: &'static str,
}

/// The node.
pub struct App {
    pub config: Arc<ConfigStore>,
    pub caches: Caches,
    pub log: LogSender,
    pub hub: Hub,
    pub gates: Gates,
    pub blobs: Blobs,
    /// Where exports are: with the other files, unless they have a store of their own.
    pub exports: Blobs,
    pub files: FileState,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    /// Iterations of new password hashes.
    pub password_work_factor: NonZeroU32,
    /// At most so many password hashes are computed at once; each takes a core for about 70 ms.
    pub hashing: Semaphore,
    /// Those who write posts, by channel (`posts::places`).
    pub posting: Turns<Id>,
    /// Operations that change something. A node that stops waits for them, also when their clients went away.
    pub writes: TaskTracker,
    pub node: NodeInfo,
    pub installation: Installation,
    pub busy: Busy,
    pub presence: Presence,
    pub jobs: JobWaker,
    /// What was logged of late.
    pub log_lines: Arc<LogLines>,
    /// Has the pools of this node make their connections to the database anew.
    pub renewal: Arc<Renewal>,
    pub live: LiveSender,
    /// The other nodes, as gossip knows them.
    pub sight: Sight,
    pub metrics: Arc<Metrics>,
    /// Where spans go; nothing: nobody wants them.
    pub traces: Option<Traces>,
    /// Calls to programs of others.
    pub outgoing: Outgoing,
    /// What programs of others have given for further calls.
    pub tokens: Tokens,
    /// What addresses in messages lead to.
    pub links: Links,
    /// Tells those who are away.
    pub notifier: Notifier,
}

impl App {
    /// Commits with `record`, and returns once every node has applied it, or could not in time and knows that. Requests do
    /// so through their context.
    pub async fn commit(&self, tx: Tx, record: Record) -> Result<(), AppError> {
        let body = record.to_bytes();
        let committed = tx.commit(self.node.member, &body).await?;
        let posts = record.events.iter().filter(|event| event.name == "posted").count() as u64;
        self.metrics.posts.inc_by(posts);
        self.metrics.post_broadcasts.inc_by(posts);
        self.log.submit(committed.g, record, body).await;
        Ok(())
    }

    /// Sends an event that is in no log to the sockets of all nodes. It may be lost.
    pub fn tell(&self, event: Event) {
        self.live.event(&event, self.hub.journal());
        self.presence.spread(self, &event);
        self.hub.ephemeral(event);
    }

    /// What `X-Version-Id` and `hello` carry: clients reload their configuration when it changes.
    pub fn version_id(&self) -> String {
        version_id(self.node.version, &self.config.hash())
    }
}

/// Version, build, hash of the configuration, and whether there is a licence: always.
pub fn version_id(version: &str, config_hash: &str) -> String {
    format!("{version}.{version}.{config_hash}.true")
}
