//! Lanes to the proxy: messages for one device go one after another, those for others meanwhile.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::Outgoing;
use super::proxy;
use crate::{App, Db};

/// Messages that are under way at once.
const LANES: usize = 16;

/// Messages that wait for each lane; then everything waits.
const LANE_LEN_MAX: usize = 64;

/// The lanes of a node.
pub struct Lanes {
    lanes: Vec<mpsc::Sender<Outgoing>>,
    tasks: JoinSet<()>,
}

impl Lanes {
    pub(in super::super) fn start(app: &Arc<App>, db: &Db) -> Self {
        let mut tasks = JoinSet::new();
        let lanes = (0..LANES).map(|_| {
            let (lane, mut waiting) = mpsc::channel(LANE_LEN_MAX);
            let (app, db) = (app.clone(), db.for_request());
            tasks.spawn(async move {
                while let Some(one) = waiting.recv().await {
                    proxy::deliver(&app, &db, one).await;
                }
            });
            lane
        });
        Self { lanes: lanes.collect(), tasks }
    }

    pub(in super::super) async fn send(&self, one: Outgoing) {
        let mut hasher = DefaultHasher::new();
        one.device.stored.hash(&mut hasher);
        let lanes = u64::try_from(self.lanes.len()).unwrap_or(u64::MAX).max(1);
        let at = usize::try_from(hasher.finish() % lanes).unwrap_or_default();
        if let Some(lane) = self.lanes.get(at)
            && lane.send(one).await.is_err()
        {
            tracing::error!("a lane to the push proxy ended");
        }
    }

    /// Returns when everything is sent.
    pub(in super::super) async fn end(self) {
        drop(self.lanes);
        self.tasks.join_all().await;
    }
}
