//! What nodes tell one another of their connections, so that any of them can go on with a connection whose node died or
//! sent it away.
//!
//! Every shard tells, in order, which connections it has and which record of the log each number of a connection carries.
//! All nodes keep that ([`Copies`]). A client that comes back to another node names its connection and the next number it
//! expects; the copies say where in the log that is. The node then puts a [`TakeOver`] into the log, and when it applies
//! that record, it goes on with the connection from there. Which of two nodes that want a connection gets it, and when its
//! old node must let go, follows from the order of the log ([`Stays`]): nothing depends on who is alive.

mod copies;
mod records;
mod stays;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use parking_lot::Mutex;
use prost::Message;
use roost_model::Id;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use self::copies::Copies;
pub(crate) use self::copies::{Place, Unknown};
use self::stays::Stays;
use crate::shard::fnv;

/// One frame from one shard: what happened, in order. Field numbers are never reused.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Frame {
    #[prost(uint32, tag = "1")]
    pub shard: u32,
    #[prost(message, repeated, tag = "2")]
    pub entries: Vec<Entry>,
    /// After the entries, the shard has handed its connections everything up to this record.
    #[prost(uint64, tag = "3")]
    pub through: u64,
    /// The node tells of channels too.
    #[prost(bool, tag = "4")]
    pub has_channels: bool,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Entry {
    #[prost(oneof = "What", tags = "1, 2, 3, 4, 5, 6")]
    pub what: Option<What>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum What {
    #[prost(message, tag = "1")]
    Began(Began),
    #[prost(message, tag = "2")]
    Pushed(Pushed),
    #[prost(message, tag = "3")]
    Left(Left),
    /// A slot: its connection is over, for good.
    #[prost(uint32, tag = "4")]
    Ended(u32),
    /// The shard has members of this channel now, see [`channel_hash`].
    #[prost(fixed64, tag = "5")]
    Opened(u64),
    /// It has none any more.
    #[prost(fixed64, tag = "6")]
    Closed(u64),
}

/// A channel, as nodes tell of it. Should two be alike, a node is told what nobody there gets.
pub(crate) fn channel_hash(channel: Id) -> u64 {
    fnv(channel)
}

impl From<What> for Entry {
    fn from(what: What) -> Self {
        Self { what: Some(what) }
    }
}

/// A connection is in this slot from now on.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Began {
    #[prost(uint32, tag = "1")]
    pub slot: u32,
    #[prost(string, tag = "2")]
    pub connection_id: String,
    #[prost(string, tag = "3")]
    pub user_id: String,
    /// The record that brought it here; 0: it is of here.
    #[prost(uint64, tag = "4")]
    pub stay: u64,
    /// The first number that the node can tell of.
    #[prost(uint64, tag = "5")]
    pub first: u64,
    /// Of the numbers from `first` on: the record each carries, or 0 for what is in no log.
    #[prost(uint64, repeated, tag = "6")]
    pub records: Vec<u64>,
}

/// The connections in these slots got their next number.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Pushed {
    /// The record; 0 for what is in no log.
    #[prost(uint64, tag = "1")]
    pub record: u64,
    #[prost(uint32, repeated, tag = "2")]
    pub slots: Vec<u32>,
}

/// The node let go of the connection in this slot. Its client may go on with it elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub(crate) struct Left {
    #[prost(uint32, tag = "1")]
    pub slot: u32,
    /// It was handed everything up to this record.
    #[prost(uint64, tag = "2")]
    pub through: u64,
}

/// Part of a record of the log: a node wants to go on with a connection. The first that names a stay gets it.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct TakeOver {
    #[prost(string, tag = "1")]
    pub connection_id: String,
    #[prost(string, tag = "2")]
    pub user_id: String,
    /// The record that brought the connection to where it is; 0: it began there.
    #[prost(uint64, tag = "3")]
    pub stay: u64,
    /// An id by which the node knows its own wish.
    #[prost(string, tag = "4")]
    pub ticket: String,
}

/// What a node tells of its connections, and what it was told by others. Cheap to clone.
#[derive(Clone, Default)]
pub struct Journal(Arc<Inner>);

type Send = Box<dyn Fn(Bytes) + std::marker::Send + Sync>;

#[derive(Default)]
struct Inner {
    copies: Mutex<Copies>,
    stays: Mutex<Stays>,
    /// Something was told.
    news: Notify,
    send: OnceLock<Send>,
}

impl Journal {
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on what this node tells goes to the others. `send` must only queue it: it is called under a lock.
    pub fn attach(&self, send: impl Fn(Bytes) + std::marker::Send + Sync + 'static) {
        if self.0.send.set(Box::new(send)).is_err() {
            tracing::error!("a journal was attached twice");
        }
    }

    /// All that this node has told so far, in short. `open` is called at the moment from which on what is told must
    /// follow it.
    pub fn snapshot(&self, open: &mut dyn FnMut()) -> Vec<Bytes> {
        let copies = self.0.copies.lock();
        open();
        copies.own_frames().iter().map(|frame| frame.encode_to_vec().into()).collect()
    }

    /// A member begins to tell: what it told before is void.
    pub fn began(&self, member: i64) {
        self.0.copies.lock().member_began(member);
    }

    /// A member tells.
    pub fn heard(&self, member: i64, frames: impl IntoIterator<Item = Bytes>) {
        let mut copies = self.0.copies.lock();
        for frame in frames {
            match Frame::decode(frame) {
                Ok(frame) => copies.heard(Some(member), &frame),
                Err(error) => tracing::warn!(member, %error, "what a node tells of its connections cannot be read"),
            }
        }
        drop(copies);
        self.0.news.notify_waiters();
    }

    /// Who belongs now. The connections of others can be gone on with for `keep` longer.
    pub fn members(&self, present: &[i64], keep: Duration) {
        self.0.copies.lock().members(present, Instant::now(), keep);
    }

    /// Whether somebody who is connected to that member may be in the channel.
    pub fn may_have(&self, member: i64, channel: Id) -> bool {
        self.0.copies.lock().may_have(member, channel_hash(channel))
    }

    /// Connections of other nodes, or of none any more, that are known.
    #[cfg(test)]
    pub(crate) fn known(&self) -> usize {
        self.0.copies.lock().foreign()
    }

    /// A shard of this node tells.
    pub(crate) fn tell(&self, frame: &Frame) {
        let mut copies = self.0.copies.lock();
        copies.heard(None, frame);
        if let Some(send) = self.0.send.get() {
            send(frame.encode_to_vec().into());
        }
    }

    /// This node applies the log from the record after `g` on.
    pub(crate) fn starts_at(&self, g: u64) {
        self.0.copies.lock().starts_at(g);
    }

    /// Where a connection can be gone on with. What is not known yet is waited for, `patience` at most: its node may have
    /// told it a moment before it died.
    pub(crate) async fn find(&self, connection: Id, user: Id, next: u64, patience: Duration) -> Result<Place, Unknown> {
        let wait = async {
            loop {
                let news = self.0.news.notified();
                tokio::pin!(news);
                news.as_mut().enable();
                match self.look(connection, user, next) {
                    Err(Unknown::Yet) => news.await,
                    found => return found,
                }
            }
        };
        timeout(patience, wait).await.unwrap_or(Err(Unknown::Yet))
    }

    fn look(&self, connection: Id, user: Id, next: u64) -> Result<Place, Unknown> {
        let stay = self.0.stays.lock().of(connection);
        self.0.copies.lock().find(connection, user, next, stay)
    }

    /// Record `g` holds this wish: whether it is granted. Must be asked in the order of the log.
    pub(crate) fn grants(&self, g: u64, wish: &TakeOver) -> bool {
        let Some(connection) = Id::parse(&wish.connection_id) else { return false };
        self.0.stays.lock().grant(connection, wish.stay, g, Instant::now())
    }
}
