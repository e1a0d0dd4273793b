//! From a commit to the node's log loop, and back: a writer goes on when its record has been applied, here and elsewhere.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout_at};

use crate::record::Record;

/// Records between commit and application; beyond it writers wait.
const APPENDED_LEN_MAX: usize = 4_096;

/// How long the answer to a write waits for its record to be applied, from the moment of its commit. After that this
/// node's log loop is in trouble and says so itself, or another node is, and knows that it must not trust its caches; the
/// write is committed all the same.
const APPLY_WAIT_MS_MAX: u64 = 1_000;

/// A committed record on its way to the log loop.
#[derive(Debug)]
pub struct Appended {
    pub g: i64,
    pub record: Arc<Record>,
    /// The record as it is in the log.
    pub body: Bytes,
}

/// How far the other nodes are.
pub struct Elsewhere {
    /// All of those who are waited for have applied the log up to here.
    pub applied: watch::Receiver<i64>,
    /// Takes notice that a record was not applied everywhere in time.
    pub give_up: Box<dyn Fn(i64) + Send + Sync>,
}

/// The writers' end.
#[derive(Clone)]
pub struct LogSender {
    queue: mpsc::Sender<Appended>,
    applied: watch::Receiver<i64>,
    elsewhere: Arc<OnceLock<Elsewhere>>,
}

/// The log loop's end.
#[derive(Debug)]
pub struct LogReceiver {
    pub queue: mpsc::Receiver<Appended>,
    pub applied: watch::Sender<i64>,
}

/// Both ends.
pub fn channel() -> (LogSender, LogReceiver) {
    let (queue_in, queue) = mpsc::channel(APPENDED_LEN_MAX);
    let (applied, applied_out) = watch::channel(0);
    let sender = LogSender { queue: queue_in, applied: applied_out, elsewhere: Arc::default() };
    (sender, LogReceiver { queue, applied })
}

impl LogSender {
    /// From now on writers wait for the other nodes too.
    pub fn attach(&self, elsewhere: Elsewhere) {
        if self.elsewhere.set(elsewhere).is_err() {
            tracing::error!("the other nodes were attached to the log twice");
        }
    }

    /// Hands a committed record over and returns once all nodes have applied it.
    pub async fn submit(&self, g: i64, record: Record, body: Bytes) {
        let deadline = Instant::now() + Duration::from_millis(APPLY_WAIT_MS_MAX);
        if self.queue.send(Appended { g, record: Arc::new(record), body }).await.is_err() {
            // Shutting down: other nodes and the next start read it from the table.
            return;
        }
        let mut applied = self.applied.clone();
        if timeout_at(deadline, applied.wait_for(|now| *now >= g)).await.is_err() {
            tracing::warn!(g, "a record was not applied within a second");
        }
        let Some(elsewhere) = self.elsewhere.get() else { return };
        let mut applied = elsewhere.applied.clone();
        if timeout_at(deadline, applied.wait_for(|now| *now >= g)).await.is_err() {
            (elsewhere.give_up)(g);
        }
    }

    /// The highest number applied on this node.
    pub fn applied(&self) -> i64 {
        *self.applied.borrow()
    }

    /// The same, as it changes.
    pub fn applied_seen(&self) -> watch::Receiver<i64> {
        self.applied.clone()
    }
}
