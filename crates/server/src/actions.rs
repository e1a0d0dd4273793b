//! What sockets ask of the rest of the server.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use roost_app::{App, Db, access, sessions, socket};
use roost_cluster::bus::Bus;
use roost_model::Id;
use roost_realtime::{ActionCall, ActionError, BoxFuture, ClientActions, Identity, Memberships, TakeOver, Unavailable};
use serde_json::{Map, Value};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Answers sockets on the background runtime, with its database pool, so that a shard's thread never waits.
pub struct SocketActions {
    app: OnceLock<Arc<App>>,
    db: Db,
    runtime: Handle,
    /// See [`roost_app::presence::Timings`].
    leave: Duration,
    /// Cancelled when nobody comes back any more.
    closing: CancellationToken,
    others: OnceLock<Others>,
}

/// The other nodes, for sockets.
pub struct Others {
    pub bus: Bus,
    /// To [`crate::take_overs::run`].
    pub wishes: mpsc::Sender<TakeOver>,
}

impl SocketActions {
    pub fn new(db: Db, runtime: Handle, leave: Duration, closing: CancellationToken) -> Self {
        Self { app: OnceLock::new(), db, runtime, leave, closing, others: OnceLock::new() }
    }

    /// Gives the node once it is built; until then every question is answered "unavailable".
    pub fn attach(&self, app: Arc<App>) {
        if self.app.set(app).is_err() {
            tracing::error!("a node was attached to its sockets twice");
        }
    }

    /// There are other nodes.
    pub fn attach_others(&self, others: Others) {
        if self.others.set(others).is_err() {
            tracing::error!("the other nodes were attached to the sockets twice");
        }
    }

    fn parts(&self) -> Option<(Arc<App>, Db)> {
        Some((self.app.get()?.clone(), self.db.for_request()))
    }

    /// Looks after what a connection's life means. A node that stops waits for it, like for any other write.
    fn note<F: Future<Output = ()> + Send + 'static>(&self, work: impl FnOnce(Arc<App>, Db) -> F) {
        if let Some((app, db)) = self.parts() {
            let tracker = app.writes.clone();
            tracker.spawn_on(work(app, db), &self.runtime);
        }
    }

    fn on_runtime<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> BoxFuture<'static, Option<T>> {
        let task = self.runtime.spawn(work);
        Box::pin(async move {
            match task.await {
                Ok(value) => Some(value),
                Err(error) => {
                    tracing::error!(%error, "a question of a socket failed");
                    None
                }
            }
        })
    }
}

impl ClientActions for SocketActions {
    fn authenticate(&self, token: String) -> BoxFuture<'static, Option<Identity>> {
        let Some((app, db)) = self.parts() else { return Box::pin(async { None }) };
        let found = self.on_runtime(async move {
            let session = sessions::session_by_token(&app, &db, &token).await?;
            let Some(session) = session else { return Ok(None) };
            sessions::identity_of(&app, &db, &session).await.map(Some)
        });
        Box::pin(async move {
            match found.await? {
                Ok(identity) => identity,
                Err(error) => {
                    tracing::warn!(%error, "a socket could not be authenticated");
                    None
                }
            }
        })
    }

    fn recheck(&self, session_id: Id) -> BoxFuture<'static, Result<Option<Identity>, Unavailable>> {
        let Some((app, db)) = self.parts() else { return Box::pin(async { Err(Unavailable) }) };
        let found = self.on_runtime(async move {
            let Some(session) = sessions::session_by_id(&app, &db, session_id).await? else { return Ok(None) };
            sessions::identity_of(&app, &db, &session).await.map(Some)
        });
        Box::pin(async move { found.await.ok_or(Unavailable)?.map_err(|_: roost_app::AppError| Unavailable) })
    }

    fn memberships(&self, user: Id) -> BoxFuture<'static, Result<Memberships, Unavailable>> {
        let Some((app, db)) = self.parts() else { return Box::pin(async { Err(Unavailable) }) };
        let found = self.on_runtime(async move { access::team::memberships_outside(&app, &db, user).await });
        Box::pin(async move {
            match found.await {
                Some(Ok(all)) => Ok(Memberships {
                    channels: all.channels.keys().copied().collect(),
                    teams: all.teams.keys().copied().collect(),
                }),
                Some(Err(error)) => {
                    tracing::warn!(%error, "memberships of a socket could not be read");
                    Err(Unavailable)
                }
                None => Err(Unavailable),
            }
        })
    }

    fn action(&self, call: ActionCall) -> BoxFuture<'static, Result<Map<String, Value>, ActionError>> {
        let fault = || ActionError::new(roost_model::error::INTERNAL);
        let Some((app, db)) = self.parts() else { return Box::pin(async move { Err(fault()) }) };
        let answer = self.on_runtime(async move { socket::action(&app, &db, call).await });
        Box::pin(async move { answer.await.unwrap_or_else(|| Err(fault())) })
    }

    fn connected(&self, user: Id) {
        self.note(move |app, db| async move { socket::connected(&app, &db, user).await });
    }

    fn disconnected(&self, user: Id, last_connection: bool, _at_ms: i64) {
        if last_connection {
            let (leave, closing) = (self.leave, self.closing.clone());
            self.note(move |app, db| async move {
                closing.run_until_cancelled(tokio::time::sleep(leave)).await;
                socket::last_disconnected(&app, &db, user).await;
            });
        }
    }

    fn pong(&self, user: Id, _at_ms: i64, last_activity_ms: i64) {
        self.note(move |app, db| async move { socket::pong(&app, &db, user, last_activity_ms).await });
    }

    fn is_current(&self) -> bool {
        self.app.get().is_none_or(|app| app.caches.are_trusted())
    }

    fn current(&self) -> BoxFuture<'static, ()> {
        let bus = self.others.get().map(|others| others.bus.clone());
        Box::pin(async move {
            if let Some(bus) = bus {
                bus.trusted().await;
            }
        })
    }

    fn applied_everywhere(&self) -> u64 {
        self.others.get().map_or(u64::MAX, |others| others.bus.everywhere().borrow().unsigned_abs())
    }

    fn take_over(&self, wish: TakeOver) {
        if let Some(others) = self.others.get()
            && others.wishes.try_send(wish).is_err()
        {
            tracing::warn!("too many clients come back at once; one gets a new connection");
        }
    }
}
