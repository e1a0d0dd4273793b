//! What gossip knows of the other nodes now: fresher than their rows, and nothing to decide by.

use std::sync::OnceLock;

/// What gossip knows of another node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glimpse {
    /// It was heard, and is not any more.
    pub suspect: bool,
    /// What it tells of itself, while it is heard.
    pub told: Option<Told>,
}

/// What a node tells of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub version: String,
    pub config_hash: String,
    /// Open sockets.
    pub connections: i64,
    /// How far it has applied the log.
    pub applied_g: i64,
}

type Look = Box<dyn Fn(i64) -> Option<Glimpse> + Send + Sync>;

/// The view of the others; of nobody while there is no gossip.
#[derive(Default)]
pub struct Sight(OnceLock<Look>);

impl Sight {
    pub fn attach(&self, look: impl Fn(i64) -> Option<Glimpse> + Send + Sync + 'static) {
        if self.0.set(Box::new(look)).is_err() {
            tracing::error!("gossip was attached twice");
        }
    }

    /// Of a member, by its id.
    pub fn of(&self, member: i64) -> Glimpse {
        self.0.get().and_then(|look| look(member)).unwrap_or_default()
    }
}
