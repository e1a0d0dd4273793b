//! From a commit to the node's log loop, and back: a writer goes on when its record has been applied.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};

use crate::record::Record;

/// Records between commit and application; beyond it writers wait.
const APPENDED_LEN_MAX: usize = 4_096;

/// How long the answer to a write waits for its record to be applied. After that the log loop is in trouble and says
/// so itself; the write is committed all the same.
const APPLY_WAIT_MS_MAX: u64 = 1_000;

/// A committed record on its way to the log loop.
#[derive(Debug)]
pub struct Appended {
    pub g: i64,
    pub record: Arc<Record>,
}

/// The writers' end.
#[derive(Clone, Debug)]
pub struct LogSender {
    queue: mpsc::Sender<Appended>,
    applied: watch::Receiver<i64>,
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
    (LogSender { queue: queue_in, applied: applied_out }, LogReceiver { queue, applied })
}

impl LogSender {
    /// Hands a committed record over and returns once this node has applied it.
    pub async fn submit(&self, g: i64, record: Record) {
        if self.queue.send(Appended { g, record: Arc::new(record) }).await.is_err() {
            // Shutting down: other nodes and the next start read it from the table.
            return;
        }
        let mut applied = self.applied.clone();
        let wait = tokio::time::timeout(Duration::from_millis(APPLY_WAIT_MS_MAX), applied.wait_for(|now| *now >= g));
        if wait.await.is_err() {
            tracing::warn!(g, "a record was not applied within a second");
        }
    }

    /// The highest number applied on this node.
    pub fn applied(&self) -> i64 {
        *self.applied.borrow()
    }
}
