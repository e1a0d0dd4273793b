//! Whether the primary that answers now has the history that this node has applied. One that took the place of another may
//! lack the last commits of that one, and give their numbers to others.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use roost_app::{App, Db};
use roost_store::connect::Renewal;
use roost_store::replicas::Replicas;
use roost_store::{StoreError, log};

/// Records that are compared: more than can be under way between a primary and its standby.
const KEPT_LEN: usize = 2_000;

/// No number that a lost primary may have given away is given again.
const SKIP: i64 = 10_000;

/// The end of what this node has applied, and whose history it is.
#[derive(Default)]
pub struct History {
    /// Numbers and digests of bodies, oldest first.
    applied: VecDeque<(i64, u64)>,
    timeline: Option<String>,
    /// A standby answered: said once.
    is_standby: bool,
    /// Those who follow the primary.
    replicas: Option<Arc<Replicas>>,
}

/// A number for the body of a record.
pub fn digest(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    hasher.finish()
}

impl History {
    pub fn new(replicas: Option<Arc<Replicas>>) -> Self {
        Self { replicas, ..Self::default() }
    }

    pub fn applied(&mut self, g: i64, digest: u64) {
        if self.applied.len() == KEPT_LEN {
            self.applied.pop_front();
        }
        self.applied.push_back((g, digest));
    }

    /// Looks at whoever answers now. After a change of the primary connections to the old one are given up; when it lacks
    /// what was applied here, every cache and every socket starts over. Cheap while nothing changed: one statement.
    pub async fn check(&mut self, app: &App, db: &Db, renewal: &Renewal) -> Result<(), StoreError> {
        let timeline = match log::log_timeline(db).await {
            Ok(timeline) => timeline,
            Err(error) => {
                if !std::mem::replace(&mut self.is_standby, true) {
                    tracing::warn!(%error, "the database that answers is no primary; its connections are given up");
                }
                renewal.renew();
                return Err(error);
            }
        };
        self.is_standby = false;
        if let Some(before) = self.timeline.as_deref().filter(|before| *before != timeline) {
            tracing::info!(before, timeline, "another primary answers");
            if let Some(replicas) = &self.replicas {
                replicas.leave();
            }
            renewal.renew();
            // When it fails, the timeline stays what it was, so that it is done next time.
            self.change_over(app, db).await?;
        }
        self.timeline = Some(timeline.clone());
        self.follow(db, &timeline).await
    }

    /// Goes on with another primary: from what was applied here when that one has it too, else from the start.
    async fn change_over(&mut self, app: &App, db: &Db) -> Result<(), StoreError> {
        if self.is_shared(db).await? {
            tracing::info!("it goes on with the same history");
            return Ok(());
        }
        tracing::error!("it lacks commits of the last one; everybody loads anew");
        let last = self.applied.back().map_or(0, |(g, _)| *g);
        log::log_skip(db, last + SKIP).await?;
        self.applied.clear();
        app.caches.clear();
        app.hub.reset().await;
        Ok(())
    }

    async fn follow(&self, db: &Db, timeline: &str) -> Result<(), StoreError> {
        let Some(replicas) = &self.replicas else { return Ok(()) };
        replicas.follow(db, timeline).await
    }

    /// Whether everything that was applied here is there too.
    async fn is_shared(&self, db: &Db) -> Result<bool, StoreError> {
        let (Some((first, _)), Some((last, _))) = (self.applied.front(), self.applied.back()) else { return Ok(true) };
        let rows = log::log_history(db, *first, *last).await?;
        // What is older than its oldest row was taken away because of its age.
        let oldest = rows.first().map_or(*last, |(g, _)| *g);
        let mut there = rows.iter().filter(|(_, body)| !body.is_empty()).map(|(g, body)| (*g, digest(body)));
        Ok(self.applied.iter().filter(|(g, _)| *g >= oldest).all(|here| there.next() == Some(*here)))
    }
}
