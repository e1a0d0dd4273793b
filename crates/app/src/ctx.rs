//! The context of one operation: who asks, over which connection, with which database handle.

use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;
use roost_config::Config;
use roost_model::Id;
use roost_model::permission::{Permission, PermissionSet};
use roost_model::session::Session;
use roost_store::{Db, Tx};
use roost_telemetry::traces::SpanContext;

use crate::caches::RoleTable;
use crate::mail::{self, Mail};
use crate::notify::{self, Notice, Read, Task};
use crate::{App, AppError, Record};

/// Where the request came from.
#[derive(Clone, Debug, Default)]
pub struct Client {
    pub ip: String,
    pub user_agent: String,
    /// `Connection-Id` header: the socket of the same window, which is left out of some events.
    pub connection_id: String,
    /// The path, for audit rows.
    pub path: String,
    /// Whether the request came over TLS (the proxy says so).
    pub secure: bool,
    /// `Accept-Language`.
    pub accept_language: String,
}

/// What people are told of a change once it is committed.
#[derive(Default)]
struct Outbox {
    mails: Vec<Mail>,
    tasks: Vec<Task>,
}

/// Owned and cheap to clone.
#[derive(Clone)]
pub struct Ctx {
    inner: Arc<Inner>,
}

struct Inner {
    app: Arc<App>,
    db: Db,
    session: Option<Arc<Session>>,
    roles: Arc<RoleTable>,
    client: Client,
    request_id: Id,
    /// Of the request, if it has one.
    span: Option<SpanContext>,
    /// When the request began.
    now_ms: i64,
    /// Leaves with the next commit.
    outbox: Mutex<Outbox>,
}

impl Ctx {
    /// Loads the role table if no request did before.
    pub async fn new(
        app: Arc<App>,
        db: Db,
        session: Option<Arc<Session>>,
        client: Client,
        request_id: Id,
    ) -> Result<Self, AppError> {
        let roles = crate::access::roles::table(&app, &db).await?;
        let now_ms = app.clock.now_ms();
        Ok(Self {
            inner: Arc::new(Inner {
                app,
                db,
                session,
                roles,
                client,
                request_id,
                span: None,
                now_ms,
                outbox: Mutex::default(),
            }),
        })
    }

    /// The same, with a span; only for one that nobody else has yet.
    #[must_use]
    pub fn with_span(mut self, span: Option<SpanContext>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.span = span;
        }
        self
    }

    /// The same request under another session: after a login, and for work in somebody's name.
    #[must_use]
    pub fn with_session(&self, session: Arc<Session>) -> Self {
        let i = &self.inner;
        Self {
            inner: Arc::new(Inner {
                app: i.app.clone(),
                db: i.db.clone(),
                session: Some(session),
                roles: i.roles.clone(),
                client: i.client.clone(),
                request_id: i.request_id,
                span: i.span,
                now_ms: i.now_ms,
                outbox: Mutex::default(),
            }),
        }
    }

    /// For work that goes on after the answer: what it asks of the database is not counted into the request.
    #[must_use]
    pub fn detached(&self) -> Self {
        let i = &self.inner;
        Self {
            inner: Arc::new(Inner {
                app: i.app.clone(),
                db: i.db.for_request(),
                session: i.session.clone(),
                roles: i.roles.clone(),
                client: i.client.clone(),
                request_id: i.request_id,
                span: i.span,
                now_ms: i.now_ms,
                outbox: Mutex::default(),
            }),
        }
    }

    pub fn app(&self) -> &App {
        &self.inner.app
    }

    pub fn app_handle(&self) -> Arc<App> {
        self.inner.app.clone()
    }

    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The configuration as it was when asked.
    pub fn config(&self) -> Arc<Config> {
        self.inner.app.config.current()
    }

    pub fn session(&self) -> Option<&Arc<Session>> {
        self.inner.session.as_ref()
    }

    /// The acting user; the empty id without a session.
    pub fn user_id(&self) -> Id {
        self.inner.session.as_ref().map_or(Id::EMPTY, |s| s.user_id)
    }

    pub fn client(&self) -> &Client {
        &self.inner.client
    }

    pub fn request_id(&self) -> Id {
        self.inner.request_id
    }

    /// Milliseconds since 1970 at which the request began: one time for everything that it writes.
    pub fn now_ms(&self) -> i64 {
        self.inner.now_ms
    }

    pub fn new_id(&self) -> Id {
        self.inner.app.random.id()
    }

    pub fn roles(&self) -> &RoleTable {
        &self.inner.roles
    }

    /// The permissions of the session's own (system) roles.
    pub fn system_permissions(&self) -> PermissionSet {
        self.inner.session.as_ref().map(|s| self.inner.roles.permissions(&s.roles)).unwrap_or_default()
    }

    /// Whether the session's system roles grant `permission`.
    pub fn can(&self, permission: Permission) -> bool {
        self.system_permissions().contains(permission)
    }

    /// 403 unless the session's system roles grant `permission`.
    pub fn require(&self, permission: Permission) -> Result<(), AppError> {
        if self.can(permission) { Ok(()) } else { Err(AppError::no_permission().because(permission.name())) }
    }

    /// Sends a mail once what is under way is committed, and not at all if it fails.
    pub fn mail(&self, mail: Mail) {
        self.inner.outbox.lock().mails.push(mail);
    }

    /// Tells those who are away of a post, once it is committed. Asked for nothing where nobody would be told.
    pub(crate) fn notify(&self, notice: impl FnOnce() -> Notice) {
        if let Some(task) = Task::of_post(&self.config(), notice) {
            self.inner.outbox.lock().tasks.push(task);
        }
    }

    /// Tells phones of a post again, once that is committed.
    pub(crate) fn notify_again(&self, notice: impl FnOnce() -> Notice) {
        if notify::sends_pushes(&self.config()) {
            self.inner.outbox.lock().tasks.push(Task::Again(Box::new(notice())));
        }
    }

    /// Tells the other devices of a user what was read, once that is committed.
    pub(crate) fn notify_read(&self, read: Read) {
        if notify::sends_pushes(&self.config()) {
            self.inner.outbox.lock().tasks.push(Task::Read(read));
        }
    }

    /// Commits with `record`, and returns once this node has applied it: whoever reads here afterwards sees the change.
    pub async fn commit(&self, tx: Tx, mut record: Record) -> Result<(), AppError> {
        record.request_id = self.inner.request_id.to_string();
        if let Some(span) = self.inner.span {
            record.span = Bytes::copy_from_slice(&span.to_bytes());
        }
        let Outbox { mails, tasks } = std::mem::take(&mut *self.inner.outbox.lock());
        self.inner.app.commit(tx, record).await?;
        for mail in mails {
            mail::post(self.app(), mail);
        }
        for task in tasks {
            self.app().notifier.take(self.app(), task);
        }
        Ok(())
    }
}
