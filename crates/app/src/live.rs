//! What nodes tell one another that is in no log: events for sockets, and who is there. It may be lost; a node that
//! begins to listen is told first who is there.

use std::sync::OnceLock;

use bytes::Bytes;
use prost::Message;
use roost_model::Id;
use roost_model::status::Status;
use roost_realtime::{Event, Journal};

use crate::{App, Db, presence};

/// One message. Field numbers are never reused.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Live {
    #[prost(message, repeated, tag = "1")]
    pub events: Vec<Event>,
    /// Ids of users who have a connection to the sender now.
    #[prost(string, repeated, tag = "2")]
    pub came: Vec<String>,
    /// Ids of users who have none any more.
    #[prost(string, repeated, tag = "3")]
    pub went: Vec<String>,
    /// Statuses that followed by themselves and will be written soon.
    #[prost(message, repeated, tag = "4")]
    pub statuses: Vec<StatusNow>,
    /// What the sender tells of its connections; see [`roost_realtime::Journal`].
    #[prost(bytes = "bytes", repeated, tag = "5")]
    pub journal: Vec<Bytes>,
    /// Who looks at which channel now.
    #[prost(message, repeated, tag = "6")]
    pub looking: Vec<Looking>,
    /// Who has asked the sender for whose statuses.
    #[prost(message, repeated, tag = "7")]
    pub watched: Vec<Watched>,
}

/// A user has asked for the statuses of others.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Watched {
    #[prost(string, tag = "1")]
    pub user_id: String,
    /// Hashes of the others' ids.
    #[prost(fixed64, repeated, tag = "2")]
    pub users: Vec<u64>,
}

/// A user begins to look at a channel; the empty id: at none.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Looking {
    #[prost(string, tag = "1")]
    pub user_id: String,
    #[prost(string, tag = "2")]
    pub channel_id: String,
}

/// A status, as nodes tell it.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct StatusNow {
    #[prost(string, tag = "1")]
    pub user_id: String,
    #[prost(string, tag = "2")]
    pub status: String,
    #[prost(bool, tag = "3")]
    pub manual: bool,
    /// Unix milliseconds.
    #[prost(int64, tag = "4")]
    pub last_activity_at: i64,
    /// Unix seconds.
    #[prost(int64, tag = "5")]
    pub dnd_end_time: i64,
    #[prost(string, tag = "6")]
    pub prev_status: String,
}

impl From<&Status> for StatusNow {
    fn from(status: &Status) -> Self {
        let Status { user_id, status, manual, last_activity_at, dnd_end_time, prev_status } = status.clone();
        Self { user_id: user_id.to_string(), status, manual, last_activity_at, dnd_end_time, prev_status }
    }
}

impl StatusNow {
    /// `None`: it is of nobody.
    fn read(self) -> Option<Status> {
        let user_id = Id::parse(&self.user_id)?;
        let Self { status, manual, last_activity_at, dnd_end_time, prev_status, .. } = self;
        Some(Status { user_id, status, manual, last_activity_at, dnd_end_time, prev_status })
    }
}

/// Sends a message to the members of which the question is answered by yes.
type Send = Box<dyn Fn(&Bytes, &dyn Fn(i64) -> bool) + std::marker::Send + Sync>;

/// The way to the other nodes; to nobody while there is none.
#[derive(Default)]
pub struct LiveSender(OnceLock<Send>);

impl LiveSender {
    pub fn attach(&self, send: impl Fn(&Bytes, &dyn Fn(i64) -> bool) + std::marker::Send + Sync + 'static) {
        if self.0.set(Box::new(send)).is_err() {
            tracing::error!("the other nodes were attached twice");
        }
    }

    /// Whether there are others at all.
    pub fn is_attached(&self) -> bool {
        self.0.get().is_some()
    }

    pub fn send(&self, message: &Live) {
        if let Some(send) = self.0.get() {
            send(&message.encode_to_vec().into(), &|_| true);
        }
    }

    /// One that goes to a channel goes only to the nodes where one of its members may be connected.
    pub(crate) fn event(&self, event: &Event, journal: Option<&Journal>) {
        let Some(send) = self.0.get() else { return };
        let message = Live { events: vec![event.clone()], ..Live::default() };
        let channel = event.audience.decided_by_channel();
        let wants = |member| match (journal, channel) {
            (Some(journal), Some(channel)) => journal.may_have(member, channel),
            _ => true,
        };
        send(&message.encode_to_vec().into(), &wants);
    }
}

/// A message that holds only this.
pub fn of_journal(frame: Bytes) -> Bytes {
    Live { journal: vec![frame], ..Live::default() }.encode_to_vec().into()
}

/// What a node that begins to listen is told first. `open` is called when what changes from then on must follow it.
pub fn snapshot(app: &App, open: &mut dyn FnMut()) -> Bytes {
    let journal = if let Some(journal) = app.hub.journal() {
        journal.snapshot(open)
    } else {
        open();
        Vec::new()
    };
    let came = app.presence.here().into_iter().map(|user| user.to_string()).collect();
    let statuses = app.presence.unwritten().iter().map(|status| (&**status).into()).collect();
    Live { came, statuses, journal, ..Live::default() }.encode_to_vec().into()
}

/// A member begins to speak: what it said before about who is there is void.
pub async fn began(app: &App, db: &Db, from: i64, snapshot: Bytes) {
    app.presence.member_began(from);
    if let Some(journal) = app.hub.journal() {
        journal.began(from);
    }
    heard(app, db, from, snapshot).await;
}

/// A message of a member.
pub async fn heard(app: &App, db: &Db, from: i64, message: Bytes) {
    let message = match Live::decode(message) {
        Ok(message) => message,
        Err(error) => {
            tracing::warn!(from, %error, "a message of a node cannot be read");
            return;
        }
    };
    if let Some(journal) = app.hub.journal()
        && !message.journal.is_empty()
    {
        journal.heard(from, message.journal);
    }
    for Watched { user_id, users } in message.watched {
        app.presence.watches(app, Id::parse_or_empty(&user_id), users);
    }
    for event in message.events {
        app.presence.spread(app, &event);
        app.hub.ephemeral(event);
    }
    for status in message.statuses.into_iter().filter_map(StatusNow::read) {
        app.presence.heard(status);
    }
    for Looking { user_id, channel_id } in &message.looking {
        if let Some(user) = Id::parse(user_id) {
            app.presence.looks(user, Id::parse_or_empty(channel_id), app.clock.now_ms());
        }
    }
    for user in message.came.iter().filter_map(|user| Id::parse(user)) {
        app.presence.came_elsewhere(from, user);
    }
    for user in message.went.iter().filter_map(|user| Id::parse(user)) {
        if app.presence.went_elsewhere(from, user)
            && let Err(error) = presence::disconnected(app, db, user).await
        {
            tracing::warn!(%error, "a status could not be determined");
        }
    }
}
