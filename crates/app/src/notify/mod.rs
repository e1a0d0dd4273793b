//! Telling those who are away what is for them: messages to phones, by way of the push proxy, and mail.
//!
//! The node that commits a change tells of it: a post puts a [`Task`] into the queue of its node, so that it is told once,
//! and no answer waits for it. The queue is as long as `PushNotificationBuffer` says; what comes on top is dropped and
//! counted. One loop finds out who is to be told, in the order of the commits, and lanes speak to the proxy: what one
//! device hears, it hears in that order.

pub mod mails;
mod plain;
pub mod push;
mod trial;
mod who;

pub use trial::notification_test;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use parking_lot::Mutex;
use roost_config::Config;
use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::post::Post;
use roost_model::user::User;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::ctx::Client;
use crate::posts::{Audience, Mentions};
use crate::{App, AppError, Ctx, Db};

/// A property of posts that are told whatever their reader has set: somebody tries their settings.
pub(crate) const FORCED_PROP: &str = "force_notification";

/// How long a node that stops goes on telling what is in its queue.
const FINISH_TIME: Duration = Duration::from_secs(5);

/// A post as those who are away are told of it.
#[derive(Debug)]
pub struct Notice {
    /// As its author sees it.
    pub post: Post,
    pub channel: Arc<Channel>,
    pub author: Arc<User>,
    pub audience: Arc<Audience>,
    pub mentions: Mentions,
    /// Who began the thread that the post replies to.
    pub root_author: Option<Id>,
    /// Who follows it.
    pub followers: HashSet<Id>,
}

/// Something was read, or made unread: other devices show too much or too little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    pub user: Id,
    /// The channel that was read; empty: only counts changed.
    pub channel: Id,
    /// The thread in it that was read; empty: the channel itself.
    pub root: Id,
    /// The session that read it, which knows.
    pub session: Id,
}

impl Read {
    /// Only the number of unread mentions changed, by the session of the request.
    pub(crate) fn counts(ctx: &Ctx, user: Id) -> Self {
        let session = ctx.session().map_or(Id::EMPTY, |session| session.id);
        Self { user, channel: Id::EMPTY, root: Id::EMPTY, session }
    }
}

/// One thing to tell.
#[derive(Debug)]
pub enum Task {
    Post(Box<Notice>),
    /// A post that those who are named in it are told of again, by their phones alone.
    Again(Box<Notice>),
    Read(Read),
}

impl Task {
    /// What a post means for those who are away; `None` where nobody would be told.
    pub fn of_post(config: &Config, notice: impl FnOnce() -> Notice) -> Option<Self> {
        if !sends_pushes(config) && !mails::sends_mails(config) {
            return None;
        }
        let notice = notice();
        (!notice.post.is_system()).then(|| Self::Post(Box::new(notice)))
    }
}

/// Whether there is a push proxy to tell.
pub fn sends_pushes(config: &Config) -> bool {
    config.email.send_push_notifications && !config.email.push_notification_server.is_empty()
}

/// The queue of a node.
pub struct Notifier {
    queue: mpsc::Sender<Task>,
    /// Until the loop takes it.
    waiting: Mutex<Option<mpsc::Receiver<Task>>>,
    closing: CancellationToken,
    ended: CancellationToken,
    /// The proxy did not answer of late: nothing is tried twice until it does.
    down: AtomicBool,
}

impl Notifier {
    /// `len_max`: so many wait at most.
    pub fn new(len_max: i64) -> Self {
        let (queue, waiting) = mpsc::channel(usize::try_from(len_max).unwrap_or(1).clamp(1, 1_000_000));
        Self {
            queue,
            waiting: Mutex::new(Some(waiting)),
            closing: CancellationToken::new(),
            ended: CancellationToken::new(),
            down: AtomicBool::new(false),
        }
    }

    /// Queues a task, or drops it when too many wait.
    pub fn take(&self, app: &App, task: Task) {
        if self.queue.try_send(task).is_err() {
            app.metrics.push_failed("queue_full", "");
            tracing::warn!("a notification was dropped: too many wait for the push proxy");
        }
    }

    /// Lets what is in the queue be told, for a while.
    pub async fn stop(&self) {
        self.closing.cancel();
        if tokio::time::timeout(FINISH_TIME, self.ended.cancelled()).await.is_err() {
            tracing::warn!("stopping with notifications under way");
        }
    }
}

/// Tells what is queued, until [`Notifier::stop`] and the end of the queue.
pub async fn run(app: Arc<App>, db: Db) {
    let Some(mut tasks) = app.notifier.waiting.lock().take() else { return };
    let lanes = push::Lanes::start(&app, &db);
    loop {
        let task = tokio::select! {
            biased;
            task = tasks.recv() => task,
            () = app.notifier.closing.cancelled(), if !tasks.is_closed() => {
                tasks.close();
                continue;
            }
        };
        let Some(task) = task else { break };
        if let Err(error) = tell(&app, &db, &lanes, task).await {
            app.metrics.push_failed("fetch_error", "");
            tracing::warn!(%error, "a notification was given up");
        }
    }
    lanes.end().await;
    app.notifier.ended.cancel();
}

async fn tell(app: &Arc<App>, db: &Db, lanes: &push::Lanes, task: Task) -> Result<(), AppError> {
    let ctx = Ctx::new(app.clone(), db.for_request(), None, Client::default(), app.random.id()).await?;
    let config = app.config.current();
    let outgoing = match task {
        Task::Post(notice) => {
            let pushes = if sends_pushes(&config) { push::of_notice(&ctx, &notice).await? } else { Vec::new() };
            let by_mail = if mails::sends_mails(&config) { mails::candidates(&notice) } else { Vec::new() };
            if !by_mail.is_empty() {
                // Rows of mails that are being sent hold this up: phones do not wait for it.
                app.outgoing.in_background(async move {
                    if let Err(error) = mails::of_notice(&ctx, &notice, &by_mail).await {
                        tracing::warn!(%error, "a mail about a post was given up");
                    }
                });
            }
            pushes
        }
        Task::Again(notice) if sends_pushes(&config) => push::of_notice(&ctx, &notice).await?,
        Task::Again(_) => Vec::new(),
        Task::Read(read) => push::of_read(&ctx, read).await?,
    };
    for one in outgoing {
        lanes.send(one).await;
    }
    Ok(())
}
