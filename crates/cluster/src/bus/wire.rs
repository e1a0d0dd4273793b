//! The messages of the bus. Field numbers are never reused: nodes of neighbouring versions read one another.

use bytes::Bytes;

/// Opens a stream: who speaks, and whom it takes the other side for. An address may have passed to another process.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Hello {
    #[prost(sfixed64, tag = "1")]
    pub from: i64,
    #[prost(sfixed64, tag = "2")]
    pub to: i64,
    #[prost(string, tag = "3")]
    pub cluster_name: String,
}

/// A copy of a record of the numbered log.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Entry {
    #[prost(int64, tag = "1")]
    pub g: i64,
    #[prost(bytes = "bytes", tag = "2")]
    pub body: Bytes,
}

/// Asks how far the log is known to go.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub struct Ping {
    /// Milliseconds by the asker's own clock; comes back with the answer.
    #[prost(uint64, tag = "1")]
    pub asked_ms: u64,
    /// How far the asker has applied the log.
    #[prost(int64, tag = "2")]
    pub applied: i64,
}

/// The answer to a [`Ping`].
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub struct Pong {
    #[prost(uint64, tag = "1")]
    pub asked_ms: u64,
    /// The highest number that the answering node has committed or heard of.
    #[prost(int64, tag = "2")]
    pub highest: i64,
}

/// From the sender of a log stream.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LogFrame {
    /// In the first frame only.
    #[prost(message, optional, tag = "1")]
    pub hello: Option<Hello>,
    #[prost(message, repeated, tag = "2")]
    pub entries: Vec<Entry>,
    #[prost(message, optional, tag = "3")]
    pub ping: Option<Ping>,
}

/// From the receiver of a log stream.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub struct LogAnswer {
    /// How far the receiver has applied the log.
    #[prost(int64, tag = "1")]
    pub applied: i64,
    #[prost(message, optional, tag = "2")]
    pub pong: Option<Pong>,
}

/// From the sender of a live stream.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct LiveFrame {
    /// In the first frame only.
    #[prost(message, optional, tag = "1")]
    pub hello: Option<Hello>,
    /// In the order in which they were sent.
    #[prost(bytes = "bytes", repeated, tag = "2")]
    pub messages: Vec<Bytes>,
}

/// The receiver of a live stream says nothing yet.
#[derive(Clone, Copy, PartialEq, Eq, prost::Message)]
pub struct LiveAnswer {}
